import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { AppError, type FileCaching, type FileResponse } from '@bottega/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { StoredFile } from '../services/images/stored-file.ts'
import type { FileAnswer } from './handlers.ts'

const CACHING: Readonly<Record<FileCaching, string>> = {
  immutable: 'private, max-age=31536000, immutable',
  revalidate: 'private, no-cache',
  never: 'private, no-store',
}

/**
 * Sends a file: whole, a part of it, or only that it has not changed. One range at a time; several are answered with the whole.
 *
 * @throws AppError `range_unsatisfiable`
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { caching }: FileResponse,
  { content, type, filename, disposition = 'inline' }: FileAnswer,
): Promise<FastifyReply> {
  const file = content instanceof Uint8Array ? wrapBytes(content) : content
  const { sizeBytes, etag } = file
  reply
    .header('Content-Type', type)
    .header('Cache-Control', CACHING[caching])
    .header('ETag', etag)
    .header('Accept-Ranges', 'bytes')
  if (filename !== undefined) reply.header('Content-Disposition', `${disposition}; ${nameFile(filename)}`)
  try {
    const isKnown = matches(request.headers['if-none-match'], etag)
    const range = isKnown || request.method === 'HEAD' ? undefined : findRange(request, etag, sizeBytes)
    if (range) {
      reply.code(206).header('Content-Range', `bytes ${range.start}-${range.end}/${sizeBytes}`)
      return reply.header('Content-Length', range.end - range.start + 1).send(file.stream(range))
    }
    if (!isKnown && request.method !== 'HEAD') return reply.header('Content-Length', sizeBytes).send(file.stream())
    await file.close()
    return isKnown ? reply.code(304).send() : reply.header('Content-Length', sizeBytes).send()
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Bytes as if they were a file. */
function wrapBytes(bytes: Uint8Array): StoredFile {
  return {
    sizeBytes: bytes.length,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    stream: (range) => Readable.from([bytes.subarray(range?.start ?? 0, range && range.end + 1)]),
    close: async () => undefined,
  }
}

/** The part that is asked for; undefined for the whole file. */
function findRange(request: FastifyRequest, etag: string, size: number): { start: number; end: number } | undefined {
  const condition = request.headers['if-range']
  if (condition !== undefined && condition !== etag) return undefined
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (start > end || start >= size || (from === '' && Number(to) === 0)) {
    // a range that ends before it begins is no range at all
    if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined
    throw new AppError('range_unsatisfiable', { sizeBytes: size })
  }
  return { start, end }
}

function matches(condition: string | undefined, etag: string): boolean {
  if (condition === undefined) return false
  return condition.trim() === '*' || condition.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}

// letters beyond ASCII in the form of RFC 5987, and a plain form for those who do not know it
function nameFile(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\]/g, '_')
  if (plain === filename) return `filename="${plain}"`
  const encoded = encodeURIComponent(Buffer.from(filename).toString()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  )
  return `filename="${plain}"; filename*=UTF-8''${encoded}`
}
