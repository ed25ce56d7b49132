import { hash, verify } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'

/** The beginning of every hash that is made now: Argon2id, 19 MiB, two passes, one lane. */
const PRESENT = '$argon2id$v=19$m=19456,t=2,p=1$'
/** Bytes that bcrypt looks at. */
const BCRYPT_BYTES = 72

/** The hash under which a password is stored. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Whether the password is that of the hash; bcrypt's, as other programs of this kind store them, are understood. */
export async function isPasswordOf(stored: string, password: string): Promise<boolean> {
  try {
    return stored.startsWith('$2') ? await verifyBcrypt(cutForBcrypt(password), stored) : await verify(stored, password)
  } catch {
    // the stored text is no hash: the internal account has an empty one, which fits no password
    return false
  }
}

/** Whether a hash was made in another way than new ones are. */
export function isOutdatedHash(stored: string): boolean {
  return !stored.startsWith(PRESENT)
}

/** What bcrypt takes of a password: 72 bytes, without the beginning of a letter that does not fit. */
function cutForBcrypt(password: string): Buffer {
  const bytes = Buffer.from(password)
  let end = Math.min(bytes.length, BCRYPT_BYTES)
  // bytes 10xxxxxx go on with a letter
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.subarray(0, end)
}
