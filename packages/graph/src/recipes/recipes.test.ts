import { expect, test } from 'vitest'
import type { Graph } from '../graph.ts'
import { parseGraph } from '../parse-graph.ts'
import { countingIds } from '../testing/graphs.ts'
import { sd1Catalogue } from '../testing/sd1-nodes.ts'
import { validateGraph } from '../validate.ts'
import { buildGraph, findRecipes, type PictureForm } from './build-graph.ts'
import type { InpaintForm, Recipe, TextToImageForm } from './form.ts'
import { buildImageToImageGraph } from './image-to-image.ts'
import { buildInpaintGraph } from './inpaint.ts'
import { buildMaskedGraph } from './masked.ts'
import { buildTextToImageGraph } from './text-to-image.ts'

const model = { key: 'm', hash: 'h', name: 'Fox', base: 'sd-1', type: 'main' }
const vae = { ...model, key: 'v', name: 'Clear', type: 'vae' }
const form: TextToImageForm = {
  model,
  positivePrompt: 'a fox',
  negativePrompt: 'a dog',
  seed: 5,
  width: 128,
  height: 64,
  steps: 4,
  guidanceScale: 7.5,
  scheduler: 'euler',
}
const imageForm = { ...form, image: { image_name: 'i.png' }, strength: 0.75 }
const inpaintForm: InpaintForm = { ...imageForm, mask: { image_name: 'm.png' } }
const paintedSize = { width: 256, height: 128 }

const suffixes = () => countingIds('')

/** A graph's edges as texts, with the ids' prefixes: they are what reads on. */
function edgesOf({ edges }: Graph): string[] {
  const prefix = (id: string) => id.split(':')[0]
  return edges
    .map(
      ({ source, destination }) =>
        `${prefix(source.node_id)}.${source.field} > ${prefix(destination.node_id)}.${destination.field}`,
    )
    .sort()
}

function nodeOf({ graph }: Recipe, prefix: string) {
  return Object.values(graph.nodes).find(({ id }) => id.startsWith(`${prefix}:`))
}

const shared = [
  'clip_skip.clip > neg_cond.clip',
  'clip_skip.clip > pos_cond.clip',
  'neg_cond.conditioning > neg_cond_collect.item',
  'neg_cond_collect.collection > denoise_latents.negative_conditioning',
  'negative_prompt.value > core_metadata.negative_prompt',
  'negative_prompt.value > neg_cond.prompt',
  'noise.noise > denoise_latents.noise',
  'pos_cond.conditioning > pos_cond_collect.item',
  'pos_cond_collect.collection > denoise_latents.positive_conditioning',
  'positive_prompt.value > core_metadata.positive_prompt',
  'positive_prompt.value > pos_cond.prompt',
  'sd1_model_loader.clip > clip_skip.clip',
  'sd1_model_loader.unet > denoise_latents.unet',
  'seed.value > core_metadata.seed',
  'seed.value > noise.seed',
]

test('wires a text to an image as the page of the reference does', () => {
  const recipe = buildTextToImageGraph(form, suffixes())
  expect(edgesOf(recipe.graph)).toEqual(
    [
      ...shared,
      'core_metadata.metadata > canvas_output.metadata',
      'denoise_latents.latents > canvas_output.latents',
      'sd1_model_loader.vae > canvas_output.vae',
    ].sort(),
  )
  expect(nodeOf(recipe, 'denoise_latents')).toMatchObject({
    steps: 4,
    cfg_scale: 7.5,
    cfg_rescale_multiplier: 0,
    scheduler: 'euler',
    denoising_start: 0,
    denoising_end: 1,
  })
  expect(nodeOf(recipe, 'noise')).toMatchObject({ width: 128, height: 64, use_cpu: true })
})

test('says which nodes batches and pages speak of', () => {
  const recipe = buildTextToImageGraph({ ...form, board: 'b' }, suffixes())
  const { nodes } = recipe.graph
  expect(nodes[recipe.seed]).toMatchObject({ type: 'integer', value: 5 })
  expect(nodes[recipe.positivePrompt]).toMatchObject({ type: 'string', value: 'a fox' })
  expect(nodes[recipe.negativePrompt]).toMatchObject({ type: 'string', value: 'a dog' })
  expect(recipe.output).toMatch(/^canvas_output:/)
  expect(nodes[recipe.output]).toMatchObject({ type: 'l2i', is_intermediate: false, use_cache: false, board: { board_id: 'b' } })
  const others = Object.values(nodes).filter(({ id }) => id !== recipe.output)
  expect(others.every(({ is_intermediate }) => is_intermediate)).toBe(true)
})

