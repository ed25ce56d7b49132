import {
  buildGraph,
  describeWorkflow,
  type Edge,
  type Graph,
  type JsonValue,
  type NodeJson,
  type Recipe,
  type WorkflowSheet,
} from '@bottega/graph'
import { CATALOGUE } from '@bottega/nodes'

/*
 * The workflows that come with the program: the graphs of the recipes, with what a person sets in one node each, so that picture and
 * metadata always agree. Model and sizes are put in when a server starts, since each root has its own.
 */

/** A value that several fields of a graph share. */
interface Shared {
  readonly id: string
  readonly label: string
  readonly type: string
  /** The node's input, and its output of the same name. */
  readonly field?: string
  readonly value?: JsonValue
  /** `node.field` of the graph, the nodes by what their ids begin with. */
  readonly to: readonly string[]
}

/** The names of the nodes that a server puts its own values into. */
const SETTINGS: readonly Shared[] = [
  {
    id: 'model',
    label: 'Model',
    type: 'model_identifier',
    field: 'model',
    to: ['sd1_model_loader.model', 'core_metadata.model'],
  },
  { id: 'steps', label: 'Steps', type: 'integer', value: 25, to: ['denoise_latents.steps', 'core_metadata.steps'] },
  { id: 'cfg_scale', label: 'Guidance', type: 'float', value: 7, to: ['denoise_latents.cfg_scale', 'core_metadata.cfg_scale'] },
  {
    ...{ id: 'scheduler', label: 'Scheduler', type: 'scheduler', field: 'scheduler', value: 'dpmpp_2m_k' },
    to: ['denoise_latents.scheduler', 'core_metadata.scheduler'],
  },
]

const size = (widths: readonly string[], heights: readonly string[]): readonly Shared[] => [
  { id: 'width', label: 'Width', type: 'integer', value: 512, to: ['noise.width', 'core_metadata.width', ...widths] },
  { id: 'height', label: 'Height', type: 'integer', value: 512, to: ['noise.height', 'core_metadata.height', ...heights] },
]

const model = { key: '', hash: '', name: '', base: 'sd-1', type: 'main' }
const form = {
  ...{ model, positivePrompt: 'a red apple on a light blue background', negativePrompt: '', seed: 0 },
  ...{ width: 8, height: 8, steps: 1, guidanceScale: 7, scheduler: 'dpmpp_2m_k' as const },
}
// another painted size makes the recipes bring pictures to it and back
const imageForm = { ...form, paintedSize: { width: 16, height: 16 }, image: { image_name: '' }, strength: 0.5 }

/** The text of the file of workflows that come with the program. */
export function writeDefaultWorkflows(): string {
  const workflows = [textToImage(), imageToImage(), inpaint()]
  return `${JSON.stringify(Object.fromEntries(workflows), undefined, 2)}\n`
}

function textToImage() {
  const recipe = buildGraph(form, countUp())
  const graph = share(recipe, [...SETTINGS, ...size([], [])])
  return describe(recipe, graph, 'default_text_to_image', {
    name: 'Text to image',
    description: 'Paints a picture from a text.',
    tags: ['text to image', 'SD1.5'],
    heading: 'Text to image',
  })
}

const START_SIZE = size(['resize_in.width'], ['resize_in.height'])
const STRENGTH: Shared = { id: 'strength', label: 'Strength', type: 'float', value: 0.5, to: ['core_metadata.strength'] }

function imageToImage() {
  const recipe = buildGraph(imageForm, countUp())
  const image = { id: 'image', label: 'Picture', type: 'image', field: 'image', to: ['resize_in.image'] }
  const graph = keepSize(startByStrength(share(recipe, [...SETTINGS, ...START_SIZE, image, STRENGTH])), ['canvas_output'])
  return describe(recipe, graph, 'default_image_to_image', {
    name: 'Image to image',
    description: 'Paints over a picture; the strength says how much of it may change. The result has the size of the picture.',
    tags: ['image to image', 'SD1.5'],
    heading: 'Image to image',
  })
}

function inpaint() {
  const recipe = buildGraph({ ...imageForm, mask: { image_name: '' } }, countUp())
  const image = {
    ...{ id: 'image', label: 'Picture', type: 'image', field: 'image' },
    to: ['resize_in.image', 'canvas_output.layer_base'],
  }
  const mask = { id: 'mask', label: 'Mask: black is painted anew', type: 'image', field: 'image', to: ['resize_mask_in.image'] }
  const sizes = size(['resize_in.width', 'resize_mask_in.width'], ['resize_in.height', 'resize_mask_in.height'])
  const shared = share(recipe, [...SETTINGS, ...sizes, image, mask, { ...STRENGTH, value: 0.75 }])
  const graph = keepSize(startByStrength(shared), ['resize_out', 'resize_mask_out'])
  return describe(recipe, graph, 'default_inpaint', {
    name: 'Inpainting',
    description: 'Paints the black part of a mask anew and blends it into the picture, which keeps its size.',
    tags: ['inpainting', 'SD1.5'],
    heading: 'Inpainting',
  })
}

