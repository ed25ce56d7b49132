import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Section } from './section.ts'
import type { UserState } from './user-state.ts'

const UserStateContext = createContext<UserState | undefined>(undefined)

/** Gives the page what it keeps for its user, and writes the rest when the page is left. */
export function UserStateProvider({ state, children }: { readonly state: UserState; readonly children: ReactNode }) {
  useEffect(() => {
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') void state.save({ keepalive: true }).catch(() => undefined)
      else void state.load().catch(() => undefined)
    }
    document.addEventListener('visibilitychange', onVisibility)
    return () => document.removeEventListener('visibilitychange', onVisibility)
  }, [state])
  return <UserStateContext value={state}>{children}</UserStateContext>
}

/** What the page keeps for its user. */
export function useUserState(): UserState {
  const state = useContext(UserStateContext)
  if (state === undefined) throw new Error('useUserState outside of UserStateProvider')
  return state
}

/** A section of it, and how to change some of its fields. */
export function useSection<Value extends object>(section: Section<Value>): readonly [Value, (changes: Partial<Value>) => void] {
  const state = useUserState()
  const stored = useStore(state.store, (sections) => sections[section.name])
  const value = useMemo(() => readSection(section, stored), [section, stored])
  const change = useCallback((changes: Partial<Value>) => state.change(section, changes), [state, section])
  return [value, change]
}

/** A section as it is now, for acts outside of components. */
export function getSection<Value extends object>(state: UserState, section: Section<Value>): Value {
  return readSection(section, state.store.getState()[section.name])
}

function readSection<Value extends object>(
  section: Section<Value>,
  stored: Readonly<Record<string, unknown>> | undefined,
): Value {
  return stored === undefined ? section.initial : { ...section.initial, ...section.parse(stored) }
}
