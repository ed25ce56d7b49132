import type { Settings } from '@bottega/contracts'
import type { Peer } from './peer.ts'

/**
 * The address below which the page lies for those who get a link to it: the one that the settings name, else the one that the caller has
 * asked. It ends in no slash.
 */
export function findPublicAddress(
  { public_url, base_url }: Pick<Settings, 'public_url' | 'base_url'>,
  { origin }: Pick<Peer, 'origin'>,
): string {
  return public_url?.replace(/\/+$/, '') ?? origin + (base_url ?? '')
}
