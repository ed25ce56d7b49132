import { button, element } from './element.ts'
import { describeFailure } from './failures.ts'

const SHOWN_MS = 8000

/** What can be taken back. */
export interface Undo {
  readonly label: string
  act(): unknown
}

/** Short messages at the foot of the page. */
export interface Notices {
  readonly element: HTMLElement
  tell(text: string, undo?: Undo): void
  /** Runs something for a click, and tells when it fails. */
  attempt(act: () => Promise<unknown>): Promise<void>
}

/** Makes the place for messages. They leave after a while, those with a focused button stay. */
export function createNotices(): Notices {
  const list = element('div', { className: 'notices', role: 'status' })

  function tell(text: string, undo?: Undo): void {
    const notice = element('div', { className: 'notice' }, text)
    const leave = () => (notice.contains(document.activeElement) ? setTimeout(leave, SHOWN_MS) : notice.remove())
    if (undo) {
      notice.append(
        button(undo.label, 'quiet', () => {
          notice.remove()
          undo.act()
        }),
      )
    }
    list.append(notice)
    setTimeout(leave, SHOWN_MS)
  }

  return {
    element: list,
    tell,
    attempt: async (act) => {
      try {
        await act()
      } catch (error) {
        tell(describeFailure(error))
      }
    },
  }
}
