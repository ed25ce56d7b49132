import { z } from 'zod'

const queue = z.object({ queue_id: z.string() })
const archive = z.object({ bulk_download_id: z.string() })

/**
 * What clients may send over a socket. A message names a queue or the archives, never a room; what does not fit is ignored, and
 * an unknown queue is answered with `subscription_error`.
 */
export const CLIENT_MESSAGES = {
  subscribe_queue: queue,
  unsubscribe_queue: queue,
  subscribe_bulk_download: archive,
  unsubscribe_bulk_download: archive,
}

/** The name of a message. */
export type ClientMessageName = keyof typeof CLIENT_MESSAGES

/** What a message carries. */
export type ClientMessage<Name extends ClientMessageName> = z.output<(typeof CLIENT_MESSAGES)[Name]>

/** Where sockets connect, below the base address of the server. */
export const SOCKET_PATH = '/ws/socket.io'
