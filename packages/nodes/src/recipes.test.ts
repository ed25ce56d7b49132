import { createPainter, createRuntime, type Painter, type PictureRequest } from '@bottega/engine'
import {
  buildGraph,
  buildImageToImageGraph,
  buildInpaintGraph,
  buildTextToImageGraph,
  type InpaintForm,
  parseGraph,
  type Recipe,
  type TextToImageForm,
  validateGraph,
} from '@bottega/graph'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LoadedCheckpoint, Picture } from './engine-types.ts'
import { CATALOGUE } from './index.ts'
import { openStarter, type SavedPicture, STARTER, Studio } from './testing/studio.ts'

/*
 * The graphs that the page and the commands build, run to their end on the starter model.
 */

const SIDE = 64

const form: TextToImageForm = {
  model: STARTER,
  positivePrompt: 'a red apple on a light blue background',
  negativePrompt: 'a fox',
  seed: 7,
  width: SIDE,
  height: SIDE,
  steps: 4,
  guidanceScale: 2,
  scheduler: 'dpmpp_2m_k',
}
const request: PictureRequest = {
  prompt: form.positivePrompt,
  negativePrompt: form.negativePrompt,
  width: SIDE,
  height: SIDE,
  steps: form.steps,
  guidanceScale: form.guidanceScale,
  guidanceRescale: 0,
  scheduler: 'dpmpp_2m_k',
  seed: form.seed,
  clipSkip: 0,
  denoisingStart: 0,
  denoisingEnd: 1,
}

let starter: LoadedCheckpoint
let painter: Painter
let studio: Studio

beforeAll(async () => {
  starter = await openStarter()
  painter = createPainter(starter.model, createRuntime())
})

beforeEach(() => {
  studio = new Studio()
  studio.addModel(STARTER, starter)
})

afterAll(async () => {
  await starter.pipeline.close()
  await painter.close()
})

/** Ids that count up in place of chance. */
function countUp(): () => string {
  let count = 0
  return () => `${count++}`
}

/** Takes a recipe's graph in as an enqueue does, runs it, and gives what its last node saved. */
async function run({ graph, output }: Recipe): Promise<SavedPicture> {
  const parsed = parseGraph(graph, { catalogue: CATALOGUE, newId: countUp() })
  validateGraph(parsed, CATALOGUE)
  const outputs = await studio.runGraph(parsed, CATALOGUE)
  const image = outputs.get(output)?.image as unknown as { readonly image_name: string }
  return studio.images.get(image.image_name)
}

/** Smooth in both directions, so that an autoencoder can hold it. */
const sketch = (width = SIDE, height = SIDE): Picture & { readonly channels: 3 } => ({
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)]
    return 128 + 100 * Math.sin(x / 20 + (at % 3)) * Math.cos(y / 25)
  }),
  width,
  height,
  channels: 3,
})

/** Black, to be painted anew, right of a column. */
const maskFrom = (column: number, width = SIDE, height = SIDE): Picture => ({
  data: Uint8Array.from({ length: width * height }, (_, at) => (at % width < column ? 255 : 0)),
  width,
  height,
  channels: 1,
})

const columnsOf = ({ data, width, channels }: Picture, from: number, to: number) =>
  data.filter((_, at) => {
    const x = Math.floor(at / channels) % width
    return x >= from && x < to
  })

const distance = (one: Uint8Array, other: Uint8Array) =>
  one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? Number.NaN)), 0) / one.length

describe('text to image', () => {
  test.for([
    ['as the form comes', {}, {}],
    ['with CLIP skip and rescaled guidance', { clipSkip: 1, guidanceRescale: 0.7 }, { clipSkip: 1, guidanceRescale: 0.7 }],
    [
      'with weights, and a scheduler that draws',
      { positivePrompt: 'an (apple)1.4', scheduler: 'euler_a' },
      { prompt: 'an (apple)1.4', scheduler: 'euler_a' },
    ],
  ] as const)('is the picture of a painter, to the byte: %s', async ([, changes, requestChanges]) => {
    const { picture } = await run(buildTextToImageGraph({ ...form, ...changes }, countUp()))
    const painted = await painter.paint({ ...request, ...requestChanges })
    expect(picture).toEqual({ ...painted, channels: 3 })
  })

  test('a picture that tiles is another one, by the node that makes it so', async () => {
    const { picture } = await run(buildTextToImageGraph({ ...form, seamlessX: true }, countUp()))
    const { picture: plain } = await run(buildTextToImageGraph(form, countUp()))
    expect(picture).toMatchObject({ width: SIDE, height: SIDE })
    expect(distance(picture.data, plain.data)).toBeGreaterThan(1)
  })

  test('painted at one size and brought to another', async () => {
    const resized = { ...form, width: 100, height: 90, paintedSize: { width: SIDE, height: SIDE } }
    const { picture } = await run(buildTextToImageGraph(resized, countUp()))
    expect(picture).toMatchObject({ width: 100, height: 90 })
  })

  test('the picture is saved with its metadata, on its board', async () => {
    const { node } = await run(buildTextToImageGraph({ ...form, board: 'b', metadata: { mine: 1 } }, countUp()))
    expect(node).toMatchObject({ is_intermediate: false, board: { board_id: 'b' } })
    expect(node.metadata).toMatchObject({
      generation_mode: 'txt2img',
      positive_prompt: form.positivePrompt,
      negative_prompt: form.negativePrompt,
      seed: 7,
      steps: 4,
      scheduler: 'dpmpp_2m_k',
      model: { key: 'starter' },
      mine: 1,
    })
  })
})