test('stages a picture without a board', () => {
  const recipe = buildTextToImageGraph({ ...form, isIntermediate: true }, suffixes())
  expect(recipe.graph.nodes[recipe.output]).toMatchObject({ is_intermediate: true })
  expect(recipe.graph.nodes[recipe.output]).not.toHaveProperty('board')
})

test('keeps with the picture how it was made, and what the form adds', () => {
  const recipe = buildTextToImageGraph({ ...form, clipSkip: 1, vae, metadata: { mood: 'calm' } }, suffixes())
  const identified = { key: 'm', hash: 'h', name: 'Fox', base: 'sd-1', type: 'main' }
  expect(nodeOf(recipe, 'core_metadata')).toMatchObject({
    generation_mode: 'txt2img',
    width: 128,
    height: 64,
    steps: 4,
    cfg_scale: 7.5,
    scheduler: 'euler',
    clip_skip: 1,
    seamless_x: false,
    seamless_y: false,
    rand_device: 'cpu',
    model: identified,
    vae: { key: 'v', name: 'Clear' },
    mood: 'calm',
  })
})

test('takes the autoencoder that was chosen, unless it is of another base', () => {
  const own = buildTextToImageGraph({ ...form, vae }, suffixes())
  expect(edgesOf(own.graph)).toContain('vae.vae > canvas_output.vae')
  const other = buildTextToImageGraph({ ...form, vae: { ...vae, base: 'sdxl' } }, suffixes())
  expect(edgesOf(other.graph)).toContain('sd1_model_loader.vae > canvas_output.vae')
  expect(nodeOf(other, 'core_metadata')).not.toHaveProperty('vae')
})

test('puts tiling between loader, denoiser and autoencoder', () => {
  const { graph } = buildTextToImageGraph({ ...form, vae, seamlessX: true }, suffixes())
  expect(edgesOf(graph)).toEqual(
    expect.arrayContaining([
      'sd1_model_loader.unet > seamless.unet',
      'vae.vae > seamless.vae',
      'seamless.unet > denoise_latents.unet',
      'seamless.vae > canvas_output.vae',
    ]),
  )
  expect(edgesOf(graph)).not.toContain('sd1_model_loader.unet > denoise_latents.unet')
})

test('starts from an image at the share that strength leaves of it', () => {
  const recipe = buildImageToImageGraph(imageForm, suffixes())
  expect(nodeOf(recipe, 'denoise_latents')).toMatchObject({ denoising_start: 0.25, denoising_end: 1 })
  expect(nodeOf(recipe, 'i2l')).toMatchObject({ image: { image_name: 'i.png' }, fp32: true })
  expect(edgesOf(recipe.graph)).toEqual(
    expect.arrayContaining(['sd1_model_loader.vae > i2l.vae', 'i2l.latents > denoise_latents.latents']),
  )
  expect(nodeOf(recipe, 'core_metadata')).toMatchObject({ generation_mode: 'img2img', strength: 0.75, init_image: 'i.png' })
})

test('paints at another size between two resizes', () => {
  const text = buildTextToImageGraph({ ...form, paintedSize }, suffixes())
  expect(nodeOf(text, 'noise')).toMatchObject(paintedSize)
  expect(text.graph.nodes[text.output]).toMatchObject({ type: 'img_resize', width: 128, height: 64 })
  expect(edgesOf(text.graph)).toContain('l2i.image > canvas_output.image')
  const image = buildImageToImageGraph({ ...imageForm, paintedSize }, suffixes())
  expect(nodeOf(image, 'resize_in')).toMatchObject({ type: 'img_resize', image: { image_name: 'i.png' }, ...paintedSize })
  expect(edgesOf(image.graph)).toEqual(expect.arrayContaining(['resize_in.image > i2l.image', 'l2i.image > canvas_output.image']))
})

