import { defineSection } from './user-state/index.ts'

/** How the parts of the studio share the screen. Widths in CSS pixels. */
export interface Layout {
  readonly howWidth: number
  readonly whereWidth: number
  readonly isHowOpen: boolean
  readonly isWhereOpen: boolean
}

/** The layout as it is kept for its user. */
export const layoutSection = defineSection<Layout>({
  name: 'layout',
  initial: { howWidth: 360, whereWidth: 320, isHowOpen: true, isWhereOpen: true },
  parse: ({ howWidth, whereWidth, isHowOpen, isWhereOpen }) => ({
    ...(isWidth(howWidth) && { howWidth }),
    ...(isWidth(whereWidth) && { whereWidth }),
    ...(typeof isHowOpen === 'boolean' && { isHowOpen }),
    ...(typeof isWhereOpen === 'boolean' && { isWhereOpen }),
  }),
})

function isWidth(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 10_000
}
