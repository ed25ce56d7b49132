import { join } from 'node:path'
import { MAX_SEED, type PictureProgress, SCHEDULER_IDS, type SchedulerId } from '@bottega/engine'
import type { Command } from 'commander'
import type { PictureOrder, PicturePlan, PictureTarget, SavedPicture } from '../services/generate/pictures.ts'
import type { ServerPaintHooks, ServerPainting } from '../services/generate/server-pictures.ts'
import { MAX_SIDE, MIN_SIDE, SIDE_STEP } from '../services/generate/sizes.ts'
import { MAX_GUIDANCE_SCALE } from '../services/models/model-card.ts'
import { resolveFromCall } from './call-folder.ts'
import { countWords } from './count-words.ts'
import { runInterruptible } from './interruption.ts'
import {
  decimalNumber,
  type PictureFileName,
  pictureFileName,
  pictureSide,
  schedulerName,
  somePath,
  textUpTo,
  wholeNumber,
} from './option-values.ts'
import { createProgressDisplay, formatDuration } from './progress.ts'
import { findChosenRoot } from './root-option.ts'

const MAX_PROMPT_CHARACTERS = 100_000
const MAX_COUNT = 1000

const EXAMPLES = `
Examples:
  bottega generate "a flat fox on a teal background"
  bottega generate "a glossy 3d strawberry" --count 4 --seed 7 --out bottega-pictures/berries
  bottega generate "a house" --model ~/models/photo.safetensors --steps 30 --scheduler dpmpp_2m_k
  bottega generate "a red apple" --image sketch.png --strength 0.6 --preview now.jpg

Width, height, steps, guidance and scheduler that are not given come from the model's
bottega.json, else from its family. With --image the size is that of the picture,
made smaller where it has more pixels than the model is made for, in multiples of 8;
a picture of other proportions than asked for is cut evenly at both sides.
Pictures are saved as <seed>-<words of the prompt>.png and never replace a file; their
paths go to standard output. The same model, seed and settings make the same picture.
Flags may be written with underscores (--clip_skip).
Where a server runs on the root, it makes the pictures, and they are in its gallery too.
On a server with accounts BOTTEGA_TOKEN says who asks: a session token or an API key.
Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 130 stopped by Ctrl-C,
143 stopped by SIGTERM, 129 stopped by SIGHUP.`

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
  readonly root?: string
}

/** Gives `bottega generate` its flags, help and action. */
export function configureGenerate(command: Command): void {
  const side = pictureSide(MIN_SIDE, MAX_SIDE, SIDE_STEP)
  const promptText = textUpTo(MAX_PROMPT_CHARACTERS)
  command
    .description('Make pictures from a prompt with a model on this machine. Nothing is sent to another one.')
    .argument('<prompt>', 'what the picture shows, in quotes', promptText)
    .option('--count <n>', `how many pictures, 1 to ${MAX_COUNT}`, wholeNumber(1, MAX_COUNT), 1)
    .option(
      '--seed <n>',
      `seed of the first picture, 0 to ${MAX_SEED}; the others count up (default: drawn)`,
      wholeNumber(0, MAX_SEED),
    )
    .option('--out <folder>', 'folder for the pictures, made where it is missing', somePath, 'bottega-pictures')
    .option('--negative <prompt>', 'what the picture should not show', promptText)
    .option('--width <pixels>', `width, a multiple of ${SIDE_STEP} from ${MIN_SIDE} to ${MAX_SIDE}`, side)
    .option('--height <pixels>', `height, a multiple of ${SIDE_STEP} from ${MIN_SIDE} to ${MAX_SIDE}`, side)
    .option('--steps <n>', 'denoising steps, 1 to 1000', wholeNumber(1, 1000))
    .option(
      '--guidance <number>',
      `how closely to follow the prompt, -${MAX_GUIDANCE_SCALE} to ${MAX_GUIDANCE_SCALE}; 1 is off`,
      decimalNumber(-MAX_GUIDANCE_SCALE, MAX_GUIDANCE_SCALE),
    )
    .option('--scheduler <name>', `sampling algorithm: ${SCHEDULER_IDS.join(' ')}`, schedulerName)
    .option('--model <path>', 'checkpoint (.safetensors) or diffusers folder (default: the starter model)', somePath)
    .option('--image <file>', 'picture to start from: PNG, JPEG, WebP, GIF, TIFF or AVIF', somePath)
    .option(
      '--strength <number>',
      'with --image: 0 keeps the picture, 1 keeps next to nothing of it (default: 0.75)',
      decimalNumber(0, 1),
    )
    .option('--mask <file>', 'with --image: white is painted anew, black is kept', somePath)
    .option('--clip-skip <n>', 'layers left out at the end of the text encoder', wholeNumber(0, 100), 0)
    .option('--preview <file>', 'a .jpg or .png file that shows each step as it is done', pictureFileName)
    .option(
      '--root <folder>',
      'root whose server makes the pictures, if one runs (default: BOTTEGA_ROOT, else ~/bottega)',
      somePath,
    )
    .option('--json', 'print {"images": [{path, seed, width, height}]} to standard output, and nothing else')
    .configureOutput({
      outputError: (text, write) =>
        write(text.startsWith('error: too many arguments') ? `${text}A prompt of several words goes in quotes.\n` : text),
    })
    .addHelpText('after', EXAMPLES)
    .action((prompt: string, flags: GenerateFlags) => generate(prompt, flags, command))
}

