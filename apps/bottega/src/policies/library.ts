import type { AccessLevel, Action, Actor } from '@bottega/contracts'
import { allowIf, canAdminister, canOversee, type Decision, type Owned, owns } from './decide.ts'

/** Something that its owner can show to everybody: a workflow, a style preset, a system prompt. */
export interface Publishable extends Owned {
  readonly is_public: 0 | 1 | boolean
  /** It comes with the program, and everybody may read it. */
  readonly isDefault: boolean
}

/** What the actor may do with a thing of the library; undefined for nothing. */
export function findLibraryAccess(actor: Actor, thing: Publishable): AccessLevel | undefined {
  if (owns(actor, thing)) return 'owner'
  const isShown = Boolean(thing.is_public) || thing.isDefault
  if (canAdminister(actor, thing) || (actor.role === 'admin' && isShown)) return 'admin'
  return isShown || canOversee(actor, thing) ? 'read' : undefined
}

/**
 * Whether the actor may do something with a thing of the library. That things which come with the program are not changed, the
 * acts themselves say: it is a rule about the thing, whoever asks.
 */
export function canUseLibrary(
  actor: Actor,
  action: Action<'workflow' | 'style_preset' | 'system_prompt'>,
  thing: Publishable,
): Decision {
  const access = findLibraryAccess(actor, thing)
  return allowIf(action === 'read' ? access !== undefined : access === 'owner' || access === 'admin')
}
