import { defineSection } from '../../shared/user-state/index.ts'

/** What of the list of boards is unfolded. */
export interface BoardListView {
  readonly showsArchived: boolean
  readonly showsDays: boolean
}

/** The list of boards as it is kept for its user. */
export const listSection = defineSection<BoardListView>({
  name: 'boards',
  initial: { showsArchived: false, showsDays: false },
  parse: ({ showsArchived, showsDays }) => ({
    ...(typeof showsArchived === 'boolean' && { showsArchived }),
    ...(typeof showsDays === 'boolean' && { showsDays }),
  }),
})
