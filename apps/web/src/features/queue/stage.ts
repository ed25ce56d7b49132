import { button, element } from '../../shared/element.ts'
import { describeItem, hasEnded, type TrackedItem } from './tracked-item.ts'

/** The item that is being made, or was last, in large. */
export interface Stage {
  readonly element: HTMLElement
  show(item: TrackedItem | undefined): void
}

/** Makes the stage; empty at first. */
export function createStage({ onCancel }: { onCancel(id: number): unknown }): Stage {
  let shown: TrackedItem | undefined
  const picture = element('img', { alt: '' })
  const bar = element('progress', { max: 1 })
  bar.setAttribute('aria-label', 'Progress')
  const prompt = element('p', { className: 'prompt' })
  const state = element('p', { className: 'state' })
  // steps are for the eye; a reader of the screen hears of beginnings and ends
  const told = element('p', { className: 'unseen', role: 'status' })
  const cancel = button('Cancel', 'quiet', () => shown && onCancel(shown.id))
  const stage = element(
    'section',
    { className: 'stage', hidden: true, ariaLabel: 'In the making' },
    picture,
    element('div', { className: 'caption' }, prompt, state, bar, cancel, told),
  )

  return {
    element: stage,
    show(item) {
      shown = item
      stage.hidden = item === undefined
      if (item === undefined) return
      const source = item.imageName ? `api/v1/images/i/${item.imageName}/full` : item.preview
      picture.hidden = source === undefined
      if (source !== undefined && picture.getAttribute('src') !== source) picture.src = source
      picture.className = item.imageName ? '' : 'preview'
      picture.alt = item.imageName ? item.prompt : 'Preview'
      prompt.textContent = item.prompt
      state.textContent = describeItem(item)
      stage.classList.toggle('failed', item.status === 'failed')
      const isOver = hasEnded(item)
      told.textContent = isOver ? describeItem(item) : 'In the making'
      bar.hidden = isOver
      cancel.hidden = isOver
      const share = item.progress?.share ?? null
      if (share === null) bar.removeAttribute('value')
      else bar.value = share
    },
  }
}
