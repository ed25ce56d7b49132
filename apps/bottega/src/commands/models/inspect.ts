import { ARCHITECTURES, type ModelDescription } from '@bottega/engine'
import type { Command } from 'commander'
import { resolveFromCall } from '../call-folder.ts'
import { alignColumns } from '../columns.ts'
import { countWords } from '../count-words.ts'
import { somePath } from '../option-values.ts'

const EXAMPLES = `
Examples:
  bottega models inspect models/starter
  bottega models inspect ~/Downloads/photo.safetensors --json

Only the headers of files and the configuration of folders are read, never the weights.
Exit codes: 0 a model that is understood, 1 not one, 2 wrong usage.`

/** Gives `bottega models inspect` its flags, help and action. */
export function configureModelsInspect(command: Command): void {
  command
    .description('Tell what a checkpoint or diffusers folder is, by its tensors and configuration, and why.')
    .argument('<path>', 'checkpoint (.safetensors) or diffusers folder', somePath)
    .option('--json', 'print the same as JSON')
    .addHelpText('after', EXAMPLES)
    .action(inspect)
}

async function inspect(path: string, flags: { readonly json?: true }): Promise<void> {
  const { describeModel } = await import('../../services/models/models.ts')
  const description = await describeModel(resolveFromCall(path))
  process.stdout.write(`${flags.json ? JSON.stringify(description, undefined, 2) : writeDescription(description)}\n`)
}

/** What a model is, as lines for a person. */
export function writeDescription(model: ModelDescription): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Path', model.path],
    ['Name', model.name],
    ['Format', model.format],
    ['What it is', model.title],
    ['Kind', model.kind],
    ['Made for', model.family === undefined ? describeArchitecture(model) : undefined],
    ['Variant', model.variant],
    ['Family', model.family ?? 'none that paints here'],
    ['Prediction type', model.predictionType],
    ['Usual settings', model.defaults && describeDefaults(model.defaults)],
  ]
  return [
    ...facts.flatMap(([label, value]) => (value === undefined ? [] : [`${`${label}:`.padEnd(17)}${value}`])),
    'Parts:',
    ...alignColumns(model.parts.map(describePart)).map((line) => `  ${line}`),
    'Why:',
    ...model.reasons.map((reason) => `  - ${reason}`),
  ].join('\n')
}

function describeArchitecture({ architecture }: ModelDescription): string | undefined {
  return architecture && ARCHITECTURES[architecture]
}

function describeDefaults({ width, height, steps, guidanceScale, scheduler }: NonNullable<ModelDescription['defaults']>): string {
  return `${width}x${height}, ${countWords(steps, 'step')} of ${scheduler}, guidance ${guidanceScale}`
}

function describePart({ name, tensors, parameters, dtypes, bytes }: ModelDescription['parts'][number]): readonly string[] {
  return [name, countWords(tensors, 'tensor'), `${formatCount(parameters)} parameters`, dtypes.join(' + '), formatBytes(bytes)]
}

function formatCount(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(2)} billion`
  if (count >= 1e6) return `${(count / 1e6).toFixed(2)} million`
  return count.toLocaleString('en')
}

function formatBytes(bytes: number): string {
  if (bytes >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(2)} GiB`
  if (bytes >= 2 ** 20) return `${(bytes / 2 ** 20).toFixed(1)} MiB`
  return `${Math.ceil(bytes / 1024)} KiB`
}
