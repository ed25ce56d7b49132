/** Accounts, settings and what the page remembers for each user. */
export const accountsAndSettings: readonly string[] = [
  `create table users (
    user_id text primary key,
    email text not null,
    email_folded text not null unique,
    display_name text,
    password_hash text not null,
    is_admin integer not null default 0 check (is_admin in (0, 1)),
    is_active integer not null default 1 check (is_active in (0, 1)),
    created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    last_login_at text
  ) strict`,

  // owns everything in single-user mode; an empty hash fits no password
  `insert into users (user_id, email, email_folded, display_name, password_hash)
  values ('system', 'system@system.invokeai', 'system@system.invokeai', 'System', '')`,

  `create table settings (
    key text primary key,
    value text not null check (json_valid(value)),
    updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
  ) strict, without rowid`,

  // each write makes a new row, so a version never comes back, not even after a deletion
  `create table client_state (
    version integer primary key autoincrement,
    user_id text not null,
    key text not null,
    value text not null,
    updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    unique (user_id, key)
  ) strict`,
]