test.each([
  ['of other proportions gives its middle', { width: 300, height: 300 }, { x: 0, y: 75, width: 300, height: 150 }],
  ['that is too wide gives its middle', { width: 400, height: 100 }, { x: 100, y: 0, width: 200, height: 100 }],
  ['of the same proportions gives all of it', { width: 256, height: 128 }, undefined],
])('an image to start from %s', (_, imageSize, rectangle) => {
  const recipe = buildImageToImageGraph({ ...imageForm, imageSize }, suffixes())
  const image = { image_name: 'i.png' }
  const first = nodeOf(recipe, rectangle ? 'crop_in' : 'resize_in')
  expect(first).toMatchObject(rectangle ? { type: 'img_crop', image, ...rectangle } : { type: 'img_resize', image })
  expect(nodeOf(recipe, 'resize_in')).toMatchObject({ type: 'img_resize', width: 128, height: 64 })
  expect(edgesOf(recipe.graph)).toContain('resize_in.image > i2l.image')
})

test('an image of the right size is left as it is', () => {
  const recipe = buildImageToImageGraph({ ...imageForm, imageSize: { width: 128, height: 64 } }, suffixes())
  expect(recipe).toEqual(buildImageToImageGraph(imageForm, suffixes()))
})

const mask = [
  'create_gradient_mask.denoise_mask > denoise_latents.denoise_mask',
  'create_gradient_mask.expanded_mask_area > expand_mask_with_fade.mask',
  'sd1_model_loader.unet > create_gradient_mask.unet',
  'sd1_model_loader.vae > create_gradient_mask.vae',
]

test('paints a part anew and blends it into the image', () => {
  const recipe = buildInpaintGraph(
    { ...inpaintForm, fadeSize: 8, edgeRadius: 4, minimumDenoise: 0.1, coherenceMode: 'Staged' },
    suffixes(),
  )
  expect(edgesOf(recipe.graph)).toEqual(
    [
      ...shared,
      ...mask,
      'core_metadata.metadata > canvas_output.metadata',
      'denoise_latents.latents > l2i.latents',
      'expand_mask_with_fade.image > canvas_output.mask',
      'i2l.latents > denoise_latents.latents',
      'l2i.image > canvas_output.layer_upper',
      'sd1_model_loader.vae > i2l.vae',
      'sd1_model_loader.vae > l2i.vae',
    ].sort(),
  )
  expect(recipe.graph.nodes[recipe.output]).toMatchObject({ type: 'invokeai_img_blend', layer_base: { image_name: 'i.png' } })
  expect(nodeOf(recipe, 'create_gradient_mask')).toMatchObject({
    image: { image_name: 'i.png' },
    mask: { image_name: 'm.png' },
    coherence_mode: 'Staged',
    minimum_denoise: 0.1,
    edge_radius: 4,
  })
  expect(nodeOf(recipe, 'expand_mask_with_fade')).toMatchObject({ fade_size_px: 8 })
  expect(nodeOf(recipe, 'core_metadata')).toMatchObject({ generation_mode: 'inpaint' })
})

test('paints a part anew and keeps the rest to the pixel', () => {
  const recipe = buildMaskedGraph({ ...inpaintForm, isExact: true, blendMask: { image_name: 'b.png' } }, suffixes())
  expect(edgesOf(recipe.graph)).toEqual(
    [
      ...shared,
      'core_metadata.metadata > canvas_output.metadata',
      'create_denoise_mask.denoise_mask > denoise_latents.denoise_mask',
      'denoise_latents.latents > l2i.latents',
      'i2l.latents > denoise_latents.latents',
      'l2i.image > canvas_output.layer_upper',
      'sd1_model_loader.vae > create_denoise_mask.vae',
      'sd1_model_loader.vae > i2l.vae',
      'sd1_model_loader.vae > l2i.vae',
    ].sort(),
  )
  expect(nodeOf(recipe, 'create_denoise_mask')).toMatchObject({ image: { image_name: 'i.png' }, mask: { image_name: 'm.png' } })
  expect(recipe.graph.nodes[recipe.output]).toMatchObject({ layer_base: { image_name: 'i.png' }, mask: { image_name: 'b.png' } })
  const plain = buildMaskedGraph({ ...inpaintForm, isExact: true }, suffixes())
  expect(plain.graph.nodes[plain.output]).toMatchObject({ mask: { image_name: 'm.png' } })
})

