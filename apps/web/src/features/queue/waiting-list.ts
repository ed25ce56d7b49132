import { button, element } from '../../shared/element.ts'
import { describeItem, type TrackedItem } from './tracked-item.ts'

const MOST_SHOWN = 20

/** The items that wait, one line each. */
export interface WaitingList {
  readonly element: HTMLElement
  /** @param total  how many wait on the whole server */
  show(items: readonly TrackedItem[], total: number): void
}

interface Line {
  readonly element: HTMLElement
  update(item: TrackedItem): void
}

/** Makes the list; lines stay the same elements, so that a focus is not lost. */
export function createWaitingList({ onCancel }: { onCancel(id: number): unknown }): WaitingList {
  const lines = new Map<number, Line>()
  const list = element('ul')
  const rest = element('p', { className: 'muted' })
  const section = element('section', { className: 'waiting', hidden: true, ariaLabel: 'Waiting' }, list, rest)

  function createLine({ id }: TrackedItem): Line {
    const prompt = element('span', { className: 'prompt' })
    const state = element('span', { className: 'muted' })
    const line = element(
      'li',
      {},
      prompt,
      state,
      button('Cancel', 'quiet', () => onCancel(id)),
    )
    return {
      element: line,
      update(item) {
        prompt.textContent = item.prompt
        state.textContent = describeItem(item)
      },
    }
  }

  return {
    element: section,
    show(items, total) {
      const shown = items.slice(0, MOST_SHOWN)
      const ids = new Set(shown.map(({ id }) => id))
      for (const [id, line] of lines) {
        if (ids.has(id)) continue
        line.element.remove()
        lines.delete(id)
      }
      for (const item of shown) {
        const line = lines.get(item.id) ?? createLine(item)
        lines.set(item.id, line)
        line.update(item)
        if (!line.element.isConnected) list.append(line.element)
      }
      const more = total - shown.length
      rest.textContent = more > 0 ? `${more} more ${more === 1 ? 'waits' : 'wait'}` : ''
      section.hidden = shown.length === 0 && more <= 0
    },
  }
}
