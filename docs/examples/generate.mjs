// Has a running server paint a prompt and saves the picture. Needs Node and nothing else:
//
//   node generate.mjs "a flat fox on a teal background" fox.png
//
// BOTTEGA_URL is the address of the server, with its sub-path if it has one. On a server with accounts BOTTEGA_TOKEN is the token of
// a sign-in.
import { writeFile } from 'node:fs/promises'

const [prompt = 'a flat fox on a teal background', file = 'picture.png'] = process.argv.slice(2)
const server = (process.env.BOTTEGA_URL ?? 'http://127.0.0.1:9090').replace(/\/+$/, '')

const { BOTTEGA_TOKEN } = process.env
const credentials = BOTTEGA_TOKEN ? { authorization: `Bearer ${BOTTEGA_TOKEN}` } : {}

/** Asks the server; a refusal says why in `detail`. */
async function ask(path, options = {}) {
  const headers = { ...options.headers, ...credentials }
  const answer = await fetch(`${server}${path}`, { ...options, headers }).catch((cause) => {
    throw new Error(`No server answers at ${server}: start it with "npm start", or name another in BOTTEGA_URL`, { cause })
  })
  if (answer.ok) return answer
  const { detail } = await answer.json()
  throw new Error(`${path}: ${answer.status} ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`)
}

const sendJson = (body) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** A text becomes a picture of Stable Diffusion 1: nodes by their id, and edges from outputs to inputs. */
function makeGraph({ key, hash, name, base, type, default_settings }) {
  const { width, height, steps, cfg_scale, scheduler } = default_settings ?? {}
  const seed = Math.floor(Math.random() * 2 ** 32)
  const nodes = [
    { id: 'model', type: 'main_model_loader', model: { key, hash, name, base, type } },
    { id: 'positive', type: 'compel', prompt },
    { id: 'negative', type: 'compel', prompt: '' },
    { id: 'noise', type: 'noise', seed, width: width ?? 512, height: height ?? 512 },
    { id: 'denoise', type: 'denoise_latents', steps: steps ?? 30, cfg_scale: cfg_scale ?? 7, scheduler: scheduler ?? 'euler' },
    { id: 'picture', type: 'l2i', is_intermediate: false },
  ]
  const edge = (from, field, to, input) => ({
    source: { node_id: from, field },
    destination: { node_id: to, field: input },
  })
  const edges = [
    edge('model', 'clip', 'positive', 'clip'),
    edge('model', 'clip', 'negative', 'clip'),
    edge('model', 'unet', 'denoise', 'unet'),
    edge('positive', 'conditioning', 'denoise', 'positive_conditioning'),
    edge('negative', 'conditioning', 'denoise', 'negative_conditioning'),
    edge('noise', 'noise', 'denoise', 'noise'),
    edge('denoise', 'latents', 'picture', 'latents'),
    edge('model', 'vae', 'picture', 'vae'),
  ]
  return { id: 'text-to-image', nodes: Object.fromEntries(nodes.map((node) => [node.id, node])), edges }
}

const { models } = await (await ask('/api/v2/models/?model_type=main&base_models=sd-1')).json()
if (models.length === 0) throw new Error('The server has no model of Stable Diffusion 1: install one')

const batch = { graph: makeGraph(models[0]), runs: 1 }
const enqueued = await (await ask('/api/v1/queue/default/enqueue_batch', sendJson({ batch, prepend: false }))).json()
const [itemId] = enqueued.item_ids

let item
do {
  await new Promise((resolve) => setTimeout(resolve, 200))
  item = await (await ask(`/api/v1/queue/default/i/${itemId}`)).json()
} while (item.status === 'pending' || item.status === 'in_progress')
if (item.status !== 'completed') throw new Error(`${item.status}: ${item.error_message ?? 'no reason was given'}`)

// a node may run several times in one graph, so its outputs stand under ids of their own
const [runOfPicture] = item.session.source_prepared_mapping.picture
const { image_name } = item.session.results[runOfPicture].image
const picture = await ask(`/api/v1/images/i/${image_name}/full`)
await writeFile(file, Buffer.from(await picture.arrayBuffer()))
console.log(`${image_name} is saved as ${file}`)
