/** What lets people in beside their passwords: keys of programs, invitations, and links for new passwords. Secrets are kept as their hashes alone. */
export const credentials: readonly string[] = [
  `create table api_keys (
    key_id text primary key,
    user_id text not null references users (user_id) on delete cascade,
    name text not null,
    scopes text not null check (json_valid(scopes)),
    key_hash text not null unique,
    created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    expires_at text,
    last_used_at text
  ) strict, without rowid`,

  `create index api_keys_by_user on api_keys (user_id)`,

  // an invitation that was accepted or taken back is no row any more; those of who administers no longer are of no use
  `create table invitations (
    invitation_id text primary key,
    token_hash text not null unique,
    email text,
    is_admin integer not null default 0 check (is_admin in (0, 1)),
    created_by text not null references users (user_id) on delete cascade,
    created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    expires_at text not null
  ) strict, without rowid`,

  // a new link of an administrator puts out all older ones, one that was asked for by mail only such
  `create table reset_links (
    user_id text not null references users (user_id) on delete cascade,
    is_asked integer not null check (is_asked in (0, 1)),
    token_hash text not null unique,
    created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    expires_at text not null,
    primary key (user_id, is_asked)
  ) strict, without rowid`,
]
