import type { Actor } from '@bottega/contracts'
import { allowIf, type Decision, type Owned, ownsOrAdministers } from './decide.ts'

/** Whether the actor may fetch an archive: who asked for it, and administrators. */
export function canReadDownload(actor: Actor, download: Owned): Decision {
  return allowIf(ownsOrAdministers(actor, download))
}
