import { booleanField, floatField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { invert, toGrey, toModeOf, toRgb } from '../pixels/modes.ts'

const factor = (what: string) => floatField({ min: 0, default: 1, description: `How much ${what}: 1 leaves it, 0 takes it away` })

/** An image with more or less colour, contrast, brightness and sharpness. */
export const imgEnhance = defineNode({
  type: 'invokeai_img_enhance',
  schemaName: 'InvokeImageEnhanceInvocation',
  version: '1.2.1',
  title: 'Enhance Image',
  category: 'image',
  tags: ['enhance', 'image'],
  description:
    'Inverts an image if that is asked for, which drops transparency, and then gives it more or less colour, contrast (around its mean brightness), brightness and sharpness, in this order. Opacity stays otherwise.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    invert: booleanField({ default: false, description: 'Whether to invert the colours first' }),
    color: factor('colour'),
    contrast: factor('contrast'),
    brightness: factor('brightness'),
    sharpness: factor('sharpness'),
  },
  output: imageOutput,
  async run({ inputs: { image, invert: isInverted, color, contrast, brightness, sharpness }, images }) {
    const picture = await images.load(image)
    const start = isInverted ? invert(picture.channels === 4 ? toRgb(picture) : picture) : picture
    const colored = moveFrom(start, color, greyedOf)
    const contrasted = moveFrom(colored, contrast, meanOf)
    const lit = moveFrom(contrasted, brightness, blackOf)
    return images.save(moveFrom(lit, sharpness, softenedOf))
  },
})

/** Goes away from the picture that has nothing of a quality, through this one, so far that 1 is this one; opacity stays. */
function moveFrom(picture: Picture, amount: number, makePlain: (picture: Picture) => Uint8Array | Float32Array): Picture {
  if (amount === 1) return picture
  const { data, channels } = picture
  const plain = makePlain(picture)
  const moved = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at++) {
    const without = plain[at] as number
    moved[at] = Math.min(255, Math.max(0, without + amount * ((data[at] as number) - without))) + 0.5
  }
  if (channels === 4) for (let at = 3; at < data.length; at += 4) moved[at] = data[at] as number
  return { ...picture, data: moved }
}

const greyedOf = (picture: Picture) => toModeOf(picture, toGrey(picture)).data

const blackOf = ({ data }: Picture) => new Uint8Array(data.length)

function meanOf(picture: Picture): Uint8Array {
  const grey = toGrey(picture).data
  const mean = Math.round(grey.reduce((sum, value) => sum + value, 0) / grey.length)
  return new Uint8Array(picture.data.length).fill(mean)
}

/** Each pixel with a thirteenth of its eight neighbours and five of itself; those at the edges stay. */
function softenedOf({ data, width, height, channels }: Picture): Float32Array {
  const softened = new Float32Array(data)
  const stride = width * channels
  for (let row = stride; row < (height - 1) * stride; row += stride) {
    for (let at = row + channels; at < row + stride - channels; at++) {
      let sum = 4 * (data[at] as number)
      for (let near = at - stride; near <= at + stride; near += stride) {
        sum += (data[near - channels] as number) + (data[near] as number) + (data[near + channels] as number)
      }
      softened[at] = sum / 13
    }
  }
  return softened
}
