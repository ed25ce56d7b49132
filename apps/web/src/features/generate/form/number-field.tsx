import { TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import type { NumberFieldName } from './faults.ts'
import { FieldFrame, type FieldFrameProps, fieldId } from './field-frame.tsx'
import { useForm } from './form-context.tsx'
import type { GenerateForm } from './form-section.ts'
import { readTypedNumber, stepNumber } from './number-rule.ts'

/** What the field of a number takes. */
export interface NumberFieldProps extends Pick<FieldFrameProps, 'change'> {
  readonly field: NumberFieldName
  /** What the arrow keys change it by; ten times that with Shift. */
  readonly step?: number
  /** What else changes with it when it is typed. */
  readonly with?: Partial<GenerateForm>
}

/** A field for a number: typed, or changed by the arrow keys. Empty is the usual value again. */
export function NumberField({ field, step = 1, with: others, change }: NumberFieldProps) {
  const form = useForm()
  const [typed, setTyped] = useState<string>()
  const value = form.values[field]
  const fault = form.faults.has(field)
  const rule = form.rules[field] ?? { min: 0 }

  function type(text: string): void {
    if (!/^[\d.,]*$/.test(text)) return
    setTyped(text)
    form.change({ [field]: readTypedNumber(text), ...others })
  }

  function stepByKey(event: KeyboardEvent): void {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (direction === 0 || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    setTyped(undefined)
    const by = direction * step * (event.shiftKey ? 10 : 1)
    form.change({ [field]: stepNumber(value ?? rule.min, by, rule), ...others })
  }

  return (
    <FieldFrame field={field} {...(change && { change })}>
      <TextInput
        id={fieldId(field)}
        inputMode="decimal"
        autoComplete="off"
        value={typed ?? value ?? ''}
        error={fault}
        {...(fault && { 'aria-describedby': `${fieldId(field)}-fault` })}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={stepByKey}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setTyped(undefined)}
      />
    </FieldFrame>
  )
}
