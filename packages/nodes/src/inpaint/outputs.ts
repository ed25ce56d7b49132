import { defineOutput, denoiseMaskField, imageField } from '@bottega/graph'

const denoise_mask = denoiseMaskField({ description: 'The mask for the denoiser: 0 is painted anew, 1 is kept' })

/** A mask for the denoiser. */
export const denoiseMaskOutput = defineOutput(
  'denoise_mask_output',
  { denoise_mask },
  { description: 'A mask for the denoiser.' },
)

/** A mask with a gradient at its edge, and an image of all that it changes. */
export const gradientMaskOutput = defineOutput(
  'gradient_mask_output',
  {
    denoise_mask,
    expanded_mask_area: imageField({ description: 'All that changes, black, for putting the result back into the picture' }),
  },
  { description: 'A mask with a gradient at its edge.' },
)