test('gives the painted part alone when that is asked for', () => {
  const recipe = buildInpaintGraph({ ...inpaintForm, isCutOut: true }, suffixes())
  expect(recipe.graph.nodes[recipe.output]).toMatchObject({ type: 'apply_mask_to_image', invert_mask: true })
  expect(edgesOf(recipe.graph)).toEqual(
    expect.arrayContaining(['l2i.image > canvas_output.image', 'expand_mask_with_fade.image > canvas_output.mask']),
  )
})

test('adds noise where a noise mask says so', () => {
  const recipe = buildInpaintGraph({ ...inpaintForm, noiseMask: { image_name: 'n.png' } }, suffixes())
  expect(nodeOf(recipe, 'inpaint_noise')).toMatchObject({
    image: { image_name: 'i.png' },
    mask: { image_name: 'n.png' },
    amount: 1,
  })
  expect(edgesOf(recipe.graph)).toEqual(
    expect.arrayContaining(['seed.value > inpaint_noise.seed', 'inpaint_noise.image > i2l.image']),
  )
})

test('brings image, masks and result to size when a part is painted at another', () => {
  const recipe = buildInpaintGraph({ ...inpaintForm, paintedSize, noiseMask: { image_name: 'n.png' } }, suffixes())
  expect(edgesOf(recipe.graph)).toEqual(
    expect.arrayContaining([
      'resize_in.image > inpaint_noise.image',
      'resize_noise_mask_in.image > inpaint_noise.mask',
      'resize_in.image > create_gradient_mask.image',
      'resize_mask_in.image > create_gradient_mask.mask',
      'expand_mask_with_fade.image > resize_mask_out.image',
      'l2i.image > resize_out.image',
      'resize_out.image > canvas_output.layer_upper',
      'resize_mask_out.image > canvas_output.mask',
    ]),
  )
  expect(nodeOf(recipe, 'resize_out')).toMatchObject({ width: 128, height: 64 })
})

const variants = [
  {},
  { vae },
  { seamlessX: true, seamlessY: true, vae },
  { paintedSize },
  { board: 'b', guidanceRescale: 0.5, clipSkip: 2 },
]
const builders = [
  ...variants.map((variant) => () => buildTextToImageGraph({ ...form, ...variant }, suffixes())),
  ...variants.map((variant) => () => buildImageToImageGraph({ ...imageForm, ...variant }, suffixes())),
  ...variants.flatMap((variant) =>
    [{}, { isCutOut: true }, { noiseMask: { image_name: 'n.png' } }].map(
      (more) => () => buildInpaintGraph({ ...inpaintForm, ...variant, ...more }, suffixes()),
    ),
  ),
  () => buildMaskedGraph({ ...inpaintForm, isExact: true }, suffixes()),
]

test.each(builders.map((build, at) => [at, build] as const))(
  'every recipe is a valid graph of nodes that say what they need (%i)',
  (_, build) => {
    const { graph } = build()
    const parsed = parseGraph(graph, { catalogue: sd1Catalogue, newId: countingIds() })
    expect(parsed).toEqual(graph)
    const topology = validateGraph(parsed, sd1Catalogue)
    for (const { node, inputs } of topology) {
      for (const [name, field] of Object.entries(sd1Catalogue.get(node.type)?.inputs ?? {})) {
        const isGiven = field.isOptional || field.default !== undefined || node[name] !== undefined
        expect(isGiven || inputs.some(({ toField }) => toField === name), `${node.id} has its ${name}`).toBe(true)
      }
    }
  },
)

const ways: readonly (readonly [way: string, form: PictureForm, built: Recipe])[] = [
  ['a text alone', form, buildTextToImageGraph(form, suffixes())],
  ['an image to start from', imageForm, buildImageToImageGraph(imageForm, suffixes())],
  ['a mask', inpaintForm, buildInpaintGraph(inpaintForm, suffixes())],
  ['an exact mask', { ...inpaintForm, isExact: true }, buildMaskedGraph({ ...inpaintForm, isExact: true }, suffixes())],
]

test.each(ways)('one door builds what a form with %s asks for, whatever the base of the model', (_, asked, built) => {
  expect(buildGraph(asked, suffixes())).toEqual(built)
})

test('a form with a model that nothing is built for is refused by the name of the model', () => {
  const foreign = { ...form, model: { ...model, name: 'Swan', base: 'flux' } }
  expect(() => buildGraph(foreign, suffixes())).toThrow(/Swan.*flux.*Choose another model/)
  expect(findRecipes('constructor')).toEqual({})
})
