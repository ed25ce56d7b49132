import { createCatalogue } from '../catalogue.ts'
import { defineNode, defineOutput } from '../define-node.ts'
import {
  booleanField,
  clipField,
  conditioningField,
  denoiseMaskField,
  enumField,
  type Fields,
  floatField,
  imageField,
  integerField,
  latentsField,
  metadataField,
  modelIdentifierField,
  oneOrMany,
  optional,
  savedImageInputs,
  schedulerField,
  seedField,
  stringField,
  tensorField,
  unetField,
  vaeField,
} from '../fields/index.ts'
import { testNodes } from './nodes.ts'

/*
 * The nodes that the recipes name, with the inputs and outputs of the contract but without their work.
 */

const connection = { input: 'connection' } as const
const precision = { fp32: booleanField({ default: false }) }
const size = (min: number, step = 1) => ({
  width: integerField({ exclusiveMin: min, default: 512, ...(step > 1 && { multipleOf: step }) }),
  height: integerField({ exclusiveMin: min, default: 512, ...(step > 1 && { multipleOf: step }) }),
})

function declare(type: string, inputs: Fields, outputs: Fields) {
  return defineNode({
    type,
    version: '1.0.0',
    title: type,
    category: 'test',
    acceptsExtras: type === 'core_metadata',
    inputs,
    output: defineOutput(`${type}_output`, outputs),
    run: () => {
      throw new Error(`${type} does not run in tests`)
    },
  })
}

const image = { image: imageField(), width: integerField(), height: integerField() }
const latents = { latents: latentsField(), width: integerField(), height: integerField() }

/** The nodes of Stable Diffusion 1 graphs beside those of the other tests. */
export const sd1Catalogue = createCatalogue([
  ...testNodes,
  declare(
    'main_model_loader',
    { model: modelIdentifierField({ types: ['main'], bases: ['sd-1', 'sd-2'] }) },
    { vae: vaeField(), clip: clipField(), unet: unetField() },
  ),
  declare('vae_loader', { vae_model: modelIdentifierField({ types: ['vae'] }) }, { vae: vaeField() }),
  declare(
    'clip_skip',
    { clip: clipField(connection), skipped_layers: integerField({ min: 0, default: 0 }) },
    { clip: optional(clipField()) },
  ),
  declare(
    'seamless',
    {
      unet: optional(unetField(connection)),
      vae: optional(vaeField(connection)),
      seamless_y: booleanField({ default: true }),
      seamless_x: booleanField({ default: true }),
    },
    { unet: optional(unetField()), vae: optional(vaeField()) },
  ),
  declare(
    'compel',
    { prompt: stringField({ default: '', component: 'textarea' }), clip: clipField(), mask: optional(tensorField()) },
    { conditioning: conditioningField() },
  ),
  declare(
    'noise',
    { seed: seedField(), ...size(0, 8), use_cpu: booleanField({ default: true }) },
    { noise: latentsField(), width: integerField(), height: integerField() },
  ),
  declare(
    'denoise_latents',
    {
      positive_conditioning: oneOrMany(conditioningField(connection)),
      negative_conditioning: oneOrMany(conditioningField(connection)),
      noise: optional(latentsField(connection)),
      steps: integerField({ exclusiveMin: 0, default: 10 }),
      cfg_scale: oneOrMany(floatField(), { default: 7.5 }),
      denoising_start: floatField({ min: 0, max: 1, default: 0 }),
      denoising_end: floatField({ min: 0, max: 1, default: 1 }),
      scheduler: schedulerField(),
      unet: unetField(connection),
      cfg_rescale_multiplier: floatField({ min: 0, exclusiveMax: 1, default: 0 }),
      latents: optional(latentsField(connection)),
      denoise_mask: optional(denoiseMaskField(connection)),
    },
    latents,
  ),
  declare('l2i', { ...savedImageInputs, latents: latentsField(connection), vae: vaeField(connection), ...precision }, image),
  declare('i2l', { image: imageField(), vae: vaeField(connection), ...precision }, latents),
  declare('img_resize', { ...savedImageInputs, image: imageField(), ...size(0) }, image),
  declare(
    'img_noise',
    {
      ...savedImageInputs,
      image: imageField(),
      mask: optional(imageField()),
      seed: seedField(),
      noise_type: enumField(['gaussian', 'salt_and_pepper'], { default: 'gaussian' }),
      amount: floatField({ min: 0, max: 1, default: 0.1 }),
      noise_color: booleanField({ default: true }),
    },
    image,
  ),
  declare(
    'create_gradient_mask',
    {
      mask: imageField(),
      edge_radius: integerField({ min: 0, default: 16 }),
      coherence_mode: enumField(['Gaussian Blur', 'Box Blur', 'Staged'], { default: 'Gaussian Blur' }),
      minimum_denoise: floatField({ min: 0, max: 1, default: 0 }),
      image: optional(imageField()),
      unet: optional(unetField(connection)),
      vae: optional(vaeField(connection)),
      ...precision,
    },
    { denoise_mask: denoiseMaskField(), expanded_mask_area: imageField() },
  ),
  declare(
    'create_denoise_mask',
    { vae: vaeField(connection), image: optional(imageField()), mask: imageField(), ...precision },
    { denoise_mask: denoiseMaskField() },
  ),
  declare(
    'expand_mask_with_fade',
    { ...savedImageInputs, mask: imageField(), fade_size_px: integerField({ min: 0, default: 32 }) },
    image,
  ),
  declare(
    'invokeai_img_blend',
    { ...savedImageInputs, layer_upper: imageField(), layer_base: imageField(), mask: optional(imageField()) },
    image,
  ),
  declare(
    'apply_mask_to_image',
    { ...savedImageInputs, image: imageField(), mask: imageField(), invert_mask: booleanField({ default: false }) },
    image,
  ),
  declare(
    'core_metadata',
    {
      generation_mode: optional(enumField(['txt2img', 'img2img', 'inpaint', 'outpaint'])),
      positive_prompt: optional(stringField()),
      negative_prompt: optional(stringField()),
      width: optional(integerField()),
      height: optional(integerField()),
      seed: optional(integerField()),
      rand_device: optional(stringField()),
      cfg_scale: optional(floatField()),
      cfg_rescale_multiplier: optional(floatField()),
      steps: optional(integerField()),
      scheduler: optional(stringField()),
      seamless_x: optional(booleanField()),
      seamless_y: optional(booleanField()),
      clip_skip: optional(integerField()),
      model: optional(modelIdentifierField()),
      vae: optional(modelIdentifierField()),
      strength: optional(floatField()),
      init_image: optional(stringField()),
    },
    { metadata: metadataField() },
  ),
])
