import { join } from 'node:path'
import { MAX_SEED, SCHEDULER_IDS, type SchedulerId } from '@bottega/engine'
import type { Command } from 'commander'
import type { PictureOrder, PicturePlan, SavedPicture } from '../services/pictures.ts'
import { MAX_SIDE, MIN_SIDE, SIDE_STEP } from '../services/sizes.ts'
import { resolveFromCall } from './call-folder.ts'
import { runInterruptible } from './interruption.ts'
import {
  decimalNumber,
  type PictureFileName,
  pictureFileName,
  pictureSide,
  schedulerName,
  textUpTo,
  wholeNumber,
} from './option-values.ts'
import { createProgressDisplay, formatDuration, type ProgressDisplay } from './progress.ts'

const MAX_PROMPT_CHARACTERS = 100_000
const MAX_COUNT = 1000

const EXAMPLES = `
Examples:
  bottega generate "a flat fox on a teal background"
  bottega generate "a glossy 3d strawberry" --count 4 --seed 7 --out berries
  bottega generate "a house" --model ~/models/photo.safetensors --steps 30 --scheduler dpmpp_2m_k
  bottega generate "a red apple" --image sketch.png --strength 0.6 --preview now.jpg

Width, height, steps, guidance and scheduler that are not given come from the model's
bottega.json, else from its family. With --image the size is that of the picture,
made smaller where it has more pixels than the model is made for, in multiples of 8;
a picture of other proportions than asked for is cut evenly at both sides.
Pictures are saved as <seed>-<words of the prompt>.png and never replace a file; their
paths go to standard output. The same model, seed and settings make the same picture.
Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 130 interrupted.`

/** The flags of the command after commander read them. */
interface GenerateFlags {
  readonly count: number
  readonly seed?: number
  readonly out: string
  readonly negative?: string
  readonly width?: number
  readonly height?: number
  readonly steps?: number
  readonly guidance?: number
  readonly scheduler?: SchedulerId
  readonly model?: string
  readonly image?: string
  readonly strength?: number
  readonly mask?: string
  readonly clipSkip: number
  readonly preview?: PictureFileName
  readonly json?: true
}

/** Gives `bottega generate` its flags, help and action. */
export function configureGenerate(command: Command): void {
  const side = pictureSide(MIN_SIDE, MAX_SIDE, SIDE_STEP)
  const promptText = textUpTo(MAX_PROMPT_CHARACTERS)
  command
    .description('Make pictures from a prompt with a model on this machine. Nothing is sent anywhere.')
    .argument('<prompt>', 'what the picture shows, in quotes', promptText)
    .option('--count <n>', `how many pictures, 1 to ${MAX_COUNT}`, wholeNumber(1, MAX_COUNT), 1)
    .option(
      '--seed <n>',
      `seed of the first picture, 0 to ${MAX_SEED}; the others count up (default: drawn)`,
      wholeNumber(0, MAX_SEED),
    )
    .option('--out <folder>', 'folder for the pictures, made where it is missing', 'bottega-pictures')
    .option('--negative <prompt>', 'what the picture should not show', promptText)
    .option('--width <pixels>', `width, a multiple of ${SIDE_STEP} from ${MIN_SIDE} to ${MAX_SIDE}`, side)
    .option('--height <pixels>', `height, a multiple of ${SIDE_STEP} from ${MIN_SIDE} to ${MAX_SIDE}`, side)
    .option('--steps <n>', 'denoising steps, 1 to 1000', wholeNumber(1, 1000))
    .option('--guidance <number>', 'how closely to follow the prompt, -100 to 100; 1 is off', decimalNumber(-100, 100))
    .option('--scheduler <name>', `sampling algorithm: ${SCHEDULER_IDS.join(' ')}`, schedulerName)
    .option('--model <path>', 'checkpoint (.safetensors) or diffusers folder (default: the starter model)')
    .option('--image <file>', 'picture to start from')
    .option('--strength <number>', 'with --image: 0 keeps the picture, 1 forgets it (default: 0.75)', decimalNumber(0, 1))
    .option('--mask <file>', 'with --image: white is painted anew, black is kept')
    .option('--clip-skip <n>', 'layers left out at the end of the text encoder', wholeNumber(0, 100), 0)
    .option('--preview <file>', 'a .jpg or .png file that shows each step as it is done', pictureFileName)
    .option('--json', 'print {"images": [{path, seed, width, height}]} to standard output, and nothing else')
    .showHelpAfterError('(--help tells what can be given; a prompt of several words goes in quotes)')
    .addHelpText('after', EXAMPLES)
    .action((prompt: string, flags: GenerateFlags) => generate(prompt, flags, command))
}

async function generate(prompt: string, flags: GenerateFlags, command: Command): Promise<void> {
  if (flags.mask !== undefined && flags.image === undefined)
    command.error('error: --mask needs the picture that it masks: add --image.')
  if (flags.strength !== undefined && flags.image === undefined) {
    command.error('error: --strength says how much of a given picture to change: add --image.')
  }
  const { createApplication } = await import('../main.ts')
  const { paintPictures, planPictures } = await import('../services/pictures.ts')
  const application = createApplication()
  const display = createProgressDisplay(process.stderr, flags.count)
  const saved: SavedPicture[] = []
  try {
    await runInterruptible(async (signal) => {
      const plan = await planPictures(application, toOrder(prompt, flags, application.projectRoot))
      const startedAt = Date.now()
      const target = {
        folder: resolveFromCall(flags.out),
        preview: flags.preview && { ...flags.preview, path: resolveFromCall(flags.preview.path) },
      }
      await paintPictures(application, plan, target, {
        signal,
        onStart: (seed, index) => {
          if (index === 0) introduce(plan, flags, display)
          display.start(seed, index)
        },
        onProgress: (progress) => display.show(progress),
        onSaved: (picture) => {
          saved.push(picture)
          display.clear()
          if (!flags.json) process.stdout.write(`${picture.path}\n`)
        },
      })
      display.say(`${countPictures(saved.length)} in ${formatDuration(Date.now() - startedAt)}`)
    })
  } finally {
    display.clear()
    // what is saved is told even when the run was stopped or failed halfway
    if (flags.json && saved.length > 0) process.stdout.write(`${JSON.stringify({ images: saved })}\n`)
    await application.close()
  }
}

function toOrder(prompt: string, flags: GenerateFlags, projectRoot: string): PictureOrder {
  return {
    prompt,
    negativePrompt: flags.negative ?? '',
    modelPath: flags.model === undefined ? join(projectRoot, 'models', 'starter') : resolveFromCall(flags.model),
    count: flags.count,
    seed: flags.seed,
    width: flags.width,
    height: flags.height,
    steps: flags.steps,
    guidanceScale: flags.guidance,
    scheduler: flags.scheduler,
    clipSkip: flags.clipSkip,
    imagePath: flags.image === undefined ? undefined : resolveFromCall(flags.image),
    maskPath: flags.mask === undefined ? undefined : resolveFromCall(flags.mask),
    strength: flags.strength,
  }
}

function introduce({ model, seeds, settings }: PicturePlan, flags: GenerateFlags, display: ProgressDisplay): void {
  const { width, height, steps, scheduler, guidanceScale } = settings
  display.say(
    `${countPictures(seeds.length)} of ${width}x${height} with ${model.name}: ${steps} steps of ${scheduler}, guidance ${guidanceScale}`,
  )
  if (flags.seed === undefined) display.say(`Seed ${seeds[0]} was drawn; --seed ${seeds[0]} makes the same again.`)
}

function countPictures(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`
}
