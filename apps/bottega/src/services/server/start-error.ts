import { CodedError } from '../../coded-error.ts'

/**
 * Why a server cannot start, by a stable code:
 *
 * - `root_served`           another server runs on the root
 * - `port_taken`            another program listens on the port
 * - `address_unusable`      the address is not one of this machine, or may not be listened on
 * - `certificate_unusable`  certificate and key for HTTPS are not both there, or are none
 */
export type StartErrorCode = 'root_served' | 'port_taken' | 'address_unusable' | 'certificate_unusable'

/** A server that cannot start; the message says why, and what to do. */
export class StartError extends CodedError<StartErrorCode> {
  override readonly name = 'StartError'
}
