import { CLIENT_MESSAGES, EVENTS, SOCKET_PATH } from '@bottega/contracts'
import type { z } from 'zod'
import { code, writePage, writeTable } from './markdown.ts'

const AUDIENCES = {
  owner: 'the account in `user_id`',
  concerned: 'the account in `user_id` and administrators',
  admins: 'administrators',
  everybody: 'everybody',
  queue: 'the account in `user_id` and administrators in full, others who follow the queue without what is not theirs to know',
  shares: 'administrators in full, each account its own part, others who follow the queue the rest',
  asker: 'the socket that asked',
  viewers: 'each account that may see the boards, or could until then, of those alone; never the page that did it itself',
}

/** Writes the page of what is told over sockets, and what sockets may say. */
export function writeEvents(): string {
  const events = Object.values(EVENTS).map(({ name, payload, audience }) => {
    const openTo = 'isPublic' in audience && audience.isPublic !== undefined ? '; everybody when it is public' : ''
    return [code(name), AUDIENCES[audience.to] + openTo, listFields(payload)]
  })
  const messages = Object.entries(CLIENT_MESSAGES).map(([name, payload]) => [code(name), listFields(payload)])
  return writePage(
    'Events',
    `Socket.IO at \`${SOCKET_PATH}\`. Who hears what, the server decides from who is signed in; in single-user mode everybody hears everything. The\n` +
      'shapes in full are among the schemas of [the OpenAPI document](openapi.json).',
    writeTable(['event', 'told to', 'fields'], events),
    '## What clients send',
    writeTable(['message', 'fields'], messages),
  )
}

function listFields(payload: z.ZodObject): string {
  return Object.keys(payload.shape).map(code).join(', ')
}
