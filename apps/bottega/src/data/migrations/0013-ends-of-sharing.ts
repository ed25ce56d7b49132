/** What ends when somebody's right to a board ends: links of guests, and what was put on a board that goes back. */
export const endsOfSharing: readonly string[] = [
  // the guest by whose grant the link was made; null for one of the owner or of an administrator
  `alter table board_links add column guest_id text references users (user_id) on delete cascade`,
  `create index board_links_by_guest on board_links (guest_id) where guest_id is not null`,

  // images of others that lay on boards as they were handed over, and so stay there when those go back
  `create table transfer_neighbours (
    transfer_id text not null references transfers (transfer_id) on delete cascade,
    image_id integer not null references images (id) on delete cascade,
    primary key (transfer_id, image_id)
  ) strict, without rowid`,
  `create index transfer_neighbours_by_image on transfer_neighbours (image_id)`,
  `insert into transfer_neighbours (transfer_id, image_id)
    select transfer_id, id from transfers join transfer_things using (transfer_id)
    join images on images.board_id = thing_id
    where kind = 'board' and id <= last_image_id and images.user_id <> from_user_id`,
]