describe('image to image', () => {
  test.for([0.2, 0.7, 1])('is the picture of a painter, to the byte, at strength %d', async (strength) => {
    const image = studio.addPicture(sketch())
    const { picture } = await run(buildImageToImageGraph({ ...form, image, strength }, countUp()))
    const painted = await painter.paint({ ...request, image: sketch(), denoisingStart: 1 - strength })
    expect(picture).toEqual({ ...painted, channels: 3 })
  })

  test('strength 0 is the copy of the autoencoder', async () => {
    const image = studio.addPicture(sketch())
    const { picture } = await run(buildImageToImageGraph({ ...form, image, strength: 0 }, countUp()))
    expect(distance(picture.data, sketch().data)).toBeLessThan(25)
  })

  test('a picture of another size goes in and comes out', async () => {
    const image = studio.addPicture(sketch(96, 80))
    const resized = { ...form, image, strength: 0.5, width: 96, height: 80, paintedSize: { width: SIDE, height: SIDE } }
    expect((await run(buildImageToImageGraph(resized, countUp()))).picture).toMatchObject({ width: 96, height: 80, channels: 3 })
  })
})

describe('image to image from an image of any size', () => {
  test('its middle is painted over', async () => {
    const imageSize = { width: 96, height: 80 }
    const image = studio.addPicture(sketch(96, 80))
    const { picture } = await run(buildImageToImageGraph({ ...form, image, imageSize, strength: 0.5 }, countUp()))
    expect(picture).toMatchObject({ width: SIDE, height: SIDE, channels: 3 })
  })
})

describe('inpainting', () => {
  const inpaint = async (changes: Partial<InpaintForm> = {}, original = sketch()) => {
    const { width, height } = original
    const image = studio.addPicture(original)
    const mask = studio.addPicture(maskFrom(width / 2, width, height))
    return run(buildInpaintGraph({ ...form, image, mask, strength: 0.8, edgeRadius: 0, width, height, ...changes }, countUp()))
  }

  test('paints where the mask is black and leaves the rest as it was, to the byte', async () => {
    const { picture, node } = await inpaint({ fadeSize: 4 })
    // masks work at an eighth of the size, so the edge may reach a block further, and then comes the fade
    expect(columnsOf(picture, 0, SIDE / 2 - 12)).toEqual(columnsOf(sketch(), 0, SIDE / 2 - 12))
    expect(distance(columnsOf(picture, SIDE / 2, SIDE), columnsOf(sketch(), SIDE / 2, SIDE))).toBeGreaterThan(10)
    expect(node.metadata).toMatchObject({ generation_mode: 'inpaint', strength: 0.8 })
  })

  test('the part inside is that of a painter, as far as the edge does not reach', async () => {
    const { picture } = await inpaint({ fadeSize: 0 })
    const data = maskFrom(SIDE / 2).data.map((value) => 255 - value)
    const painted = await painter.paint({
      ...request,
      image: sketch(),
      mask: { data, width: SIDE, height: SIDE },
      denoisingStart: 0.2,
    })
    expect(
      distance(columnsOf(picture, SIDE / 2 + 8, SIDE), columnsOf({ ...painted, channels: 3 }, SIDE / 2 + 8, SIDE)),
    ).toBeLessThan(12)
  })

  test.for(['Gaussian Blur', 'Box Blur', 'Staged'] as const)('%s at the edge', async (coherenceMode) => {
    const mask = studio.addPicture(maskFrom(48))
    const { picture } = await inpaint({ mask, coherenceMode, edgeRadius: 16, minimumDenoise: 0.1, fadeSize: 8 })
    // the edge spreads by its radius, the eighth that masks work at, and the fade
    expect(columnsOf(picture, 0, 8)).toEqual(columnsOf(sketch(), 0, 8))
    expect(distance(columnsOf(picture, 48, SIDE), columnsOf(sketch(), 48, SIDE))).toBeGreaterThan(5)
  })

  test('noise can be laid over the part before', async () => {
    const plain = await inpaint({ strength: 0.3 })
    const noiseMask = studio.addPicture(maskFrom(SIDE / 2))
    const noisy = await inpaint({ strength: 0.3, noiseMask })
    expect(columnsOf(noisy.picture, SIDE / 2, SIDE)).not.toEqual(columnsOf(plain.picture, SIDE / 2, SIDE))
  })

  test('cut out, the painted part stands alone', async () => {
    const { picture } = await inpaint({ isCutOut: true, fadeSize: 0 })
    expect(picture.channels).toBe(4)
    const opacity = (x: number) => picture.data[(10 * SIDE + x) * 4 + 3]
    expect([opacity(0), opacity(SIDE - 1)]).toEqual([0, 255])
  })

  test('at another size than the picture', async () => {
    const { picture } = await inpaint({ paintedSize: { width: SIDE, height: SIDE }, fadeSize: 0 }, sketch(96, 96))
    expect(picture).toMatchObject({ width: 96, height: 96 })
    expect(columnsOf(picture, 0, 24)).toEqual(columnsOf(sketch(96, 96), 0, 24))
  })
})

