/** Calls of saved workflows: what is run for each, and what it takes for the item that waits to go on. */
export const workflowCalls: readonly string[] = [
  // The items of a call share its graph, as those of a batch share the batch's. `state`, `things` and `returned` are
  // there as long as the item that called may have to go on from them.
  `create table workflow_calls (
    workflow_call_id text primary key,
    parent_item_id integer not null references queue_items (item_id) on delete cascade,
    prepared_call_node_id text not null,
    source_call_node_id text not null,
    workflow_id text not null,
    workflow_name text not null,
    depth integer not null,
    status text not null default 'waiting_for_child' check (status in ('waiting_for_child', 'completed', 'failed')),
    error_message text,
    graph text not null,
    workflow text not null,
    state text,
    things blob,
    returned text
  ) strict`,
  `create index workflow_calls_by_parent on workflow_calls (parent_item_id)`,
  `create index queue_items_by_call on queue_items (workflow_call_id) where workflow_call_id is not null`,
  // what a called session gives back, until the item that called has used it
  `alter table queue_sessions add column returned text`,
  `alter table queue_sessions add column things blob`,
  `create trigger queue_item_needs_no_state after update of status on queue_items
  when old.status <> new.status and new.status in ('completed', 'failed', 'canceled') begin
    update workflow_calls set state = null, things = null, returned = null
    where parent_item_id = new.item_id and state is not null;
    update queue_sessions set returned = null, things = null
    where returned is not null and item_id in (select item_id from queue_items where parent_item_id = new.item_id);
  end`,
  // they were judged by the number of their workflow_return nodes alone; null is judged anew at the next start
  `update workflows set compatibility = null where compatibility ->> '$.is_callable'`,
]
