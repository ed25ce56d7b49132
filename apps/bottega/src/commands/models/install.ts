import { existsSync } from 'node:fs'
import { ModelBase } from '@bottega/contracts'
import { EngineError } from '@bottega/engine'
import { type Command, Option } from 'commander'
import { resolveFromCall } from '../call-folder.ts'
import { addRootOption, findChosenRoot } from '../root-option.ts'

const EXAMPLES = `
Examples:
  bottega models install ~/Downloads/photo.safetensors
  bottega models install ~/models/portrait --copy --name Portrait

The file is used where it lies; with --copy it is copied into the models folder of the root, with --move it goes there itself. Works beside a running
server and without one.
Exit codes: 0 installed, 1 refused or failed, 2 wrong usage.`

interface InstallFlags {
  readonly root?: string
  readonly copy?: true
  readonly move?: true
  readonly name?: string
  readonly base?: ModelBase
  readonly json?: true
}

/** Gives `bottega models install` its flags, help and action. */
export function configureModelsInstall(command: Command): void {
  addRootOption(command.description('Install a model from a path of this machine.'))
    .argument('<file>', 'a .safetensors file or a diffusers folder')
    .option('--copy', 'copy it into the models folder of the root')
    .addOption(new Option('--move', 'move it into the models folder of the root').conflicts('copy'))
    .option('--name <name>', 'call it so')
    .addOption(new Option('--base <base>', 'the architecture, where its tensors do not tell').choices(ModelBase.options))
    .option('--json', 'print its record as JSON')
    .addHelpText('after', EXAMPLES)
    .action(install)
}

async function install(file: string, { root: chosen, copy, move, name, base, json }: InstallFlags): Promise<void> {
  const [{ openRoot }, { installLocalModel }] = await Promise.all([
    import('../../main.ts'),
    import('../../services/models/model-installs.ts'),
  ])
  const root = await openRoot(findChosenRoot(chosen), process.env)
  try {
    const changes = { ...(name !== undefined && { name }), ...(base !== undefined && { base }) }
    const path = resolveFromCall(file)
    if (!existsSync(path)) throw new EngineError('file_unreadable', `There is no file or folder at ${path}.`)
    const record = await installLocalModel(root, path, { inplace: !(copy || move), isMoved: move, changes })
    const told = `Installed ${record.name} (${record.type}, ${record.base}) with the key ${record.key}.`
    process.stdout.write(`${json ? JSON.stringify(record, undefined, 2) : told}\n`)
  } finally {
    await root.close()
  }
}
