import type { EventConnection } from '@bottega/client'
import { element } from './element.ts'

/** A thin bar that shows while the server is out of reach. */
export function createConnectionBar(events: EventConnection): HTMLElement {
  const bar = element('div', { className: 'connection', role: 'status' })
  events.onState((state) => {
    bar.dataset.state = state.status
    if (state.status === 'connected') bar.textContent = ''
    else if (state.willRetry) bar.textContent = 'The server is out of reach. Trying again ...'
    else bar.textContent = 'The server has ended the connection. Load the page again.'
  })
  return bar
}
