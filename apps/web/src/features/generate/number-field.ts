import { element } from '../../shared/element.ts'
import { findFault, type NumberRule } from './number-rule.ts'

/** An input for a number, its label, and a place for what is wrong with it. */
export interface NumberField {
  readonly element: HTMLElement
  readonly input: HTMLInputElement
  /** The number, or undefined after it was said under the field what is wrong. */
  read(): number | undefined
  set(value: number): void
}

/** Makes the field of a number. */
export function createNumberField(id: string, rule: NumberRule): NumberField {
  const { name, min, max, step } = rule
  const input = element('input', { id, type: 'number', min: String(min), step: String(step), inputMode: 'decimal' })
  if (max !== undefined) input.max = String(max)
  const fault = element('p', { id: `${id}-fault`, className: 'fault' })
  input.setAttribute('aria-describedby', fault.id)

  function check(): boolean {
    fault.textContent = input.disabled ? '' : (findFault(input.value, rule) ?? '')
    input.ariaInvalid = String(fault.textContent !== '')
    return fault.textContent === ''
  }
  // while it is typed nothing new is blamed
  input.addEventListener('input', () => input.ariaInvalid === 'true' && check())
  input.addEventListener('change', check)

  return {
    element: element('div', { className: 'field' }, element('label', { htmlFor: id, textContent: name }), input, fault),
    input,
    read: () => (check() ? input.valueAsNumber : undefined),
    set(value) {
      input.value = String(value)
      check()
    },
  }
}
