import { SCHEDULER_NAMES, type SchedulerName } from '@bottega/contracts'
import { element } from '../../shared/element.ts'
import { createNumberField } from './number-field.ts'
import type { Settings } from './settings.ts'

const MAX_SEED = 2 ** 32 - 1

/** The fields of numbers and of the scheduler. */
export interface SettingFields {
  /** Those that are always in view. */
  readonly visible: readonly HTMLElement[]
  readonly hidden: readonly HTMLElement[]
  set(settings: Settings): void
  /** What they hold, a drawn seed included; undefined after it was said under a field what is wrong. */
  read(): (Settings & { readonly seed: number }) | undefined
}

/** Makes the fields. */
export function createSettingFields(): SettingFields {
  const width = createNumberField('width', { name: 'Width', min: 64, step: 8 })
  const height = createNumberField('height', { name: 'Height', min: 64, step: 8 })
  const steps = createNumberField('steps', { name: 'Steps', min: 1, max: 1000, step: 1 })
  const guidance = createNumberField('guidance', { name: 'Guidance', min: 1, step: 'any' })
  const seed = createNumberField('seed', { name: 'Seed', min: 0, max: MAX_SEED, step: 1 })
  const isRandom = element('input', { id: 'random-seed', type: 'checkbox', checked: true })
  const scheduler = element(
    'select',
    { id: 'scheduler' },
    ...SCHEDULER_NAMES.map((name) => element('option', { value: name, textContent: name })),
  )
  const showChoice = () => {
    seed.input.disabled = isRandom.checked
  }
  isRandom.addEventListener('change', showChoice)
  seed.set(0)
  showChoice()
  seed.element.append(element('label', { className: 'choice' }, isRandom, 'Random'))

  return {
    visible: [width.element, height.element, seed.element],
    hidden: [
      steps.element,
      guidance.element,
      element(
        'div',
        { className: 'field wide' },
        element('label', { htmlFor: 'scheduler', textContent: 'Scheduler' }),
        scheduler,
      ),
    ],
    set(settings) {
      width.set(settings.width)
      height.set(settings.height)
      steps.set(settings.steps)
      guidance.set(settings.guidanceScale)
      scheduler.value = settings.scheduler
    },
    read() {
      // the drawn one stays in view, for who wants the same picture again
      if (isRandom.checked) seed.set(drawSeed())
      const fields = [width, height, steps, guidance, seed]
      const [w, h, count, scale, start] = fields.map((field) => field.read())
      if (w === undefined || h === undefined || count === undefined || scale === undefined || start === undefined) {
        reveal(fields.find(({ input }) => input.ariaInvalid === 'true')?.input)
        return undefined
      }
      // its options are these names
      return { width: w, height: h, steps: count, guidanceScale: scale, seed: start, scheduler: scheduler.value as SchedulerName }
    },
  }
}

function drawSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}

/** Brings a field that is at fault into view, also out of closed details. */
function reveal(input: HTMLInputElement | undefined): void {
  const details = input?.closest('details')
  if (details) details.open = true
  input?.focus()
}
