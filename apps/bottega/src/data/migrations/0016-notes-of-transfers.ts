/** What a hand-over remembers, so that its way back asks no clock: where images lay, how things were, who had which grant, which links there were. */
export const notesOfTransfers: readonly string[] = [
  // null for what lay on no board, and for hand-overs of before
  `alter table transfer_images add column board_id text`,
  // as it was when it went; null for hand-overs of before
  `alter table transfer_things add column updated_at text`,
  `alter table transfers add column returned_images integer not null default 0`,

  `create table transfer_grants (
    transfer_id text not null references transfers (transfer_id) on delete cascade,
    board_id text not null,
    user_id text not null,
    permission text not null,
    primary key (transfer_id, board_id, user_id)
  ) strict, without rowid`,
  `create table transfer_links (
    transfer_id text not null references transfers (transfer_id) on delete cascade,
    link_id text not null,
    primary key (transfer_id, link_id)
  ) strict, without rowid`,

  `insert into transfer_grants (transfer_id, board_id, user_id, permission)
    select transfer_id, thing_id, board_grants.user_id, permission from transfers join transfer_things using (transfer_id)
    join board_grants on board_grants.board_id = thing_id
    where kind = 'board' and coalesce(changed_at, board_grants.created_at) <= transfers.created_at`,
  `insert into transfer_links (transfer_id, link_id)
    select transfer_id, id from transfers join transfer_things using (transfer_id) join board_links on board_links.board_id = thing_id
    where kind = 'board' and board_links.created_at <= transfers.created_at`,
  `alter table board_grants drop column changed_at`,

  // what was taken back is not taken back again
  `delete from transfer_neighbours where transfer_id in (select transfer_id from transfers where state = 'undone')`,
  `delete from transfer_things where transfer_id in (select transfer_id from transfers where state = 'undone')`,
  `delete from transfer_grants where transfer_id in (select transfer_id from transfers where state = 'undone')`,
  `delete from transfer_links where transfer_id in (select transfer_id from transfers where state = 'undone')`,
]
