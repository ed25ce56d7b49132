/** Content that goes from one account to another, content that goes for good, and archives of all that somebody owns. */
export const transfers: readonly string[] = [
  // counts are those of what has moved so far; accounts may be gone, so their ids lead nowhere
  `create table transfers (
    transfer_id text primary key,
    from_user_id text not null,
    to_user_id text not null,
    board_id text,
    created_from text,
    created_to text,
    last_image_id integer not null,
    state text not null default 'moving' check (state in ('moving', 'done', 'undoing', 'undone')),
    boards integer not null default 0,
    images integer not null default 0,
    workflows integer not null default 0,
    style_presets integer not null default 0,
    system_prompts integer not null default 0,
    begun_by text,
    created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    undone_at text
  ) strict, without rowid`,
  `create index transfers_by_time on transfers (created_at)`,
  `create index transfers_unfinished on transfers (state) where state in ('moving', 'undoing')`,

  // what moved, so that it can go back
  `create table transfer_images (
    transfer_id text not null references transfers (transfer_id) on delete cascade,
    image_id integer not null references images (id) on delete cascade,
    primary key (transfer_id, image_id)
  ) strict, without rowid`,
  `create index transfer_images_by_image on transfer_images (image_id)`,
  `create table transfer_things (
    transfer_id text not null references transfers (transfer_id) on delete cascade,
    kind text not null check (kind in ('board', 'workflow', 'style_preset', 'system_prompt')),
    thing_id text not null,
    primary key (transfer_id, kind, thing_id)
  ) strict, without rowid`,

  // accounts that are gone and whose content is on its way after them
  `create table erasures (user_id text primary key) strict, without rowid`,

  // whose content an archive holds that was made of all of it; null for pictures that somebody chose
  `alter table bulk_downloads add column exported_user_id text`,
]
