import { dirname } from 'node:path'
import { countSteps, EngineError, openModel, type PictureProgress, type SchedulerId, startPartialRun } from '@bottega/engine'
import type { Files } from '../../files/files.ts'
import { namePicture, slugify } from '../../files/names.ts'
import type { WorkerHost } from '../../worker/host.ts'
import type { GivenPicture, PictureSettings } from '../../worker/port.ts'
import { chooseDefaults, loadModelCard } from '../models/model-card.ts'
import { describeOrigin, type ModelLabel } from './picture-texts.ts'
import { chooseSeeds } from './seeds.ts'
import { chooseSize } from './sizes.ts'

/** The most bytes of a picture that a person gives. */
const MAX_INPUT_BYTES = 256 * 2 ** 20

const DEFAULT_STRENGTH = 0.75

/** Pictures as a person orders them. What is left out comes from the model. Paths are absolute. */
export interface PictureOrder {
  readonly prompt: string
  readonly negativePrompt: string
  readonly modelPath: string
  readonly count: number
  /** Seed of the first picture, 0..4294967295; the others count up. */
  readonly seed?: number | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly steps?: number | undefined
  readonly guidanceScale?: number | undefined
  readonly scheduler?: SchedulerId | undefined
  readonly clipSkip: number
  readonly imagePath?: string | undefined
  readonly maskPath?: string | undefined
  /** Share of noise, 0 keeps the given picture, 1 keeps next to nothing of it. */
  readonly strength?: number | undefined
}

/** An order with every default filled in, ready to be painted. */
export interface PicturePlan {
  readonly model: ModelLabel
  readonly seeds: readonly number[]
  readonly settings: Omit<PictureSettings, 'seed'>
  readonly image: GivenPicture | undefined
  readonly mask: GivenPicture | undefined
  /** Of the given picture; what `settings.denoisingStart` says too, without its rounding. */
  readonly strength: number
  /** Steps that really run: fewer than `settings.steps` where a given picture is kept in part. */
  readonly stepsRun: number
}

/** A picture that is on the disk. */
export interface SavedPicture {
  readonly path: string
  readonly seed: number
  readonly width: number
  readonly height: number
}

/** Where pictures go. Paths are absolute. */
export interface PictureTarget {
  readonly folder: string
  /** A file that shows the latest preview, rewritten after each step. */
  readonly preview?: { readonly path: string; readonly format: 'jpeg' | 'png' } | undefined
}

/** What a caller may watch and stop while pictures are painted; `index` is the place of the seed in the plan. */
export interface PaintHooks {
  readonly signal?: AbortSignal
  onStart?(seed: number, index: number): void
  onProgress?(progress: PictureProgress): void
  onSaved?(picture: SavedPicture): void
}

/**
 * Fills an order's gaps from the model's card and family, and reads the given pictures. Weights are not touched.
 *
 * @throws EngineError what is wrong with the model; `request_invalid` for values that do not fit it or one another
 * @throws FileError   a given picture cannot be read
 */
export async function planPictures({ files }: { files: Files }, order: PictureOrder): Promise<PicturePlan> {
  const seeds = chooseSeeds(order.count, order.seed)
  const model = await openModel(order.modelPath)
  const card = await loadModelCard(order.modelPath)
  const { name = model.name } = card
  if (order.clipSkip > model.maxClipSkip) {
    throw new EngineError(
      'request_invalid',
      `A CLIP skip of ${order.clipSkip} is more than the text encoder of ${name} has to leave out. Take one from 0 to ${model.maxClipSkip}.`,
    )
  }
  const usual = chooseDefaults(card, model.defaults)
  const { steps = usual.steps, scheduler = usual.scheduler, strength = DEFAULT_STRENGTH } = order
  const range = { denoisingStart: order.imagePath === undefined ? 0 : 1 - strength, denoisingEnd: 1 }
  // what the scheduler cannot do shows now, not after the model is loaded
  const { run, endCall } = startPartialRun(scheduler, model.parts.schedulerConfig, { steps, ...range })
  const image = order.imagePath === undefined ? undefined : await readGiven(files, order.imagePath)
  const imageSize = image && (await measure(image))
  const mask = order.maskPath === undefined ? undefined : await readGiven(files, order.maskPath)
  // likewise what is no picture
  if (mask) await measure(mask)
  return {
    model: { name, family: model.family.id, path: order.modelPath },
    seeds,
    settings: {
      prompt: order.prompt,
      negativePrompt: order.negativePrompt,
      ...chooseSize(order, usual, imageSize),
      steps,
      guidanceScale: order.guidanceScale ?? usual.guidanceScale,
      guidanceRescale: 0,
      scheduler,
      clipSkip: order.clipSkip,
      ...range,
    },
    image,
    mask,
    strength,
    stepsRun: countSteps(run, endCall),
  }
}

