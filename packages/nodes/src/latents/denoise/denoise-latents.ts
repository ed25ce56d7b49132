import { defineNode } from '../../engine-types.ts'
import { latentsOutput, saveLatents } from '../outputs.ts'
import { denoise } from './denoise.ts'
import { checkDenoiseInputs, denoiseInputs } from './inputs.ts'

/** Paints: latents out of noise, under prompts. */
export const denoiseLatents = defineNode({
  type: 'denoise_latents',
  schemaName: 'DenoiseLatentsInvocation',
  version: '1.6.0',
  title: 'Denoise - SD1.5, SDXL',
  category: 'latents',
  tags: ['latents', 'denoise', 'txt2img', 't2i', 't2l', 'img2img', 'i2i', 'l2l'],
  description:
    'Turns noise, or latents under noise, into latents that show what the prompts say. ' +
    'A prompt with a mask is for a part of the picture; each such part costs as much time as the whole.',
  inputs: denoiseInputs,
  output: latentsOutput,
  check: checkDenoiseInputs,
  run: async (context) => saveLatents(context, await denoise(context, context.inputs)),
})
