import { useEffect, useId } from 'react'
import { create } from 'zustand'
import type { UserAction } from './action.ts'

/** An action with what it would be done to now. */
export interface OfferedAction {
  readonly action: UserAction<never>
  readonly subject: unknown
}

/** The actions of the parts of the page that are there, by part. */
export const useOfferedActions = create<Readonly<Record<string, readonly OfferedAction[]>>>(() => ({}))

/**
 * Offers actions to the palette and the hotkeys while the component is there.
 *
 * @param subject  what they are done to; keep it the same object while it is the same thing
 */
export function useActions<Subject>(actions: readonly UserAction<Subject>[], subject: Subject): void {
  const part = useId()
  useEffect(() => {
    useOfferedActions.setState({ [part]: actions.map((action) => ({ action, subject })) })
    return () => useOfferedActions.setState(({ [part]: _gone, ...others }) => others, true)
  }, [part, actions, subject])
}
