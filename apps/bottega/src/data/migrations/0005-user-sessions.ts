/** Sign-ins of accounts, one row each. */
export const userSessions: readonly string[] = [
  // tokens of an older epoch than the session's are refused
  `create table user_sessions (
    session_id text primary key,
    user_id text not null references users (user_id) on delete cascade,
    token_epoch integer not null default 0,
    remember_me integer not null default 0 check (remember_me in (0, 1)),
    address text,
    user_agent text,
    created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    last_used_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    expires_at text not null
  ) strict, without rowid`,

  `create index user_sessions_by_user on user_sessions (user_id)`,
]
