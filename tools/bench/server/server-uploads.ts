import type { Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { readCpuSeconds } from '../process-stats.ts'
import { makePhoto } from './photo.ts'
import { withRoot } from './seeded-root.ts'
import { startServerProcess } from './server-process.ts'
import { timeMs } from './timing.ts'

const CLIENTS = 4
const PHOTOS = 8
const ROUNDS = 9
/** Of each client in a round. */
const UPLOADS = 12
const BOUNDARY = 'bottega-bench-boundary'
const PATH = '/api/v1/images/upload?image_category=user&is_intermediate=false'

/** Times uploads of photographs by four clients at once. */
export async function measureServerUploads({ build }: Place): Promise<Findings> {
  const photos = await Promise.all(Array.from({ length: PHOTOS }, (_, number) => makePhoto(number)))
  const forms = photos.map(writeForm)
  return withRoot(build, 0, async (root) => {
    const server = await startServerProcess(build, root)
    const send = (number: number) =>
      server.ask('POST', PATH, { body: forms[number % PHOTOS], type: `multipart/form-data; boundary=${BOUNDARY}` })
    const sendAll = (client: number) => async () => {
      for (let upload = 0; upload < UPLOADS; upload++) await send(client + upload)
    }
    try {
      await send(0)
      const rates: number[] = []
      const cpu: number[] = []
      const count = CLIENTS * UPLOADS
      for (let round = 0; round < ROUNDS; round++) {
        const cpuStart = readCpuSeconds(server.pid)
        const ms = await timeMs(() => Promise.all(Array.from({ length: CLIENTS }, (_, client) => sendAll(client)())))
        const cpuEnd = readCpuSeconds(server.pid)
        rates.push((count * 1000) / ms)
        if (cpuStart !== undefined && cpuEnd !== undefined) cpu.push(((cpuEnd - cpuStart) * 1000) / count)
      }
      const megabytes = photos.reduce((sum, { length }) => sum + length, 0) / PHOTOS / 1e6
      return {
        figures: [
          { what: 'uploads', unit: '1/s', values: rates, leastGoal: 40, reference: 11.4 },
          ...(cpu.length > 0 ? [{ what: 'an upload', unit: 'CPU ms', values: cpu } as const] : []),
        ],
        notes: [
          `${CLIENTS} clients, each with one upload after the other; PNGs of 1024 x 1024 in 8-bit sRGB, made like photographs, ${megabytes.toFixed(1)} MB each.`,
          'Each upload is decoded whole, gets a thumbnail, is written to the disk itself (fsync) with it, and stands in the database when it is answered.',
        ],
      }
    } finally {
      await server.stop()
    }
  })
}

function writeForm(png: Buffer): Buffer {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="photo.png"\r\nContent-Type: image/png\r\n\r\n`
  return Buffer.concat([Buffer.from(head), png, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
}
