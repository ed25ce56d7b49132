import type { EventName, EventPayload } from '@bottega/contracts'

/** Something that happened, to be told over sockets: the name of an event with its payload. */
export type ServerEvent = { [Name in EventName]: { readonly name: Name; readonly payload: EventPayload<Name> } }[EventName]

/** An event that happens now; its time is filled in. */
export function serverEvent<Name extends EventName>(name: Name, payload: Omit<EventPayload<Name>, 'timestamp'>): ServerEvent {
  const timestamp = Math.floor(Date.now() / 1000)
  // name and payload belong together by the types of the parameters, which the union cannot see
  return { name, payload: { timestamp, ...payload } } as unknown as ServerEvent
}
