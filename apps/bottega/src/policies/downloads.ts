import type { Actor } from '@bottega/contracts'
import { allowIf, type Decision, type Owned, ownsOrOversees } from './decide.ts'

/** Whether the actor may fetch an archive: who asked for it, and administrators who oversee that one. */
export function canReadDownload(actor: Actor, download: Owned): Decision {
  return allowIf(ownsOrOversees(actor, download))
}
