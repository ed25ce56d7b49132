import type { Layout } from '../shared/layout-section.ts'

/** The least that a side panel and the middle can be used with, in CSS pixels. */
export const LEAST = { how: 280, where: 220, middle: 380 } as const

/** The widths that the side panels have on a screen, 0 when closed, and the most that each can have beside the other. */
export interface FittedPanels {
  readonly how: number
  readonly where: number
  readonly mostHow: number
  readonly mostWhere: number
}

/**
 * Fits the panels that a person chose into the room that there is, so that the middle keeps its least. What they chose stays:
 * on the next larger screen it holds again.
 *
 * @param room  width of the studio
 */
export function fitPanels({ howWidth, whereWidth, isHowOpen, isWhereOpen }: Layout, room: number): FittedPanels {
  const free = room - LEAST.middle
  const leastHow = isHowOpen ? LEAST.how : 0
  const leastWhere = isWhereOpen ? LEAST.where : 0
  const how = isHowOpen ? clamp(howWidth, LEAST.how, free - leastWhere) : 0
  const where = isWhereOpen ? clamp(whereWidth, LEAST.where, free - leastHow) : 0
  // what is too much goes from both, in proportion to what they have above their least
  const excess = Math.max(0, how + where - free)
  const spare = how - leastHow + (where - leastWhere)
  const share = spare > 0 ? Math.min(1, excess / spare) : 0
  const fittedHow = Math.round(how - (how - leastHow) * share)
  const fittedWhere = Math.round(where - (where - leastWhere) * share)
  return {
    how: fittedHow,
    where: fittedWhere,
    mostHow: Math.max(LEAST.how, free - fittedWhere),
    mostWhere: Math.max(LEAST.where, free - fittedHow),
  }
}

/** The value, but at least `least` and at most `most`; `least` goes before. */
export function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}
