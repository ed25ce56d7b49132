import type { MainModelSettings, ModelBase } from '@bottega/contracts'

/*
 * The settings that models start with: what is usual for an architecture, and which filter a control adapter is fed by.
 */

type Usual = Pick<MainModelSettings, 'width' | 'height' | 'steps' | 'cfg_scale' | 'guidance'>

const square = (side: number, steps?: number, guidanceScale?: number): Usual => ({
  width: side,
  height: side,
  ...(steps !== undefined && { steps }),
  ...(guidanceScale !== undefined && { cfg_scale: guidanceScale }),
})

const BY_BASE: Readonly<Partial<Record<ModelBase, Usual>>> = {
  'sd-1': square(512),
  'sd-2': square(768),
  sdxl: square(1024),
  'z-image': square(1024, 9, 1),
  flux2: square(1024, 28),
  'qwen-image': square(1024, 40, 4),
  'krea-2': square(1024, 8, 1),
  anima: square(1024, 35, 4.5),
  'ernie-image': square(1024, 50, 4),
  'ideogram-4': square(1024, 48, 7),
  wan: square(1024, 40, 4),
}

/** By base and variant, where the variant differs from the base. */
const BY_VARIANT: Readonly<Record<string, Usual>> = {
  'z-image zbase': square(1024, 50, 4),
  'flux2 klein_4b': square(1024, 4),
  'flux2 klein_9b': square(1024, 4),
  'flux2 dev': { ...square(1024, 28), guidance: 3.5 },
  'krea-2 krea2_base': square(1024, 28, 5.5),
  'wan ti2v_5b': square(1024, 30, 5),
}

/** The settings that are usual for models of an architecture. */
export function chooseUsualSettings(base: ModelBase, variant: string | undefined): Usual {
  return BY_VARIANT[`${base} ${variant ?? ''}`] ?? BY_BASE[base] ?? {}
}

/** The filters that control adapters are fed by, by a word in the adapter's name; the first that fits counts. */
const PREPROCESSORS: readonly (readonly [word: RegExp, preprocessor: string])[] = [
  [/canny/, 'canny_image_processor'],
  [/mlsd/, 'mlsd_image_processor'],
  [/depth/, 'depth_anything_image_processor'],
  [/bae|normal/, 'normalbae_image_processor'],
  [/sketch/, 'pidi_image_processor'],
  [/scribble/, 'lineart_image_processor'],
  [/lineart.anime/, 'lineart_anime_image_processor'],
  [/lineart/, 'lineart_image_processor'],
  [/soft|hed/, 'hed_image_processor'],
  [/shuffle/, 'content_shuffle_image_processor'],
  [/pose/, 'dw_openpose_image_processor'],
  [/mediapipe/, 'mediapipe_face_processor'],
  [/pidi/, 'pidi_image_processor'],
  [/zoe/, 'zoe_depth_image_processor'],
  [/color/, 'color_map_image_processor'],
]

/** The filter that a control adapter of this name is fed by; null when the name does not tell. */
export function choosePreprocessor(name: string): string | null {
  return PREPROCESSORS.find(([word]) => word.test(name.toLowerCase()))?.[1] ?? null
}
