import { createHash, randomBytes } from 'node:crypto'

/** A secret that its holder is known by: 256 random bits, as 43 letters that fit into an address. */
export function drawSecretToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of such a secret. It has no salt, since nobody can try all of 256 bits, and is found by this. */
export function hashSecretToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
