import { fieldId } from './field-frame.tsx'
import { FIELD_NAMES } from './field-names.ts'
import { EMPTY_FORM, type FormField } from './form-section.ts'

/** Brings a field into view, out of what is closed, and puts the focus there. */
export function revealField(field: FormField): void {
  const input = document.getElementById(fieldId(field))
  const details = input?.closest('details')
  if (details) details.open = true
  input?.focus()
  input?.scrollIntoView({ block: 'nearest' })
}

/** The fields that the form has for the model that is chosen, where it is on the page; each of its names once. */
export function listShownFields(): FormField[] {
  const shown = Object.keys(EMPTY_FORM)
    .filter(isField)
    .filter((field) => document.getElementById(fieldId(field)) !== null)
  return shown.filter((field, at) => shown.findIndex((other) => FIELD_NAMES[other] === FIELD_NAMES[field]) === at)
}

function isField(name: string): name is FormField {
  return name in FIELD_NAMES
}
