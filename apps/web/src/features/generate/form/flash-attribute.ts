import { useFlash } from './flash.ts'
import type { FormField } from './form-section.ts'

/** The attribute that makes a field be seen to change; its styles have two animations that take turns. */
export function useFlashAttribute(field: FormField): { readonly 'data-flash'?: 'odd' | 'even' } {
  const flash = useFlash(({ fields, count }) => (fields.has(field) ? count : 0))
  if (flash === 0) return {}
  return { 'data-flash': flash % 2 === 0 ? 'even' : 'odd' }
}
