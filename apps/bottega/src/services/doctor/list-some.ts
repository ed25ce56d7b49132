/** Names that are shown, when there are more. */
const SHOWN = 20

/** Names in a sentence; of many the first ones, and how many more there are. */
export function listSome(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ')
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown
}