/**
 * Paints the pictures of a plan one after the other and saves each as it is done, as `<seed>-<slug>.png`, never over another file.
 * Pictures that are saved stay, whatever becomes of the next.
 *
 * @throws EngineError `canceled` after the signal, and what the engine refuses
 * @throws WorkerError the worker died
 * @throws FileError   a picture or preview cannot be written
 */
export async function paintPictures(
  deps: { readonly files: Files; readonly worker: Pick<WorkerHost, 'generate'>; readonly version: string },
  plan: PicturePlan,
  target: PictureTarget,
  hooks: PaintHooks = {},
): Promise<void> {
  const { files, worker, version: programVersion } = deps
  const { image, mask, model } = plan
  await withOutput(files, plan, target, async ({ save, openPreview }) => {
    for (const [index, seed] of plan.seeds.entries()) {
      hooks.onStart?.(seed, index)
      const settings = { ...plan.settings, seed }
      const preview = openPreview()
      const { bytes, ...size } = await worker.generate(
        {
          modelPath: model.path,
          settings,
          image,
          mask,
          preview: target.preview?.format,
          texts: [...describeOrigin({ settings, image, mask, model, programVersion })],
        },
        {
          ...(hooks.signal && { signal: hooks.signal }),
          onProgress: (progress) => hooks.onProgress?.(progress),
          onPreview: (file) => preview?.write(file),
        },
      )
      const path = await save(seed, bytes)
      hooks.onSaved?.({ path, seed, ...size })
      // a preview that could not be written stops the run, but not before the picture is safe
      await preview?.finish()
    }
  })
}

/** Writes previews in order while the work goes on. */
export interface PreviewWriter {
  write(bytes: Uint8Array): void
  /** Waits for the last one; here the first fault shows. */
  finish(): Promise<void>
}

/** Where the pictures of a plan are put. */
export interface PictureOutput {
  /** Saves a picture under its seed and tells where. */
  save(seed: number, bytes: Uint8Array): Promise<string>
  openPreview(): PreviewWriter | undefined
}

/**
 * Does work with the folders of a target made, before the first step, so that nobody waits for pictures that cannot be saved. Folders
 * that were made for nothing go again.
 */
export async function withOutput(
  files: Files,
  { settings }: PicturePlan,
  { folder, preview }: PictureTarget,
  work: (output: PictureOutput) => Promise<void>,
): Promise<void> {
  const slug = slugify(settings.prompt)
  const made: string[] = []
  try {
    for (const path of preview ? [folder, dirname(preview.path)] : [folder]) made.unshift(...(await files.prepareFolder(path)))
    await work({
      save: (seed, bytes) => files.writeNew(folder, (attempt) => namePicture(seed, slug, attempt), bytes),
      openPreview: () => preview && createPreviewWriter(files, preview.path),
    })
  } finally {
    await files.removeEmpty(made)
  }
}

function createPreviewWriter(files: Files, path: string): PreviewWriter {
  let last: Promise<void> = Promise.resolve()
  return {
    write(bytes) {
      last = last.then(() => files.replace(path, bytes))
      // `finish` reports it; until then it must not count as unhandled
      last.catch(() => {})
    },
    finish: () => last,
  }
}

async function readGiven(files: Files, path: string): Promise<GivenPicture> {
  return { name: path, bytes: await files.read(path, MAX_INPUT_BYTES) }
}

async function measure(image: GivenPicture) {
  const { measurePicture } = await import('../../worker/pictures.ts')
  return measurePicture(image)
}
