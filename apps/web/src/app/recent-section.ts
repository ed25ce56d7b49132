import { defineSection } from '../shared/user-state/index.ts'

/** What was chosen in the palette. */
export interface Recent {
  /** ids of its entries, latest first */
  readonly chosen: readonly string[]
}

const MAX_CHOSEN = 6

/** What was chosen lately, as it is kept for its user. */
export const recentSection = defineSection<Recent>({
  name: 'palette',
  initial: { chosen: [] },
  parse: ({ chosen }) =>
    Array.isArray(chosen) && chosen.every((id) => typeof id === 'string') ? { chosen: chosen.slice(0, MAX_CHOSEN) } : {},
})

/** The list after something was chosen. */
export function noteChoice({ chosen }: Recent, id: string): Recent {
  return { chosen: [id, ...chosen.filter((one) => one !== id)].slice(0, MAX_CHOSEN) }
}
