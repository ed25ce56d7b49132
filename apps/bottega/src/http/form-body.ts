import { AppError, type UploadedFile } from '@bottega/contracts'
import type { FastifyRequest } from 'fastify'

/** The most bytes of an uploaded file. */
const MAX_FILE_BYTES = 96 * 2 ** 20
/** The most bytes of a field that is no file. */
const MAX_FIELD_BYTES = 8 * 2 ** 20

const LIMITS = { fileSize: MAX_FILE_BYTES, fieldSize: MAX_FIELD_BYTES, files: 4, fields: 20, parts: 24, headerPairs: 100 }

/**
 * Reads a form: texts and files by the name of their field, of which the first counts. A file is held whole in memory.
 *
 * @throws AppError `body_too_large`
 */
export async function readForm(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields = new Map<string, unknown>()
  const keep = (name: string, value: unknown) => {
    if (!fields.has(name)) fields.set(name, value)
  }
  for await (const part of request.parts({ limits: LIMITS })) {
    if (part.type === 'file') {
      const bytes = await readAll(part.file)
      if (part.file.truncated) throw new AppError('body_too_large', { limitBytes: MAX_FILE_BYTES })
      keep(part.fieldname, wrapFile(part.filename, part.mimetype, bytes))
    } else {
      if (part.valueTruncated) throw new AppError('body_too_large', { limitBytes: MAX_FIELD_BYTES })
      keep(part.fieldname, part.value)
    }
  }
  return Object.fromEntries(fields)
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function wrapFile(filename: string, mimetype: string, content: Buffer): UploadedFile {
  return {
    filename,
    mimetype,
    bytes: (async function* () {
      yield content
    })(),
  }
}
