/** Nobody has answered a call: the server is away, or the way to it. */
export class ServerSilent extends Error {
  override readonly name = 'ServerSilent'

  constructor(cause: unknown) {
    super('the server does not answer', { cause })
  }
}

/** How browsers and the build say that a part of the page could not be loaded. */
const UNLOADED = /dynamically imported module|module script failed|Unable to preload/

/** Whether an error says that a part of the page could not be loaded. */
export function isUnloaded(error: unknown): boolean {
  return error instanceof Error && UNLOADED.test(error.message)
}

/** Whether something failed because nobody answered: it is worth another try once somebody does. */
export function isSilence(error: unknown): boolean {
  return error instanceof ServerSilent || isUnloaded(error)
}
