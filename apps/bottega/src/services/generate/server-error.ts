import { CodedError } from '../../coded-error.ts'

/**
 * What can go wrong between a command and the running server, by a stable code:
 *
 * - `token_missing`   the server has accounts, and nobody says who asks
 * - `token_refused`   the server does not take the token
 * - `server_refused`  it does not do what it is asked
 * - `server_gone`     it ended, or its connection broke and does not come back
 * - `picture_failed`  it could not make a picture, or somebody else canceled it
 */
export type ServerErrorCode = 'token_missing' | 'token_refused' | 'server_refused' | 'server_gone' | 'picture_failed'

/** The running server did not do what a command asked; the message says why, and what to do. */
export class ServerError extends CodedError<ServerErrorCode> {
  override readonly name = 'ServerError'
}