describe('outpainting, as the canvas of the reference wires it', () => {
  /** The picture with nothing right of a column. */
  const cutOff = (column: number): Picture => {
    const { data } = sketch()
    return {
      data: Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, at) => {
        const pixel = at >> 2
        if (at % 4 === 3) return pixel % SIDE < column ? 255 : 0
        return data[pixel * 3 + (at % 4)] ?? 0
      }),
      width: SIDE,
      height: SIDE,
      channels: 4,
    }
  }

  /** An inpainting graph whose mask also takes what is transparent, and whose denoiser starts from the picture filled. */
  function outpaint(infill: object): Recipe {
    const image = studio.addPicture(cutOff(40))
    const mask = studio.addPicture(maskFrom(SIDE))
    const recipe = buildInpaintGraph({ ...form, image, mask, strength: 0.9, edgeRadius: 0, fadeSize: 4 }, countUp())
    const { nodes, edges } = recipe.graph
    const idOf = (type: string) => Object.values(nodes).find((node) => node.type === type)?.id ?? ''
    const [encoder, gradient] = [idOf('i2l'), idOf('create_gradient_mask')]
    const edge = (from: string, to: string, field: string) => ({
      source: { node_id: from, field: 'image' },
      destination: { node_id: to, field },
    })
    const added = {
      infill: { id: 'infill', image, ...infill },
      alpha: { id: 'alpha', type: 'tomask', image },
      both: { id: 'both', type: 'mask_combine', mask1: mask },
    }
    return {
      ...recipe,
      graph: {
        ...recipe.graph,
        nodes: { ...nodes, ...added } as unknown as Recipe['graph']['nodes'],
        edges: [
          ...edges,
          edge('infill', encoder, 'image'),
          edge('infill', gradient, 'image'),
          edge('alpha', 'both', 'mask2'),
          edge('both', gradient, 'mask'),
        ],
      },
    }
  }

  test.for([
    { type: 'infill_rgba', color: { r: 200, g: 120, b: 40, a: 255 } },
    { type: 'infill_tile', tile_size: 8 },
    { type: 'infill_cv2' },
    { type: 'infill_patchmatch', downscale: 1 },
  ])('$type: what is there stays to the byte, what is not is painted', async (infill) => {
    const { picture } = await run(outpaint(infill))
    expect(picture).toMatchObject({ width: SIDE, height: SIDE, channels: 4 })
    expect(columnsOf(picture, 0, 40 - 12)).toEqual(columnsOf(cutOff(40), 0, 40 - 12))
    const painted = columnsOf(picture, 40, SIDE)
    expect(painted.every((value, at) => at % 4 !== 3 || value === 255)).toBe(true)
    expect(distance(painted, columnsOf(cutOff(40), 40, SIDE))).toBeGreaterThan(10)
  })
})

describe('a part with hard edges', () => {
  test.for([0.3, 0.8])('is the picture of a painter, to the byte, at strength %d', async (strength) => {
    // shades at the edge, which only the laying over the picture looks at
    const blend = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => Math.min(255, Math.max(0, ((at % SIDE) - 20) * 12)))
    const painted = await painter.paint({
      ...request,
      image: sketch(),
      mask: { data: blend, width: SIDE, height: SIDE },
      denoisingStart: 1 - strength,
    })
    // the pixel at the top left decides for a latent
    const mask = blend.map((_, at) => {
      const [x, y] = [at % SIDE, Math.floor(at / SIDE)]
      return (blend[(y - (y % 8)) * SIDE + x - (x % 8)] ?? 0) >= 128 ? 0 : 255
    })
    const grey = (data: Uint8Array): Picture => ({ data, width: SIDE, height: SIDE, channels: 1 })
    const { picture } = await run(
      buildGraph(
        {
          ...form,
          isExact: true,
          image: studio.addPicture(sketch()),
          mask: studio.addPicture(grey(mask)),
          blendMask: studio.addPicture(grey(blend.map((value) => 255 - value))),
          strength,
        },
        countUp(),
      ),
    )
    expect(picture).toEqual({ ...painted, channels: 3 })
  })
})

test('a cancel ends a graph in the middle', async () => {
  const abort = new AbortController()
  studio.signal = abort.signal
  studio.onProgress = ({ percentage }) => {
    if (percentage === 0.5) abort.abort()
  }
  await expect(run(buildTextToImageGraph(form, countUp()))).rejects.toMatchObject({ code: 'canceled' })
})
