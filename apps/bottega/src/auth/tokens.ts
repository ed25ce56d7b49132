import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'

/** What a token is good for: a session for everything, the media cookie's for files alone. */
export type TokenUse = 'session' | 'media'

const Claims = z.object({
  user_id: z.string(),
  email: z.string(),
  is_admin: z.boolean(),
  remember_me: z.boolean(),
  session_id: z.string(),
  token_epoch: z.int(),
  use: z.enum(['session', 'media']),
  iat: z.number(),
  exp: z.number(),
})

/**
 * What a token says. Only the session counts, and whether its epoch is still the session's: role and address are for clients to
 * read, and may be out of date. `iat` and `exp` are seconds since 1970.
 */
export type TokenClaims = Readonly<z.infer<typeof Claims>>

/** Signs tokens and reads those that it has signed. */
export interface Tokens {
  sign(claims: TokenClaims): Promise<string>
  /** What a token says, if this signed it and it has not run out. */
  read(token: string): Promise<TokenClaims | undefined>
}

/**
 * Tokens of one secret: JSON web tokens, signed with HMAC-SHA-256.
 *
 * @param secret  at least 32 characters
 */
export async function createTokens(secret: string): Promise<Tokens> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, ['sign', 'verify'])
  return {
    sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key),
    async read(token) {
      const verified = await jwtVerify(token, key, { algorithms: ['HS256'] }).catch(() => undefined)
      return Claims.safeParse(verified?.payload).data
    },
  }
}
