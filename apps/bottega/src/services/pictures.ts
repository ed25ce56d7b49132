import { dirname } from 'node:path'
import { EngineError, openModel, type PictureProgress, type SchedulerId, startSchedulerRun } from '@bottega/engine'
import type { Files } from '../files/files.ts'
import { namePicture, slugify } from '../files/names.ts'
import type { WorkerHost } from '../worker/host.ts'
import type { GivenPicture, PictureSettings } from '../worker/port.ts'
import { chooseDefaults, loadModelCard } from './model-card.ts'
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
  const { steps = usual.steps, scheduler = usual.scheduler } = order
  // what the scheduler cannot do shows now, not after the model is loaded
  startSchedulerRun(scheduler, model.parts.schedulerConfig, { steps })
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
      denoisingStart: image ? 1 - (order.strength ?? DEFAULT_STRENGTH) : 0,
      denoisingEnd: 1,
    },
    image,
    mask,
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
  const { preview } = target
  const slug = slugify(plan.settings.prompt)
  // before the first step, so that nobody waits for pictures that cannot be saved
  const folders = preview ? [target.folder, dirname(preview.path)] : [target.folder]
  const made: string[] = []
  try {
    for (const folder of folders) made.unshift(...(await files.prepareFolder(folder)))
    for (const [index, seed] of plan.seeds.entries()) {
      hooks.onStart?.(seed, index)
      const settings = { ...plan.settings, seed }
      const { image, mask, model } = plan
      const showPreview = preview ? createPreviewWriter(files, preview.path) : undefined
      const { bytes, ...size } = await worker.generate(
        {
          modelPath: model.path,
          settings,
          image,
          mask,
          preview: preview?.format,
          texts: [...describeOrigin({ settings, image, mask, model, programVersion })],
        },
        {
          ...(hooks.signal && { signal: hooks.signal }),
          onProgress: (progress) => hooks.onProgress?.(progress),
          onPreview: (file) => showPreview?.write(file),
        },
      )
      const path = await files.writeNew(target.folder, (attempt) => namePicture(seed, slug, attempt), bytes)
      hooks.onSaved?.({ path, seed, ...size })
      // a preview that could not be written stops the run, but not before the picture is safe
      await showPreview?.finish()
    }
  } finally {
    await files.removeEmpty(made)
  }
}

/** Writes previews in order while the worker goes on; the first fault shows at the end. */
function createPreviewWriter(files: Files, path: string) {
  let last: Promise<void> = Promise.resolve()
  return {
    write(bytes: Uint8Array): void {
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
  const { measurePicture } = await import('../worker/pictures.ts')
  return measurePicture(image)
}
