/** A node as it stands in a graph. */
export interface TestNode {
  readonly id: string
  readonly type: string
  readonly [field: string]: unknown
}

/** What a graph for a test names of a model. */
export interface TestModel {
  readonly key: string
  readonly hash: string
  readonly name: string
  readonly base: string
  readonly type: string
}

/** An edge from the output of one node to the input of another. */
export function connect(from: string, field: string, to: string, input = field) {
  return { source: { node_id: from, field }, destination: { node_id: to, field: input } }
}

/** A graph whose results are computed anew and not shown in the gallery, unless a node says so. */
export function makeGraph(nodes: readonly TestNode[], edges: readonly object[] = []) {
  return {
    id: 'g',
    nodes: Object.fromEntries(nodes.map((node) => [node.id, { use_cache: false, is_intermediate: true, ...node }])),
    edges,
  }
}

/** What a picture is to be made of. */
export interface PictureWish {
  readonly seed?: number
  readonly steps?: number
  readonly prompt?: string
  readonly negative?: string
  readonly width?: number
  readonly height?: number
  readonly scheduler?: string
  readonly guidance?: number
  readonly board?: string
  /** Name of the image to start from. */
  readonly from?: string
  readonly strength?: number
}

/** A picture from a text, or over an image, as clients of the interface ask for it; the node `picture` saves it. */
export function makePictureGraph(model: TestModel, wish: PictureWish = {}) {
  const { seed = 1, steps = 2, prompt = 'a red fox', negative = '', width = 128, height = 128, scheduler = 'euler' } = wish
  const { guidance = 4, board, from, strength = 0.6 } = wish
  const { key, hash, name, base, type } = model
  const identifier = { key, hash, name, base, type }
  const said = { positive_prompt: prompt, negative_prompt: negative, seed, steps, cfg_scale: guidance, width, height, scheduler }
  const nodes: TestNode[] = [
    { id: 'model', type: 'main_model_loader', model: identifier },
    { id: 'positive', type: 'compel', prompt },
    { id: 'negative', type: 'compel', prompt: negative },
    { id: 'noise', type: 'noise', seed, width, height },
    {
      ...{ id: 'denoise', type: 'denoise_latents', steps, cfg_scale: guidance, scheduler },
      denoising_start: from === undefined ? 0 : 1 - strength,
    },
    {
      id: 'said',
      type: 'core_metadata',
      ...said,
      model: identifier,
      generation_mode: from === undefined ? 'txt2img' : 'img2img',
    },
    { id: 'picture', type: 'l2i', is_intermediate: false, ...(board !== undefined && { board: { board_id: board } }) },
  ]
  const edges = [
    connect('model', 'clip', 'positive'),
    connect('model', 'clip', 'negative'),
    connect('model', 'unet', 'denoise'),
    connect('positive', 'conditioning', 'denoise', 'positive_conditioning'),
    connect('negative', 'conditioning', 'denoise', 'negative_conditioning'),
    connect('noise', 'noise', 'denoise'),
    connect('denoise', 'latents', 'picture'),
    connect('model', 'vae', 'picture'),
    connect('said', 'metadata', 'picture'),
  ]
  if (from === undefined) return makeGraph(nodes, edges)
  const start = { id: 'start', type: 'i2l', image: { image_name: from } }
  return makeGraph([...nodes, start], [...edges, connect('model', 'vae', 'start'), connect('start', 'latents', 'denoise')])
}

/** An image through the autoencoder of a model and back; the node `picture` saves it. */
export function makeCopyGraph({ key, hash, name, base, type }: TestModel, from: string) {
  return makeGraph(
    [
      { id: 'model', type: 'main_model_loader', model: { key, hash, name, base, type } },
      { id: 'start', type: 'i2l', image: { image_name: from } },
      { id: 'picture', type: 'l2i', is_intermediate: false },
    ],
    [connect('model', 'vae', 'start'), connect('start', 'latents', 'picture'), connect('model', 'vae', 'picture')],
  )
}
