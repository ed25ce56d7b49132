import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { TemporaryServer } from './temporary-server.ts'

/** A workflow as pages send it. */
export const WORKFLOW = {
  ...{ name: 'w', author: '', description: '', version: '', contact: '', tags: 'one', notes: '' },
  ...{ exposedFields: [], meta: { version: '4.0.0', category: 'user' }, nodes: [], edges: [], form: null },
}

/** A graph that adds two numbers. */
export const SUM = { id: 'g', nodes: { n: { id: 'n', type: 'add', a: 2, b: 3 } }, edges: [] }

/** A form with a small picture in one field, and texts in others. */
export async function pictureForm(field: string, texts: Readonly<Record<string, string>> = {}): Promise<FormData> {
  const pixels = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
  const form = new FormData()
  form.set(field, new Blob([Uint8Array.from(await pixels.png().toBuffer())], { type: 'image/png' }), 'a.png')
  for (const [name, text] of Object.entries(texts)) form.set(name, text)
  return form
}

/** Makes things of every kind on a server over its interface, and tells their ids. */
export function createMaker({ request, root, app }: Pick<TemporaryServer, 'request' | 'root' | 'app'>) {
  let made = 0

  async function make(method: string, path: string, options: Parameters<typeof request>[2], key: string): Promise<string> {
    const { status, json } = await request(method, path, options)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`)
    return String((json as Readonly<Record<string, unknown>>)[key])
  }

  const maker = {
    board: () => make('POST', '/api/v1/boards/?board_name=b', {}, 'board_id'),
    image: async (query = '') =>
      make(
        'POST',
        `/api/v1/images/upload?image_category=general&is_intermediate=false${query}`,
        { body: await pictureForm('file') },
        'image_name',
      ),
    workflow: () => make('POST', '/api/v1/workflows/', { json: { workflow: WORKFLOW } }, 'workflow_id'),
    async workflowWithPicture() {
      const workflow_id = await maker.workflow()
      await request('PUT', `/api/v1/workflows/i/${workflow_id}/thumbnail`, { body: await pictureForm('image') })
      return workflow_id
    },
    stylePreset: async () =>
      make(
        'POST',
        '/api/v1/style_presets/',
        { body: await pictureForm('image', { data: '{"name":"p","positive_prompt":"","negative_prompt":"","type":"user"}' }) },
        'id',
      ),
    systemPrompt: () => make('POST', '/api/v1/system_prompts/', { json: { name: 'n', content: 'c' } }, 'id'),
    /** A graph in the queue. */
    async batch() {
      const { json } = await request('POST', '/api/v1/queue/default/enqueue_batch', { json: { batch: { graph: SUM, runs: 1 } } })
      const { batch, item_ids }: { batch: { batch_id: string }; item_ids: [number] } = json
      return { batch_id: batch.batch_id, item_id: item_ids[0] }
    },
    /** The model that comes with the program. */
    async starterModel() {
      const { json } = await request('GET', '/api/v2/models/?model_type=main')
      return (json as { models: { key: string; hash: string; name: string }[] }).models[0]!
    },
    /** An install of a small model that has come to its end. */
    async install() {
      const file = join(root, `vae ${++made}.safetensors`)
      await copyFile(join(app.projectRoot, 'models/starter/vae/diffusion_pytorch_model.safetensors'), file)
      const id = await make('POST', `/api/v2/models/install?inplace=true&source=${encodeURIComponent(file)}`, {}, 'id')
      for (;;) {
        const { json } = await request('GET', `/api/v2/models/install/${id}`)
        const job: { status: string; config_out: { key: string } | null } = json
        if (job.status === 'completed') return { id, key: job.config_out?.key ?? '' }
        if (job.status === 'error') throw new Error(JSON.stringify(job))
      }
    },
    model: async () => (await maker.install()).key,
    /** A model that is there, whichever. */
    async someModel() {
      const { json } = await request('GET', '/api/v2/models/')
      return (json as { models: { key: string }[] }).models[0]?.key ?? (await maker.model())
    },
    async modelWithPicture() {
      const key = await maker.model()
      await request('PATCH', `/api/v2/models/i/${key}/image`, { body: await pictureForm('image') })
      return key
    },
    async relatedModels() {
      const [model_key_1, model_key_2] = [await maker.model(), await maker.model()]
      await request('POST', '/api/v1/model_relationships/', { json: { model_key_1, model_key_2 } })
      return { model_key_1, model_key_2 }
    },
    /** An archive that can be fetched. */
    async archive() {
      const image_names = [await maker.image()]
      const name = await make('POST', '/api/v1/images/download', { json: { image_names } }, 'bulk_download_item_name')
      while ((await request('GET', `/api/v1/images/download/${name}`)).status !== 200) {}
      return name
    },
    /** A public link to a board with an image. */
    async link(body: { readonly password?: string; readonly expires_at?: string } = {}) {
      const boardId = await maker.board()
      const imageName = await maker.image(`&board_id=${boardId}`)
      const { status, json } = await request('POST', `/api/v1/boards/${boardId}/links`, { json: body })
      if (status !== 201) throw new Error(`a link: ${status} ${JSON.stringify(json)}`)
      return { ...(json as { id: string; token: string; url: string }), boardId, imageName }
    },
    async trashedImage() {
      const image_name = await maker.image()
      await request('DELETE', `/api/v1/images/i/${image_name}`)
      return image_name
    },
  }
  return maker
}

/** Makes things of every kind. */
export type Maker = ReturnType<typeof createMaker>
