/** What happened on the server, for administrators. */
export const audit: readonly string[] = [
  // ids only grow, so the order of ids is that of time
  `create table audit_entries (
    id integer primary key autoincrement,
    created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    action text not null,
    outcome text not null default 'success' check (outcome in ('success', 'failure', 'denied')),
    actor_id text,
    target_type text,
    target_id text,
    address text,
    details text not null default '{}' check (json_valid(details))
  ) strict`,

  `create index audit_entries_by_action on audit_entries (action, id)`,
  `create index audit_entries_by_actor on audit_entries (actor_id, id)`,
  `create index audit_entries_by_time on audit_entries (created_at)`,

  // what was written stays as it is; only what is old enough goes, as a whole
  `create trigger audit_entries_stay before update on audit_entries begin
    select raise(abort, 'the audit log is only added to');
  end`,
]
