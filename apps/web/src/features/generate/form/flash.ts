import { create } from 'zustand'
import type { FormField } from './form-section.ts'

/** The fields that something else than typing changed last, so that they can be seen to change; `count` grows each time. */
export const useFlash = create<{ readonly fields: ReadonlySet<FormField>; readonly count: number }>(() => ({
  fields: new Set(),
  count: 0,
}))

const FLASH_MS = 1500
let timer: ReturnType<typeof setTimeout> | undefined

/** Shows that fields have changed. */
export function flashFields(fields: readonly FormField[]): void {
  clearTimeout(timer)
  timer = setTimeout(() => useFlash.setState({ fields: new Set() }), FLASH_MS)
  useFlash.setState(({ count }) => ({ fields: new Set(fields), count: count + 1 }))
}
