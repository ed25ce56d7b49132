import type { z } from 'zod'
import { accountEvents } from './account.ts'
import { galleryEvents } from './gallery.ts'
import { queueEvents } from './queue.ts'
import {
  archiveEvents,
  downloadEvents,
  languageModelEvents,
  modelInstallEvents,
  modelLoadEvents,
  workflowEvents,
} from './work.ts'

/** Everything that the server tells over sockets, by name. */
export const EVENTS = {
  ...queueEvents,
  ...modelLoadEvents,
  ...modelInstallEvents,
  ...downloadEvents,
  ...archiveEvents,
  ...languageModelEvents,
  ...workflowEvents,
  ...accountEvents,
  ...galleryEvents,
}

/** The name of an event. */
export type EventName = keyof typeof EVENTS

/** What an event carries. */
export type EventPayload<Name extends EventName> = z.output<(typeof EVENTS)[Name]['payload']>
