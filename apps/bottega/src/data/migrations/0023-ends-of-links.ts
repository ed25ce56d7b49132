/** Links of everybody but owners end with what their makers may do, and boards come back no wider than they went. */
export const endsOfLinks: readonly string[] = [
  // whoever made the link, be it an administrator; null for the board's owner
  `drop index board_links_by_guest`,
  `alter table board_links rename column guest_id to made_by`,
  `create index board_links_by_maker on board_links (made_by) where made_by is not null`,

  // of a board as it was when it went; null for other things, and for hand-overs of before
  `alter table transfer_things add column visibility text`,
]