/** Puts values into nodes of their own that feed the fields. */
function share({ graph }: Recipe, values: readonly Shared[]): Graph {
  let changed = graph
  for (const { id, type, field = 'value', value, to } of values) {
    changed = addNode(changed, { id, type, ...ATTRIBUTES, ...(value !== undefined && { [field]: value }) })
    for (const target of to) changed = link(changed, `${id}.${field}`, target)
  }
  return changed
}

const ATTRIBUTES = { is_intermediate: true, use_cache: true }

function addNode(graph: Graph, node: NodeJson): Graph {
  return { ...graph, nodes: { ...graph.nodes, [node.id]: node } }
}

/** Strength is the share of noise that a picture starts with, the start of denoising what is left of the whole. */
function startByStrength(graph: Graph): Graph {
  const withStart = addNode(graph, { id: 'denoising_start', type: 'float_math', ...ATTRIBUTES, operation: 'SUB', a: 1 })
  return link(link(withStart, 'strength.value', 'denoising_start.b'), 'denoising_start.value', 'denoise_latents.denoising_start')
}

/** Brings what these nodes resize to the size of the picture. */
function keepSize(graph: Graph, prefixes: readonly string[]): Graph {
  let changed = graph
  for (const prefix of prefixes) {
    changed = link(link(changed, 'image.width', `${prefix}.width`), 'image.height', `${prefix}.height`)
  }
  return changed
}

/** Connects `node.field` to `node.field`; the value that stood there goes. */
function link(graph: Graph, from: string, to: string): Graph {
  const [source, destination] = [findEnd(graph, from), findEnd(graph, to)]
  const { [destination.field]: _written, ...node } = graph.nodes[destination.node_id] as NodeJson
  // only a field that is no attribute is taken away
  const nodes = { ...graph.nodes, [destination.node_id]: node as NodeJson }
  return { ...graph, nodes, edges: [...graph.edges, { source, destination }] }
}

function findEnd({ nodes }: Graph, end: string): Edge['source'] {
  const [prefix = '', field = ''] = end.split('.')
  const found = Object.keys(nodes).filter((id) => id.split(':')[0] === prefix)
  if (found.length !== 1) throw new RangeError(`${found.length} nodes begin with ${prefix}`)
  return { node_id: found[0] as string, field }
}

/** The input of the nodes that hold something else than a `value`. */
const FIELDS: Readonly<Record<string, string>> = { model_identifier: 'model', image: 'image', scheduler: 'scheduler' }

type Sheet = Pick<WorkflowSheet, 'name' | 'description' | 'tags' | 'heading'>

function describe({ positivePrompt, negativePrompt, seed, output }: Recipe, graph: Graph, id: string, sheet: Sheet) {
  const clean = dropStale(graph)
  const own = Object.keys(clean.nodes).filter((nodeId) => !nodeId.includes(':') && nodeId !== 'denoising_start')
  const fieldOf = (nodeId: string) => FIELDS[clean.nodes[nodeId]?.type ?? ''] ?? 'value'
  const pictures = own.filter((nodeId) => fieldOf(nodeId) === 'image')
  const others = own.filter((nodeId) => !pictures.includes(nodeId) && nodeId !== 'model')
  const nodeIds = ['model', ...pictures, positivePrompt, negativePrompt, ...others, seed]
  const labels = {
    ...Object.fromEntries([...SETTINGS, ...START_SIZE, STRENGTH].map((value) => [value.id, value.label])),
    ...{ image: 'Picture', mask: 'Mask: black is painted anew', denoising_start: 'Where to start' },
    ...{ [positivePrompt]: 'Prompt', [negativePrompt]: 'Not in the picture', [seed]: 'Seed', [output]: 'Result' },
  }
  const exposed = nodeIds.map((nodeId) => ({ nodeId, fieldName: fieldOf(nodeId) }))
  const workflow = describeWorkflow(clean, { ...sheet, form: exposed, labels }, CATALOGUE)
  return [id, { ...workflow, id, meta: { version: '4.0.0', category: 'default' } }] as const
}

/** Takes the name of the start picture out of the metadata, which no edge could bring. */
function dropStale(graph: Graph): Graph {
  const nodes = Object.entries(graph.nodes).map(([id, { init_image: _gone, ...node }]) => [id, node])
  return { ...graph, nodes: Object.fromEntries(nodes) }
}

/** Ids that count up in place of chance. */
function countUp(): () => string {
  let count = 0
  return () => `${count++}`
}
