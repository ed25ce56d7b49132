import { fieldId } from './field-frame.tsx'
import type { FormField } from './form-section.ts'

/** Brings a field into view, out of what is closed, and puts the focus there. */
export function revealField(field: FormField): void {
  const input = document.getElementById(fieldId(field))
  const details = input?.closest('details')
  if (details) details.open = true
  input?.focus()
  input?.scrollIntoView({ block: 'nearest' })
}
