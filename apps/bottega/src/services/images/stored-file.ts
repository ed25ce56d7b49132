import type { OpenFile } from '../../files/open-file.ts'

/** A file that is open to be sent: streamed or closed, once. */
export type StoredFile = OpenFile

/** All bytes of an open file, which is closed by it. */
export async function readStoredFile(file: StoredFile): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of file.stream()) chunks.push(chunk)
  return Buffer.concat(chunks)
}
