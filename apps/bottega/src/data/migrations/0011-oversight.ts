/** How administrators look after the work of others, and how much of the disk that work takes. */
export const oversight: readonly string[] = [
  `create table account_openings (
    opening_id text primary key,
    user_id text not null references users (user_id) on delete cascade,
    admin_id text not null,
    admin_name text,
    reason text not null,
    opened_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    until text not null,
    closed_at text,
    noted_at text
  ) strict`,

  `create index account_openings_by_user on account_openings (user_id, opened_at)`,
  `create index account_openings_by_admin on account_openings (admin_id, until)`,

  // null until somebody has looked at the files
  `alter table images add column size_bytes integer`,

  // for sums alone: no list is to be read by it
  `create index images_by_owner_size on images (user_id, size_bytes) where size_bytes is not null`,
  `create index images_unmeasured on images (size_bytes) where size_bytes is null`,
]
