/** Public links to boards, and whose images an archive holds. */
export const sharing: readonly string[] = [
  // the token of a link is not stored, only what it hashes to
  `create table board_links (
    id text primary key,
    board_id text not null references boards (board_id) on delete cascade,
    token_hash text not null unique,
    password_hash text,
    expires_at text,
    created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
  ) strict`,
  `create index board_links_by_board on board_links (board_id)`,

  // names of images that were not the own ones of whoever asked for the archive
  `alter table bulk_downloads add column foreign_images text not null default '[]' check (json_valid(foreign_images))`,
]
