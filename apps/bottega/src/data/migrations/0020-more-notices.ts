/** Owners are told of more that others do, and of how much of it. */
export const moreNotices: readonly string[] = [
  // of things that were changed, deleted or moved: which and how many
  `alter table account_openings add column what text`,
  `alter table account_openings add column amount integer not null default 1`,

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
    what text,
    amount integer not null default 1
  ) strict`,

  `insert into notices select * from account_openings`,
  `drop table account_openings`,
  `alter table notices rename to account_openings`,

  `create index account_openings_by_user on account_openings (user_id, opened_at)`,
  `create index account_openings_by_admin on account_openings (admin_id, until)`,
]
