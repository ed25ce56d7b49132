/** Nobody has answered a call: the server is away, or the way to it. */
export class ServerSilent extends Error {
  override readonly name = 'ServerSilent'

  constructor(cause: unknown) {
    super('the server does not answer', { cause })
  }
}
