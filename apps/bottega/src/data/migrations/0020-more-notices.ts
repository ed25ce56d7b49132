/** Owners are told of more that others do, and of how much of it. */
export const moreNotices: readonly string[] = [
  // kinds are no longer listed here: each new one would be another copy of the table
  `create table notices (
    opening_id text primary key,
    user_id text not null references users (user_id) on delete cascade,
    admin_id text not null,
    admin_name text,
    reason text not null,
    opened_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    until text not null,
    closed_at text,
    noted_at text,
    kind text not null default 'opening',
    -- of things that were changed, deleted or moved: which and how many
    what text,
    amount integer not null default 1
  ) strict`,

  `insert into notices (opening_id, user_id, admin_id, admin_name, reason, opened_at, until, closed_at, noted_at, kind)
    select opening_id, user_id, admin_id, admin_name, reason, opened_at, until, closed_at, noted_at, kind from account_openings`,
  `drop table account_openings`,
  `alter table notices rename to account_openings`,

  `create index account_openings_by_user on account_openings (user_id, opened_at)`,
  `create index account_openings_by_admin on account_openings (admin_id, until)`,
]
