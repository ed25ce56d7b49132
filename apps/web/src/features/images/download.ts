import i18next from 'i18next'
import { fileOf } from '../../shared/image-address.ts'
import { tell } from '../../shared/notices/index.ts'
import type { Server } from '../../shared/server/index.ts'
import type { Studio } from '../../shared/studio.tsx'
import type { PickedImages } from './image.ts'

/** Thousands of pictures take minutes to pack; an archive that takes longer will not come. */
const GIVE_UP_MS = 15 * 60_000

/** Gives the file of an image to the browser, or an archive of several. */
export async function downloadImages({ server }: Studio, { names }: PickedImages): Promise<void> {
  const [first] = names
  if (names.length === 1 && first !== undefined) return saveFile(fileOf(first), first)
  const untell = tell({ text: i18next.t('images:packing', { count: names.length }) })
  const archive = await packImages(server, names).finally(untell)
  saveFile(addressOf(archive), archive)
}

/** Has an archive made; resolves with its name when it can be fetched. */
async function packImages({ client, live }: Server, names: readonly string[]): Promise<string> {
  const ended = new Map<string, Error | undefined>()
  let look = () => {}
  const note = (name: string, error?: Error) => {
    ended.set(name, error)
    look()
  }
  // what ended while nobody could tell it is there to fetch
  const findUnheard = async (name: string) => {
    const answer = await fetch(addressOf(name), { method: 'HEAD' }).catch(() => undefined)
    if (answer?.ok) note(name)
  }
  let giveUp: ReturnType<typeof setTimeout> | undefined
  // before the call: a small archive is ready before its answer is read
  const ends = [
    live.on('bulk_download_complete', ({ bulk_download_item_name }) => note(bulk_download_item_name)),
    live.on('bulk_download_error', ({ bulk_download_item_name, error }) => note(bulk_download_item_name, new Error(error))),
  ]
  try {
    const { bulk_download_item_name: name } = await client.startDownload({ body: { image_names: names } })
    await new Promise<void>((resolve) => {
      look = () => ended.has(name) && resolve()
      ends.push(live.onConnect(() => void findUnheard(name)))
      giveUp = setTimeout(() => note(name, new Error(i18next.t('images:notPacked'))), GIVE_UP_MS)
      look()
    })
    const error = ended.get(name)
    if (error) throw error
    return name
  } finally {
    clearTimeout(giveUp)
    for (const end of ends) end()
  }
}

function addressOf(archive: string): string {
  return `api/v1/images/download/${encodeURIComponent(archive)}`
}

function saveFile(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
