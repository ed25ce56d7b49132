const NOW = `(strftime('%Y-%m-%d %H:%M:%f', 'now'))`
const STATUSES = ['pending', 'in_progress', 'waiting', 'completed', 'failed', 'canceled']

const columns = STATUSES.join(', ')
const countColumns = STATUSES.map((status) => `${status} integer not null default 0`).join(',\n    ')
const ones = STATUSES.map((status) => `new.status = '${status}'`).join(', ')
const added = STATUSES.map((status) => `${status} = ${status} + excluded.${status}`).join(', ')
const taken = STATUSES.map((status) => `${status} = ${status} - (old.status = '${status}')`).join(', ')

/** Adds a new row to the counts of its user and of its batch. */
const countNew = `insert into queue_users (queue_id, user_id, ${columns}) values (new.queue_id, new.user_id, ${ones})
    on conflict do update set ${added};
    insert into batch_counts (batch_id, ${columns}) values (new.batch_id, ${ones})
    on conflict do update set ${added}`

/** Takes an old row out of the counts of its user and of its batch. */
const uncountOld = `update queue_users set ${taken} where queue_id = old.queue_id and user_id = old.user_id;
    update batch_counts set ${taken} where batch_id = old.batch_id`

/** The session queue: what waits, runs and ran, whose turn it is, and how many there are of each. */
export const queue: readonly string[] = [
  `create table queues (
    queue_id text primary key,
    paused_by text,
    paused_at text,
    last_turn integer not null default 0
  ) strict, without rowid`,
  `insert into queues (queue_id) values ('default')`,

  // Counts of the items of each user by status, kept by triggers, and when the user was served last: the number of that turn, 0
  // for never.
  `create table queue_users (
    queue_id text not null references queues (queue_id),
    user_id text not null,
    ${countColumns},
    last_turn integer not null default 0,
    virtual_time real not null default 0,
    primary key (queue_id, user_id)
  ) strict, without rowid`,
  `create index queue_users_waiting on queue_users (queue_id, last_turn) where pending > 0`,

  `create table batches (
    batch_id text primary key,
    queue_id text not null references queues (queue_id),
    user_id text not null,
    origin text,
    destination text,
    graph text not null,
    workflow text,
    created_at text not null default ${NOW}
  ) strict`,
  `create index batches_by_destination on batches (queue_id, destination) where destination is not null`,

  // apart from the batches, whose graphs make their rows long
  `create table batch_counts (
    batch_id text primary key references batches (batch_id) on delete cascade,
    ${countColumns}
  ) strict, without rowid`,

  // ids are never used again, not even after the queue was cleared
  `create table queue_items (
    item_id integer primary key autoincrement,
    queue_id text not null references queues (queue_id),
    batch_id text not null references batches (batch_id),
    user_id text not null,
    session_id text not null,
    status text not null default 'pending' check (status in ('${STATUSES.join("', '")}')),
    status_sequence integer not null default 0,
    priority integer not null default 0,
    field_values text,
    attempt integer not null default 1,
    claim_token text,
    device text,
    retried_from_item_id integer,
    parent_item_id integer,
    parent_session_id text,
    root_item_id integer,
    workflow_call_id text,
    workflow_call_depth integer,
    error_type text,
    error_message text,
    error_traceback text,
    created_at text not null default ${NOW},
    updated_at text not null default ${NOW},
    started_at text,
    completed_at text
  ) strict`,
  `create index queue_items_head on queue_items (queue_id, user_id, priority desc, item_id) where status = 'pending'`,
  `create index queue_items_line on queue_items (queue_id, priority desc, item_id) where status = 'pending'`,
  `create index queue_items_by_status on queue_items (queue_id, status, user_id) where status <> 'pending'`,
  `create index queue_items_by_batch on queue_items (batch_id)`,
  `create index queue_items_by_parent on queue_items (parent_item_id) where parent_item_id is not null`,
  `create index queue_items_by_root on queue_items (root_item_id) where root_item_id is not null`,

  // apart from the items, whose rows stay small that way; written when a session ends or is suspended
  `create table queue_sessions (
    item_id integer primary key references queue_items (item_id) on delete cascade,
    session text not null
  ) strict`,

  `create trigger queue_item_counted after insert on queue_items begin
    ${countNew};
  end`,
  `create trigger queue_item_recounted after update of status, user_id on queue_items
  when old.status <> new.status or old.user_id <> new.user_id begin
    ${uncountOld};
    ${countNew};
  end`,
  // a batch goes with its last item
  `create trigger queue_item_uncounted after delete on queue_items begin
    ${uncountOld};
    delete from batches
    where batch_id = old.batch_id and not exists (select 1 from queue_items where batch_id = old.batch_id);
  end`,
]