async function generate(prompt: string, flags: GenerateFlags, command: Command): Promise<void> {
  if (flags.mask !== undefined && flags.image === undefined)
    command.error('error: --mask needs the picture that it masks: add --image.')
  if (flags.strength !== undefined && flags.image === undefined) {
    command.error('error: --strength says how much of a given picture to change: add --image.')
  }
  const [{ createPainting }, { paintPictures, planPictures }, { findRunningServer }] = await Promise.all([
    import('../painting.ts'),
    import('../services/generate/pictures.ts'),
    import('../services/generate/running-server.ts'),
  ])
  const painting = createPainting()
  // a script that reads JSON wants silence, a person who watches it does not
  const display = createProgressDisplay(flags.json && !process.stderr.isTTY ? { write() {} } : process.stderr, flags.count)
  const say = flags.json ? () => {} : display.say
  let isIntroduced = false
  const saved: SavedPicture[] = []
  try {
    await runInterruptible(async (signal) => {
      const plan = await planPictures(painting, toOrder(prompt, flags, painting.projectRoot))
      const rootPath = findChosenRoot(flags.root)
      const server = await findRunningServer(rootPath)
      const startedAt = Date.now()
      const target = {
        folder: resolveFromCall(flags.out),
        preview: flags.preview && { ...flags.preview, path: resolveFromCall(flags.preview.path) },
      }
      const introduceOnce = () => {
        if (!isIntroduced) introduce(plan, flags, say)
        isIntroduced = true
      }
      const hooks = {
        signal,
        onStart: (seed: number, index: number) => display.start(seed, index),
        onProgress(progress: PictureProgress) {
          // not before the worker could read the given pictures
          introduceOnce()
          display.show(progress)
        },
        onSaved(picture: SavedPicture) {
          // a server may have had the picture ready
          introduceOnce()
          saved.push(picture)
          display.clear()
          if (!flags.json) process.stdout.write(`${picture.path}\n`)
        },
        onNotice: say,
      }
      const isPainted = server !== undefined && (await askServer({ ...painting, server, rootPath }, plan, target, hooks))
      if (!isPainted) await paintPictures(painting, plan, target, hooks)
      say(`${countWords(saved.length, 'picture')} in ${formatDuration(Date.now() - startedAt)}`)
    })
  } finally {
    display.clear()
    // what is saved is told even when the run was stopped or failed halfway
    if (flags.json && saved.length > 0) process.stdout.write(`${JSON.stringify({ images: saved })}\n`)
    await painting.close()
  }
}

/** Whether the server made the pictures. It cannot where the model is not installed there, which is said. */
async function askServer(
  asking: Omit<ServerPainting, 'token'>,
  plan: PicturePlan,
  target: PictureTarget,
  hooks: ServerPaintHooks,
): Promise<boolean> {
  const { paintOnServer } = await import('../services/generate/server-pictures.ts')
  if (await paintOnServer({ ...asking, token: process.env.BOTTEGA_TOKEN || undefined }, plan, target, hooks)) return true
  hooks.onNotice?.(
    `${plan.model.path} is not installed on the running server, so it is used without it, and the gallery does not get the pictures. ` +
      `Install it with: bottega models install "${plan.model.path}"`,
  )
  return false
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

function introduce({ model, seeds, settings }: PicturePlan, flags: GenerateFlags, say: (line: string) => void): void {
  const { width, height, steps, scheduler, guidanceScale } = settings
  say(
    `${countWords(seeds.length, 'picture')} of ${width}x${height} with ${model.name}: ${countWords(steps, 'step')} of ${scheduler}, guidance ${guidanceScale}`,
  )
  if (flags.seed === undefined) say(`Seed ${seeds[0]} was drawn; --seed ${seeds[0]} makes the same again.`)
}
