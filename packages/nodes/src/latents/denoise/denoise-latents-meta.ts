import { defineOutput, type JsonObject, metadataField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../../engine-types.ts'
import { latentsOutput, saveLatents } from '../outputs.ts'
import { denoise } from './denoise.ts'
import { checkDenoiseInputs, type DenoiseInputs, denoiseInputs } from './inputs.ts'

const output = defineOutput(
  'latents_meta_output',
  { metadata: metadataField({ description: 'The metadata' }), ...latentsOutput.fields },
  { description: 'Latents, and metadata that says how they were made.' },
)

/** Paints, and says how. */
export const denoiseLatentsMeta = defineNode({
  type: 'denoise_latents_meta',
  schemaName: 'DenoiseLatentsMetaInvocation',
  version: '1.2.0',
  title: 'Denoise - SD1.5, SDXL + Metadata',
  category: 'metadata',
  tags: ['latents', 'denoise', 'txt2img', 't2i', 't2l', 'img2img', 'i2i', 'l2l'],
  description:
    'Does what the denoiser does, and adds its settings to the metadata; of a key that is there already, its own counts.',
  inputs: { metadata: savedImageInputs.metadata, ...denoiseInputs },
  output,
  check: checkDenoiseInputs,
  async run(context) {
    const made = await saveLatents(context, await denoise(context, context.inputs))
    const { width, height } = made
    return { ...made, metadata: { ...context.inputs.metadata, width, height, ...describeSettings(context.inputs) } }
  },
})

function describeSettings(inputs: DenoiseInputs): JsonObject {
  const { unet, noise } = inputs
  return {
    steps: inputs.steps,
    cfg_scale: inputs.cfg_scale,
    cfg_rescale_multiplier: inputs.cfg_rescale_multiplier,
    denoising_start: inputs.denoising_start,
    denoising_end: inputs.denoising_end,
    scheduler: inputs.scheduler,
    model: unet.unet,
    hidiffusion: inputs.hidiffusion,
    hidiffusion_raunet: inputs.hidiffusion_raunet,
    hidiffusion_window_attn: inputs.hidiffusion_window_attn,
    hidiffusion_t1_ratio: inputs.hidiffusion_t1_ratio,
    hidiffusion_t2_ratio: inputs.hidiffusion_t2_ratio,
    ...(noise && { seed: noise.seed ?? null }),
  }
}
