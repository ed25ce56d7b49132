import { stat } from 'node:fs/promises'
import { EngineError } from '../errors.ts'

/**
 * Whether a model is a folder, not a file.
 *
 * @throws `file_unreadable` when there is nothing at `path`, or it cannot be looked at
 */
export async function isFolder(path: string): Promise<boolean> {
  const info = await stat(path).catch((cause: unknown) => {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    throw new EngineError(
      'file_unreadable',
      isMissing ? `There is no model at ${path}.` : `${path} cannot be looked at: ${cause}.`,
      { cause },
    )
  })
  return info.isDirectory()
}
