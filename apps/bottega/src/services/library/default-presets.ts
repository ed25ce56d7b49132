/** A style preset that comes with the program. */
export interface DefaultPreset {
  readonly id: string
  readonly name: string
  readonly positivePrompt: string
  readonly negativePrompt: string
}

/** The style presets that come with the program; `{prompt}` marks where a person's own prompt goes. */
export const DEFAULT_PRESETS: readonly DefaultPreset[] = [
  {
    id: 'default_photograph',
    name: 'Photograph',
    positivePrompt: '{prompt}, photograph, natural light, sharp focus, fine detail',
    negativePrompt: 'drawing, painting, cartoon, blurred, overexposed',
  },
  {
    id: 'default_portrait',
    name: 'Portrait',
    positivePrompt: 'portrait of {prompt}, soft light from a window, shallow depth of field, calm background',
    negativePrompt: 'crowd, text, deformed, extra fingers, harsh flash',
  },
  {
    id: 'default_watercolour',
    name: 'Watercolour',
    positivePrompt: '{prompt}, watercolour on rough paper, loose brush strokes, soft edges, white ground',
    negativePrompt: 'photograph, hard outlines, dark background',
  },
  {
    id: 'default_oil_painting',
    name: 'Oil painting',
    positivePrompt: '{prompt}, oil painting, thick paint, visible brush strokes, warm light',
    negativePrompt: 'photograph, flat colours, smooth gradients',
  },
  {
    id: 'default_line_drawing',
    name: 'Line drawing',
    positivePrompt: '{prompt}, line drawing in black ink, clean contours, white background',
    negativePrompt: 'colour, shading, photograph, blurred',
  },
  {
    id: 'default_flat_illustration',
    name: 'Flat illustration',
    positivePrompt: '{prompt}, flat illustration, simple shapes, few clear colours, plain background',
    negativePrompt: 'photograph, texture, noise, gradients',
  },
  {
    id: 'default_product_shot',
    name: 'Product shot',
    positivePrompt: '{prompt}, centred on a plain light background, even studio light, soft shadow below',
    negativePrompt: 'people, clutter, text, dark corners',
  },
  {
    id: 'default_landscape',
    name: 'Landscape',
    positivePrompt: 'wide landscape, {prompt}, early morning, haze in the distance, clear foreground',
    negativePrompt: 'people, buildings, text, frame',
  },
]

/** Instructions for language models that every root starts with; their owner may change them. */
export const FIRST_SYSTEM_PROMPTS = [
  {
    name: 'Expand a prompt',
    content:
      'You write prompts for a program that paints pictures. Turn the idea that you are given into one paragraph of at most eighty words: name the subject, its surroundings, the light, the colours and the manner. Add nothing that contradicts the idea. Answer with the paragraph alone.',
  },
  {
    name: 'Describe a picture',
    content:
      'Describe the picture that you are given so that a program could paint it again: subject, surroundings, light, colours, manner and composition, in one paragraph of at most eighty words. Answer with the paragraph alone.',
  },
] as const
