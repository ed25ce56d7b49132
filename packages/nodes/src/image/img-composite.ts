import { booleanField, imageField, integerField, savedImageInputs, stringField } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { distanceFrom, type Rgba } from '../pixels/color-distance.ts'
import { compositeOver } from '../pixels/composite.ts'
import { centerPicture, containPicture, coverPicture } from '../pixels/fit.ts'
import { toRgba } from '../pixels/modes.ts'
import { copyPicture } from '../pixels/region.ts'
import { resizePicture } from '../pixels/resize.ts'
import { parseKeyColor } from './key-color.ts'

/** A subject before another background. */
export const imgComposite = defineNode({
  type: 'invokeai_img_composite',
  schemaName: 'InvokeImageCompositorInvocation',
  version: '1.2.0',
  title: 'Image Compositor',
  category: 'image',
  tags: ['image', 'compose', 'chroma', 'key'],
  description:
    'Takes the plain backdrop away from behind a subject and lays it over a background. The backdrop is what is like the key colour, anywhere, or without a key what is like a corner and connected with it. The subject is brought to the size of the background: wholly inside it or filling it, whichever its proportions and the two flags say, or stretched with both. Offsets move it right and up, around the edges.',
  inputs: {
    ...savedImageInputs,
    image_subject: imageField({ description: 'The subject on a plain backdrop' }),
    image_background: imageField({ description: 'The background' }),
    chroma_key: stringField({
      default: '',
      description: 'The colour of the backdrop: a CSS colour, or (r, g, b) or (r, g, b, a)',
    }),
    threshold: integerField({
      min: 0,
      default: 50,
      description: 'How far from the backdrop a colour may be, and still belongs to it',
    }),
    fill_x: booleanField({ default: false, description: 'Whether to fit the subject to the width' }),
    fill_y: booleanField({ default: true, description: 'Whether to fit the subject to the height' }),
    x_offset: integerField({ default: 0, description: 'Pixels to move the subject right' }),
    y_offset: integerField({ default: 0, description: 'Pixels to move the subject up' }),
  },
  output: imageOutput,
  async run({ inputs, images }) {
    const background = toRgba(await images.load(inputs.image_background))
    const subject = toRgba(await images.load(inputs.image_subject))
    const key = inputs.chroma_key.trim()
    const isolated =
      key === '' ? removeCorners(subject, inputs.threshold) : removeKey(subject, await parseKeyColor(key), inputs.threshold)
    const fitted = fitTo(isolated, background, { sideways: inputs.fill_x, upright: inputs.fill_y })
    return images.save(compositeOver(background, shiftAround(fitted, inputs.x_offset, -inputs.y_offset)))
  },
})

const pixelAt = (data: Uint8Array, at: number): Rgba => [
  data[at * 4] as number,
  data[at * 4 + 1] as number,
  data[at * 4 + 2] as number,
  data[at * 4 + 3] as number,
]

/** Makes transparent what lies nearer to a colour than a distance. */
function removeKey(picture: Picture, key: Rgba, threshold: number): Picture {
  const data = picture.data.slice()
  for (let at = 0; at < data.length / 4; at++) {
    if (distanceFrom(key, data, at) < threshold) data.fill(0, at * 4, at * 4 + 4)
  }
  return { ...picture, data }
}

/** Makes transparent what is like a corner, all differences added, and connected with it sideways or up and down. */
function removeCorners(picture: Picture, threshold: number): Picture {
  const { width, height } = picture
  const data = picture.data.slice()
  const corners = [0, (height - 1) * width, width - 1, height * width - 1]
  for (const corner of corners) flood(data, width, corner, threshold)
  return { ...picture, data }
}

function flood(data: Uint8Array, width: number, start: number, threshold: number): void {
  const backdrop = pixelAt(data, start)
  if (backdrop.every((value) => value === 0)) return
  const isBackdrop = (at: number) =>
    pixelAt(data, at).reduce((sum, value, channel) => sum + Math.abs(value - (backdrop[channel] as number)), 0) <= threshold
  const seen = new Uint8Array(data.length / 4)
  const pending = [start]
  const visit = (at: number) => {
    if (at < 0 || at >= seen.length || seen[at] === 1) return
    seen[at] = 1
    if (isBackdrop(at)) pending.push(at)
  }
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    data.fill(0, at * 4, at * 4 + 4)
    if (at % width > 0) visit(at - 1)
    if (at % width < width - 1) visit(at + 1)
    visit(at - width)
    visit(at + width)
  }
}

interface Fit {
  readonly sideways: boolean
  readonly upright: boolean
}

/** The subject in the size of the background, in the middle of it. */
function fitTo(subject: Picture, background: Picture, { sideways, upright }: Fit): Picture {
  if (sideways && upright) return resizePicture(subject, background, 'bicubic')
  if (!sideways && !upright) return centerPicture(subject, background)
  // a wide subject fits inside by its width and fills by its height, a narrow one the other way round
  const isWide = subject.width * background.height > background.width * subject.height
  return (sideways === isWide ? containPicture : coverPicture)(subject, background)
}

/** A picture moved, what leaves it at one edge coming back at the other. */
function shiftAround(picture: Picture, right: number, down: number): Picture {
  if (right === 0 && down === 0) return picture
  const { width, height } = picture
  const wrap = (at: number, length: number) => ((at % length) + length) % length
  const shifted = { ...picture, data: new Uint8Array(picture.data.length) }
  const [x, y] = [wrap(right, width), wrap(down, height)]
  for (const left of [x, x - width]) for (const top of [y, y - height]) copyPicture(picture, shifted, { x: left, y: top })
  return shifted
}
