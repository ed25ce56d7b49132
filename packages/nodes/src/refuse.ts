import { EngineError } from '@bottega/engine'

/**
 * Ends a node that cannot do what it is asked to.
 *
 * @param reason  a whole sentence for the person whose graph it is: what is wrong, and what to do instead
 * @throws EngineError `request_invalid`, always
 */
export function refuse(reason: string): never {
  throw new EngineError('request_invalid', reason)
}
