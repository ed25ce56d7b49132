/** A grant that was raised or lowered since a hand-over ends with it, as one does that was made since. */
export const changedGrants: readonly string[] = [
  // null of one that is as it was made
  `alter table board_grants add column changed_at text`,
]
