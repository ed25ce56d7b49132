// npm run screens [-- SCENE … --out DIR]: plays the scenes on real servers and makes pictures of them. Fails when a step of a scene
// does, when the page complains, when it is wider than its screen, and where axe finds a barrier.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser } from '@bottega/testing'
import { Command, CommanderError, Option } from 'commander'
import { findProjectRoot } from '../../apps/bottega/src/files/project-root.ts'
import { writeContactSheet } from './contact-sheet.ts'
import { LANGUAGES, type Language } from './say.ts'
import { SCENES } from './scenes.ts'
import { openStudio, STUDIO_NAMES } from './studios.ts'
import { type Shot, takeScene } from './take.ts'

const command = new Command('screens')
  .exitOverride()
  .description(
    'Makes pictures of the pages of real servers, 1440 and 390 pixels wide, light and dark, and a page that shows them all.',
  )
  .argument('[scenes...]', 'only those whose name begins with one of these, such as "gallery"')
  .option('--out <folder>', 'where the pictures go, in place of .screens/ in the clone')
  .addOption(new Option('--language <language>', 'what the page speaks').choices(LANGUAGES).default('en'))
  .option('--list', 'print the names of all scenes')

try {
  command.parse()
  const { list, ...options } = command.opts<Options & { readonly list?: true }>()
  if (list) console.log(SCENES.map(({ name }) => name).join('\n'))
  else process.exitCode = await main(command.args, options)
} catch (error) {
  if (!(error instanceof CommanderError)) console.error(`screens: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1
}

interface Options {
  readonly out?: string
  readonly language: Language
}

async function main(asked: readonly string[], { out, language }: Options): Promise<number> {
  const scenes = SCENES.filter(({ name }) => asked.length === 0 || asked.some((start) => name.startsWith(start)))
  if (scenes.length === 0) throw new Error(`no scene begins with ${asked.join(' or ')}; --list names them`)
  const folder = resolve(process.env.INIT_CWD ?? '.', out ?? join(findProjectRoot(import.meta.url), '.screens'))
  const dist = dirname(fileURLToPath(import.meta.url))
  // pictures of scenes that are gone would be taken for the present ones
  if (out === undefined && asked.length === 0) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })

  const shots: Shot[] = []
  const browser = await startBrowser()
  try {
    for (const name of STUDIO_NAMES) {
      const own = scenes.filter(({ studio }) => studio === name)
      if (own.length === 0) continue
      const studio = await openStudio(dist, name)
      try {
        for (const scene of own) {
          const taken = await takeScene(scene, studio, browser, { folder, language })
          const faults = new Set(taken.flatMap((shot) => shot.faults))
          console.log(`${faults.size === 0 ? 'ok    ' : 'FAULTS'} ${scene.name}`)
          for (const fault of faults) console.log(`         ${fault.split('\n')[0]}`)
          shots.push(...taken)
        }
      } finally {
        await studio.close()
      }
    }
  } finally {
    await browser.close()
  }
  const sheet = join(folder, 'index.html')
  writeFileSync(sheet, writeContactSheet(shots))
  console.log(`\n${shots.length} pictures: ${sheet}`)
  return shots.some(({ faults }) => faults.length > 0) ? 1 : 0
}
