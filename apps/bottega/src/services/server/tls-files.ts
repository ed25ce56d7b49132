import { X509Certificate } from 'node:crypto'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Settings } from '@bottega/contracts'
import type { Files } from '../../files/files.ts'
import { StartError } from './start-error.ts'

/** The most bytes of a certificate with its chain, or of a key. */
const MAX_PEM_BYTES = 2 ** 20

/**
 * Certificate and key, to serve HTTPS; undefined where none are set.
 *
 * @param root  relative paths begin there; absolute
 * @throws StartError `certificate_unusable`, FileError
 */
export async function loadTlsFiles(
  files: Pick<Files, 'read'>,
  root: string,
  { ssl_certfile, ssl_keyfile }: Pick<Settings, 'ssl_certfile' | 'ssl_keyfile'>,
): Promise<{ readonly cert: Buffer; readonly key: Buffer } | undefined> {
  if (ssl_certfile === null && ssl_keyfile === null) return undefined
  if (ssl_certfile === null || ssl_keyfile === null) {
    const [given, missing] = ssl_certfile === null ? ['ssl_keyfile', 'ssl_certfile'] : ['ssl_certfile', 'ssl_keyfile']
    throw new StartError('certificate_unusable', `${given} is set without ${missing}: HTTPS needs both, HTTP neither.`)
  }
  const read = async (path: string) => Buffer.from(await files.read(resolve(root, path), MAX_PEM_BYTES))
  const [cert, key] = [await read(ssl_certfile), await read(ssl_keyfile)]
  try {
    new X509Certificate(cert)
    createSecureContext({ cert, key })
  } catch (cause) {
    throw new StartError(
      'certificate_unusable',
      `${ssl_certfile} and ${ssl_keyfile} are no certificate and its key, both in PEM form and without a password. Choose others.`,
      { cause },
    )
  }
  return { cert, key }
}
