const NOW = `(strftime('%Y-%m-%d %H:%M:%f', 'now'))`

/** Changes the count that a row of images belongs to; `row` is `new` or `old`. */
const addToCount = (row: string) => `insert into image_counts
      (board_id, user_id, shelf, image_category, image_origin, starred, images)
    values (coalesce(${row}.board_id, 'none'), ${row}.user_id, ${row}.shelf, ${row}.image_category, ${row}.image_origin, ${row}.starred, 1)
    on conflict do update set images = images + 1`

const takeFromCount = (row: string) => {
  const key = `(board_id, user_id, shelf, image_category, image_origin, starred)
      = (coalesce(${row}.board_id, 'none'), ${row}.user_id, ${row}.shelf, ${row}.image_category, ${row}.image_origin, ${row}.starred)`
  return `update image_counts set images = images - 1 where ${key};
    delete from image_counts where ${key} and images = 0`
}

/** Boards, images, their search and their counts. */
export const gallery: readonly string[] = [
  `create table boards (
    board_id text primary key,
    board_name text not null,
    user_id text not null,
    board_visibility text not null default 'private' check (board_visibility in ('private', 'shared', 'public')),
    archived integer not null default 0 check (archived in (0, 1)),
    cover_image_name text,
    created_at text not null default ${NOW},
    updated_at text not null default ${NOW}
  ) strict`,
  `create index boards_by_owner on boards (user_id)`,
  `create index boards_open on boards (board_visibility) where board_visibility <> 'private'`,

  `create table board_grants (
    board_id text not null references boards (board_id) on delete cascade,
    user_id text not null references users (user_id) on delete cascade,
    permission text not null check (permission in ('read', 'write', 'admin')),
    granted_by text not null,
    created_at text not null default ${NOW},
    primary key (board_id, user_id)
  ) strict, without rowid`,
  `create index board_grants_by_user on board_grants (user_id)`,

  // The shelf is the list that an image stands in. Every list of the gallery is one of a few shelves, in order of time, so that
  // one index serves all orders and filters: a list is a merge of sorted runs. It follows from other columns, but no generated
  // column: an index over one of those never answers without the table.
  `create table images (
    id integer primary key,
    image_name text not null unique,
    user_id text not null,
    board_id text references boards (board_id) on delete set null,
    image_origin text not null check (image_origin in ('internal', 'external')),
    image_category text not null check (image_category in ('general', 'control', 'mask', 'user', 'other')),
    width integer not null,
    height integer not null,
    session_id text,
    node_id text,
    is_intermediate integer not null default 0 check (is_intermediate in (0, 1)),
    starred integer not null default 0 check (starred in (0, 1)),
    has_workflow integer not null default 0 check (has_workflow in (0, 1)),
    image_subfolder text not null default '',
    created_at text not null default ${NOW} check (created_at glob '????-??-?? ??:??:??.???'),
    updated_at text not null default ${NOW},
    deleted_at text,
    shelf text not null check (
      shelf = case
        when deleted_at is not null then 'trash'
        when is_intermediate then iif(image_category = 'general', 'intermediate_images', 'intermediate_assets')
        else iif(image_category = 'general', 'images', 'assets')
      end
    )
  ) strict`,
  // what follows the name is there so that filters and names need no look at the table itself
  `create index images_by_shelf on images
    (shelf, starred, created_at, image_name, image_category, image_origin, user_id, board_id)`,
  `create index images_by_board on images
    (board_id, shelf, starred, created_at, image_name, image_category, image_origin, user_id)`,
  `create index images_by_owner on images
    (user_id, shelf, starred, created_at, image_name, image_category, image_origin, board_id)`,
  `create index images_by_owner_and_board on images
    (user_id, board_id, shelf, starred, created_at, image_name, image_category, image_origin)`,
  `create index images_trash on images (user_id, deleted_at, image_name) where deleted_at is not null`,
  `create index images_trash_by_age on images (deleted_at) where deleted_at is not null`,

  // apart from the rows of images, which stay small that way
  `create table image_metadata (
    image_id integer primary key references images (id) on delete cascade,
    metadata text not null
  ) strict`,

  // three letters each, so any part of a text is found by index; the texts themselves are not kept a second time
  `create virtual table image_search using fts5 (metadata, content = '', contentless_delete = 1, tokenize = 'trigram')`,
  `create trigger image_search_added after insert on image_metadata begin
    insert into image_search (rowid, metadata) values (new.image_id, new.metadata);
  end`,
  `create trigger image_search_changed after update of metadata on image_metadata begin
    delete from image_search where rowid = old.image_id;
    insert into image_search (rowid, metadata) values (new.image_id, new.metadata);
  end`,
  `create trigger image_search_removed after delete on image_metadata begin
    delete from image_search where rowid = old.image_id;
  end`,

  `create table image_counts (
    board_id text not null,
    user_id text not null,
    shelf text not null,
    image_category text not null,
    image_origin text not null,
    starred integer not null,
    images integer not null,
    primary key (board_id, user_id, shelf, image_category, image_origin, starred)
  ) strict, without rowid`,
  `create index image_counts_by_owner on image_counts (user_id)`,
  `create trigger image_counted after insert on images begin
    ${addToCount('new')};
  end`,
  `create trigger image_recounted
  after update of board_id, user_id, image_category, image_origin, is_intermediate, starred, deleted_at on images begin
    ${takeFromCount('old')};
    ${addToCount('new')};
  end`,
  `create trigger image_uncounted after delete on images begin
    ${takeFromCount('old')};
  end`,

  // files whose rows are gone; a start finishes what a death left
  `create table file_removals (
    image_name text primary key,
    image_subfolder text not null
  ) strict, without rowid`,

  `create table bulk_downloads (
    bulk_download_item_name text primary key,
    user_id text not null,
    status text not null check (status in ('started', 'complete', 'error')),
    error text,
    size_bytes integer,
    created_at text not null default ${NOW},
    expires_at text not null
  ) strict, without rowid`,
  `create index bulk_downloads_by_age on bulk_downloads (expires_at)`,
]
