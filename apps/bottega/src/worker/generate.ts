import type { Painter, PictureHooks, RgbImage } from '@bottega/engine'
import type { GeneratedPicture } from './host.ts'
import type { GenerateRequest } from './port.ts'

/** What the worker's loop may watch and stop. */
export interface GeneratorHooks extends Pick<PictureHooks, 'onProgress'> {
  readonly signal: AbortSignal
  /** A preview of each step, encoded, in order, all of them before the picture. */
  onPreview(bytes: Uint8Array): void
}

/** Makes pictures one after the other. */
export type Generator = (request: GenerateRequest, hooks: GeneratorHooks) => Promise<GeneratedPicture>

/** The worker's one act, from request to PNG. It keeps the model of the last request loaded, so that the next picture begins at once. */
export function createGenerator(): Generator {
  const borrowPainter = createPainterKeeper()

  return async function generate({ modelPath, settings, image, mask, preview: format, texts }, hooks) {
    const pictures = await import('./pictures.ts')
    const size = { width: settings.width, height: settings.height }
    const start = image && (await pictures.decodePicture(image, size))
    const inpaintMask = image && mask && (await pictures.decodeMask(mask, await pictures.measurePicture(image), size))

    hooks.onProgress?.({ phase: 'loading', step: 0, steps: settings.steps })
    const painter = await borrowPainter(modelPath)
    let previews = Promise.resolve()
    const onPreview = (preview: RgbImage) => {
      if (format === undefined) return
      previews = previews.then(async () => hooks.onPreview(await pictures.encodePreview(preview, size, format)))
      // awaited below; until then a failure must not count as unhandled
      previews.catch(() => {})
    }
    const painted = await painter.paint(
      { ...settings, ...(start && { image: start }), ...(inpaintMask && { mask: inpaintMask }) },
      { signal: hooks.signal, onProgress: (progress) => hooks.onProgress?.(progress), ...(format && { onPreview }) },
    )
    await previews
    const { width, height } = painted
    return { bytes: await pictures.encodePng(painted, texts), width, height }
  }
}

function createPainterKeeper(): (modelPath: string) => Promise<Painter> {
  let kept: { readonly modelPath: string; readonly painter: Painter } | undefined
  return async (modelPath) => {
    if (kept?.modelPath === modelPath) return kept.painter
    const { createPainter, createRuntime, openModel } = await import('@bottega/engine')
    const model = await openModel(modelPath)
    const last = kept
    kept = undefined
    await last?.painter.close()
    const painter = createPainter(model, createRuntime())
    kept = { modelPath, painter }
    return painter
  }
}
