import i18next from 'i18next'
import { tell } from '../../shared/notices/index.ts'
import type { Server } from '../../shared/server/index.ts'
import type { Studio } from '../../shared/studio.tsx'
import type { PickedImages } from './image.ts'

/** Gives the file of an image to the browser, or an archive of several. */
export async function downloadImages({ server }: Studio, { names }: PickedImages): Promise<void> {
  const [first] = names
  if (names.length === 1 && first !== undefined) return saveFile(`api/v1/images/i/${encodeURIComponent(first)}/full`, first)
  tell({ text: i18next.t('images:packing', { count: names.length }) })
  const archive = await packImages(server, names)
  saveFile(`api/v1/images/download/${encodeURIComponent(archive)}`, archive)
}

/** Has an archive made; resolves with its name when it can be fetched. */
async function packImages({ client, live }: Server, names: readonly string[]): Promise<string> {
  const ended = new Map<string, Error | undefined>()
  let look = () => {}
  const note = (name: string, error?: Error) => {
    ended.set(name, error)
    look()
  }
  // before the call: a small archive is ready before its answer is read
  const ends = [
    live.on('bulk_download_complete', ({ bulk_download_item_name }) => note(bulk_download_item_name)),
    live.on('bulk_download_error', ({ bulk_download_item_name, error }) => note(bulk_download_item_name, new Error(error))),
  ]
  try {
    const { bulk_download_item_name: name } = await client.startDownload({ body: { image_names: names } })
    await new Promise<void>((resolve) => {
      look = () => ended.has(name) && resolve()
      look()
    })
    const error = ended.get(name)
    if (error) throw error
    return name
  } finally {
    for (const end of ends) end()
  }
}

function saveFile(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
