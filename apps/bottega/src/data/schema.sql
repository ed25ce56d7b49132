-- The tables after all of migrations/. Written by `npm run gen`; do not edit.

CREATE TABLE users (
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
) strict;

CREATE TABLE settings (
  key text primary key,
  value text not null check (json_valid(value)),
  updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) strict, without rowid;

CREATE TABLE client_state (
  version integer primary key autoincrement,
  user_id text not null,
  key text not null,
  value text not null,
  updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  unique (user_id, key)
) strict;

CREATE TABLE boards (
  board_id text primary key,
  board_name text not null,
  user_id text not null,
  board_visibility text not null default 'private' check (board_visibility in ('private', 'shared', 'public')),
  archived integer not null default 0 check (archived in (0, 1)),
  cover_image_name text,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) strict;

CREATE INDEX boards_by_owner on boards (user_id);

CREATE INDEX boards_open on boards (board_visibility) where board_visibility <> 'private';

CREATE TABLE board_grants (
  board_id text not null references boards (board_id) on delete cascade,
  user_id text not null references users (user_id) on delete cascade,
  permission text not null check (permission in ('read', 'write', 'admin')),
  granted_by text not null,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  primary key (board_id, user_id)
) strict, without rowid;

CREATE INDEX board_grants_by_user on board_grants (user_id);

CREATE TABLE images (
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
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')) check (created_at glob '????-??-?? ??:??:??.???'),
  updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  deleted_at text,
  shelf text not null check (
    shelf = case
      when deleted_at is not null then 'trash'
      when is_intermediate then iif(image_category = 'general', 'intermediate_images', 'intermediate_assets')
      else iif(image_category = 'general', 'images', 'assets')
    end
  )
, placeholder text, size_bytes integer, lost_at text) strict;

CREATE INDEX images_by_shelf on images
  (shelf, starred, created_at, image_name, image_category, image_origin, user_id, board_id);

CREATE INDEX images_by_board on images
  (board_id, shelf, starred, created_at, image_name, image_category, image_origin, user_id);

CREATE INDEX images_by_owner on images
  (user_id, shelf, starred, created_at, image_name, image_category, image_origin, board_id);

CREATE INDEX images_by_owner_and_board on images
  (user_id, board_id, shelf, starred, created_at, image_name, image_category, image_origin);

CREATE INDEX images_trash on images (user_id, deleted_at, image_name) where deleted_at is not null;

CREATE INDEX images_trash_by_age on images (deleted_at) where deleted_at is not null;

CREATE TABLE image_metadata (
  image_id integer primary key references images (id) on delete cascade,
  metadata text not null
) strict;

CREATE VIRTUAL TABLE image_search using fts5 (metadata, content = '', contentless_delete = 1, tokenize = 'trigram');

CREATE TABLE image_counts (
  board_id text not null,
  user_id text not null,
  shelf text not null,
  image_category text not null,
  image_origin text not null,
  starred integer not null,
  images integer not null,
  primary key (board_id, user_id, shelf, image_category, image_origin, starred)
) strict, without rowid;

CREATE INDEX image_counts_by_owner on image_counts (user_id);

CREATE TRIGGER image_counted after insert on images begin
  insert into image_counts
    (board_id, user_id, shelf, image_category, image_origin, starred, images)
  values (coalesce(new.board_id, 'none'), new.user_id, new.shelf, new.image_category, new.image_origin, new.starred, 1)
  on conflict do update set images = images + 1;
end;

CREATE TRIGGER image_recounted
after update of board_id, user_id, image_category, image_origin, is_intermediate, starred, deleted_at on images begin
  update image_counts set images = images - 1 where (board_id, user_id, shelf, image_category, image_origin, starred)
    = (coalesce(old.board_id, 'none'), old.user_id, old.shelf, old.image_category, old.image_origin, old.starred);
  delete from image_counts where (board_id, user_id, shelf, image_category, image_origin, starred)
    = (coalesce(old.board_id, 'none'), old.user_id, old.shelf, old.image_category, old.image_origin, old.starred) and images = 0;
  insert into image_counts
    (board_id, user_id, shelf, image_category, image_origin, starred, images)
  values (coalesce(new.board_id, 'none'), new.user_id, new.shelf, new.image_category, new.image_origin, new.starred, 1)
  on conflict do update set images = images + 1;
end;

CREATE TRIGGER image_uncounted after delete on images begin
  update image_counts set images = images - 1 where (board_id, user_id, shelf, image_category, image_origin, starred)
    = (coalesce(old.board_id, 'none'), old.user_id, old.shelf, old.image_category, old.image_origin, old.starred);
  delete from image_counts where (board_id, user_id, shelf, image_category, image_origin, starred)
    = (coalesce(old.board_id, 'none'), old.user_id, old.shelf, old.image_category, old.image_origin, old.starred) and images = 0;
end;

CREATE TABLE file_removals (
  image_name text primary key,
  image_subfolder text not null
) strict, without rowid;

CREATE TABLE bulk_downloads (
  bulk_download_item_name text primary key,
  user_id text not null,
  status text not null check (status in ('started', 'complete', 'error')),
  error text,
  size_bytes integer,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  expires_at text not null
, foreign_images text not null default '[]' check (json_valid(foreign_images)), exported_user_id text) strict, without rowid;

CREATE INDEX bulk_downloads_by_age on bulk_downloads (expires_at);

CREATE TABLE workflows (
  workflow_id text primary key,
  user_id text not null,
  name text not null,
  description text not null,
  category text not null check (category in ('user', 'default')),
  tags text not null,
  is_public integer not null default 0 check (is_public in (0, 1)),
  workflow text not null check (json_valid(workflow)),
  compatibility text check (json_valid(compatibility)),
  has_thumbnail integer not null default 0 check (has_thumbnail in (0, 1)),
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) strict;

CREATE INDEX workflows_by_owner on workflows (user_id);

CREATE TABLE workflow_tags (
  workflow_id text not null references workflows (workflow_id) on delete cascade,
  tag text not null,
  primary key (workflow_id, tag)
) strict, without rowid;

CREATE TABLE workflow_openings (
  user_id text not null,
  workflow_id text not null references workflows (workflow_id) on delete cascade,
  opened_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  primary key (user_id, workflow_id)
) strict, without rowid;

CREATE INDEX workflow_openings_by_workflow on workflow_openings (workflow_id);

CREATE TABLE style_presets (
  style_preset_id text primary key,
  user_id text not null,
  name text not null,
  positive_prompt text not null,
  negative_prompt text not null,
  type text not null check (type in ('user', 'default')),
  is_public integer not null default 0 check (is_public in (0, 1)),
  has_image integer not null default 0 check (has_image in (0, 1)),
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) strict;

CREATE INDEX style_presets_by_owner on style_presets (user_id);

CREATE TABLE system_prompts (
  system_prompt_id text primary key,
  user_id text not null,
  name text not null,
  content text not null,
  is_public integer not null default 0 check (is_public in (0, 1)),
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) strict;

CREATE INDEX system_prompts_by_owner on system_prompts (user_id);

CREATE TABLE models (
  key text primary key,
  config text not null check (json_valid(config)),
  has_cover integer not null default 0 check (has_cover in (0, 1)),
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  name text not null generated always as (config ->> '$.name') virtual,
  base text not null generated always as (config ->> '$.base') virtual,
  type text not null generated always as (config ->> '$.type') virtual,
  format text not null generated always as (config ->> '$.format') virtual,
  hash text not null generated always as (config ->> '$.hash') virtual,
  path text not null generated always as (config ->> '$.path') virtual,
  source text generated always as (config ->> '$.source') virtual,
  file_size integer generated always as (config ->> '$.file_size') virtual
) strict;

CREATE UNIQUE INDEX models_by_path on models (path);

CREATE INDEX models_by_name on models (name);

CREATE INDEX models_by_hash on models (hash);

CREATE TABLE model_relationships (
  model_key_1 text not null references models (key) on delete cascade,
  model_key_2 text not null references models (key) on delete cascade,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  primary key (model_key_1, model_key_2),
  check (model_key_1 < model_key_2)
) strict, without rowid;

CREATE INDEX model_relationships_by_second on model_relationships (model_key_2);

CREATE TABLE queues (
  queue_id text primary key,
  paused_by text,
  paused_at text,
  last_turn integer not null default 0
) strict, without rowid;

CREATE TABLE queue_users (
  queue_id text not null references queues (queue_id),
  user_id text not null,
  pending integer not null default 0,
  in_progress integer not null default 0,
  waiting integer not null default 0,
  completed integer not null default 0,
  failed integer not null default 0,
  canceled integer not null default 0,
  last_turn integer not null default 0,
  virtual_time real not null default 0,
  primary key (queue_id, user_id)
) strict, without rowid;

CREATE INDEX queue_users_waiting on queue_users (queue_id, last_turn) where pending > 0;

CREATE TABLE batches (
  batch_id text primary key,
  queue_id text not null references queues (queue_id),
  user_id text not null,
  origin text,
  destination text,
  graph text not null,
  workflow text,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) strict;

CREATE INDEX batches_by_destination on batches (queue_id, destination) where destination is not null;

CREATE TABLE batch_counts (
  batch_id text primary key references batches (batch_id) on delete cascade,
  pending integer not null default 0,
  in_progress integer not null default 0,
  waiting integer not null default 0,
  completed integer not null default 0,
  failed integer not null default 0,
  canceled integer not null default 0
) strict, without rowid;

CREATE TABLE queue_items (
  item_id integer primary key autoincrement,
  queue_id text not null references queues (queue_id),
  batch_id text not null references batches (batch_id),
  user_id text not null,
  session_id text not null,
  status text not null default 'pending' check (status in ('pending', 'in_progress', 'waiting', 'completed', 'failed', 'canceled')),
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
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  started_at text,
  completed_at text
) strict;

CREATE INDEX queue_items_head on queue_items (queue_id, user_id, priority desc, item_id) where status = 'pending';

CREATE INDEX queue_items_line on queue_items (queue_id, priority desc, item_id) where status = 'pending';

CREATE INDEX queue_items_by_status on queue_items (queue_id, status, user_id) where status <> 'pending';

CREATE INDEX queue_items_by_batch on queue_items (batch_id);

CREATE INDEX queue_items_by_parent on queue_items (parent_item_id) where parent_item_id is not null;

CREATE INDEX queue_items_by_root on queue_items (root_item_id) where root_item_id is not null;

CREATE TABLE queue_sessions (
  item_id integer primary key references queue_items (item_id) on delete cascade,
  session text not null
, returned text, things blob) strict;

CREATE TRIGGER queue_item_counted after insert on queue_items begin
  insert into queue_users (queue_id, user_id, pending, in_progress, waiting, completed, failed, canceled) values (new.queue_id, new.user_id, new.status = 'pending', new.status = 'in_progress', new.status = 'waiting', new.status = 'completed', new.status = 'failed', new.status = 'canceled')
  on conflict do update set pending = pending + excluded.pending, in_progress = in_progress + excluded.in_progress, waiting = waiting + excluded.waiting, completed = completed + excluded.completed, failed = failed + excluded.failed, canceled = canceled + excluded.canceled;
  insert into batch_counts (batch_id, pending, in_progress, waiting, completed, failed, canceled) values (new.batch_id, new.status = 'pending', new.status = 'in_progress', new.status = 'waiting', new.status = 'completed', new.status = 'failed', new.status = 'canceled')
  on conflict do update set pending = pending + excluded.pending, in_progress = in_progress + excluded.in_progress, waiting = waiting + excluded.waiting, completed = completed + excluded.completed, failed = failed + excluded.failed, canceled = canceled + excluded.canceled;
end;

CREATE TRIGGER queue_item_recounted after update of status, user_id on queue_items
when old.status <> new.status or old.user_id <> new.user_id begin
  update queue_users set pending = pending - (old.status = 'pending'), in_progress = in_progress - (old.status = 'in_progress'), waiting = waiting - (old.status = 'waiting'), completed = completed - (old.status = 'completed'), failed = failed - (old.status = 'failed'), canceled = canceled - (old.status = 'canceled') where queue_id = old.queue_id and user_id = old.user_id;
  update batch_counts set pending = pending - (old.status = 'pending'), in_progress = in_progress - (old.status = 'in_progress'), waiting = waiting - (old.status = 'waiting'), completed = completed - (old.status = 'completed'), failed = failed - (old.status = 'failed'), canceled = canceled - (old.status = 'canceled') where batch_id = old.batch_id;
  insert into queue_users (queue_id, user_id, pending, in_progress, waiting, completed, failed, canceled) values (new.queue_id, new.user_id, new.status = 'pending', new.status = 'in_progress', new.status = 'waiting', new.status = 'completed', new.status = 'failed', new.status = 'canceled')
  on conflict do update set pending = pending + excluded.pending, in_progress = in_progress + excluded.in_progress, waiting = waiting + excluded.waiting, completed = completed + excluded.completed, failed = failed + excluded.failed, canceled = canceled + excluded.canceled;
  insert into batch_counts (batch_id, pending, in_progress, waiting, completed, failed, canceled) values (new.batch_id, new.status = 'pending', new.status = 'in_progress', new.status = 'waiting', new.status = 'completed', new.status = 'failed', new.status = 'canceled')
  on conflict do update set pending = pending + excluded.pending, in_progress = in_progress + excluded.in_progress, waiting = waiting + excluded.waiting, completed = completed + excluded.completed, failed = failed + excluded.failed, canceled = canceled + excluded.canceled;
end;

CREATE TRIGGER queue_item_uncounted after delete on queue_items begin
  update queue_users set pending = pending - (old.status = 'pending'), in_progress = in_progress - (old.status = 'in_progress'), waiting = waiting - (old.status = 'waiting'), completed = completed - (old.status = 'completed'), failed = failed - (old.status = 'failed'), canceled = canceled - (old.status = 'canceled') where queue_id = old.queue_id and user_id = old.user_id;
  update batch_counts set pending = pending - (old.status = 'pending'), in_progress = in_progress - (old.status = 'in_progress'), waiting = waiting - (old.status = 'waiting'), completed = completed - (old.status = 'completed'), failed = failed - (old.status = 'failed'), canceled = canceled - (old.status = 'canceled') where batch_id = old.batch_id;
  delete from batches
  where batch_id = old.batch_id and not exists (select 1 from queue_items where batch_id = old.batch_id);
end;

CREATE TABLE user_sessions (
  session_id text primary key,
  user_id text not null references users (user_id) on delete cascade,
  token_epoch integer not null default 0,
  remember_me integer not null default 0 check (remember_me in (0, 1)),
  address text,
  user_agent text,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  last_used_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  expires_at text not null
) strict, without rowid;

CREATE INDEX user_sessions_by_user on user_sessions (user_id);

CREATE TABLE audit_entries (
  id integer primary key autoincrement,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  action text not null,
  outcome text not null default 'success' check (outcome in ('success', 'failure', 'denied')),
  actor_id text,
  target_type text,
  target_id text,
  address text,
  details text not null default '{}' check (json_valid(details))
) strict;

CREATE INDEX audit_entries_by_action on audit_entries (action, id);

CREATE INDEX audit_entries_by_actor on audit_entries (actor_id, id);

CREATE INDEX audit_entries_by_time on audit_entries (created_at);

CREATE TRIGGER audit_entries_stay before update on audit_entries begin
  select raise(abort, 'the audit log is only added to');
end;

CREATE TABLE board_links (
  id text primary key,
  board_id text not null references boards (board_id) on delete cascade,
  token_hash text not null unique,
  password_hash text,
  expires_at text,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
, made_by text references users (user_id) on delete cascade) strict;

CREATE INDEX board_links_by_board on board_links (board_id);

CREATE TABLE transfers (
  transfer_id text primary key,
  from_user_id text not null,
  to_user_id text not null,
  board_id text,
  created_from text,
  created_to text,
  last_image_id integer not null,
  state text not null default 'moving' check (state in ('moving', 'done', 'undoing', 'undone')),
  boards integer not null default 0,
  images integer not null default 0,
  workflows integer not null default 0,
  style_presets integer not null default 0,
  system_prompts integer not null default 0,
  begun_by text,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  undone_at text
, returned_images integer not null default 0) strict, without rowid;

CREATE INDEX transfers_by_time on transfers (created_at);

CREATE INDEX transfers_unfinished on transfers (state) where state in ('moving', 'undoing');

CREATE TABLE transfer_images (
  transfer_id text not null references transfers (transfer_id) on delete cascade,
  image_id integer not null references images (id) on delete cascade, board_id text,
  primary key (transfer_id, image_id)
) strict, without rowid;

CREATE INDEX transfer_images_by_image on transfer_images (image_id);

CREATE TABLE transfer_things (
  transfer_id text not null references transfers (transfer_id) on delete cascade,
  kind text not null check (kind in ('board', 'workflow', 'style_preset', 'system_prompt')),
  thing_id text not null, updated_at text, visibility text,
  primary key (transfer_id, kind, thing_id)
) strict, without rowid;

CREATE TABLE erasures (user_id text primary key) strict, without rowid;

CREATE INDEX images_by_owner_size on images (user_id, size_bytes) where size_bytes is not null;

CREATE INDEX images_unmeasured on images (size_bytes) where size_bytes is null;

CREATE TABLE api_keys (
  key_id text primary key,
  user_id text not null references users (user_id) on delete cascade,
  name text not null,
  scopes text not null check (json_valid(scopes)),
  key_hash text not null unique,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  expires_at text,
  last_used_at text
) strict, without rowid;

CREATE INDEX api_keys_by_user on api_keys (user_id);

CREATE TABLE invitations (
  invitation_id text primary key,
  token_hash text not null unique,
  email text,
  is_admin integer not null default 0 check (is_admin in (0, 1)),
  created_by text not null references users (user_id) on delete cascade,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  expires_at text not null
) strict, without rowid;

CREATE TABLE reset_links (
  user_id text not null references users (user_id) on delete cascade,
  is_asked integer not null check (is_asked in (0, 1)),
  token_hash text not null unique,
  created_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  expires_at text not null,
  primary key (user_id, is_asked)
) strict, without rowid;

CREATE TABLE transfer_neighbours (
  transfer_id text not null references transfers (transfer_id) on delete cascade,
  image_id integer not null references images (id) on delete cascade,
  primary key (transfer_id, image_id)
) strict, without rowid;

CREATE INDEX transfer_neighbours_by_image on transfer_neighbours (image_id);

CREATE TABLE transfer_grants (
  transfer_id text not null references transfers (transfer_id) on delete cascade,
  board_id text not null,
  user_id text not null,
  permission text not null,
  primary key (transfer_id, board_id, user_id)
) strict, without rowid;

CREATE TABLE transfer_links (
  transfer_id text not null references transfers (transfer_id) on delete cascade,
  link_id text not null,
  primary key (transfer_id, link_id)
) strict, without rowid;

CREATE TABLE workflow_calls (
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
) strict;

CREATE INDEX workflow_calls_by_parent on workflow_calls (parent_item_id);

CREATE INDEX queue_items_by_call on queue_items (workflow_call_id) where workflow_call_id is not null;

CREATE TRIGGER queue_item_needs_no_state after update of status on queue_items
when old.status <> new.status and new.status in ('completed', 'failed', 'canceled') begin
  update workflow_calls set state = null, things = null, returned = null
  where parent_item_id = new.item_id and state is not null;
  update queue_sessions set returned = null, things = null
  where returned is not null and item_id in (select item_id from queue_items where parent_item_id = new.item_id);
end;

CREATE TABLE "account_openings" (
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
) strict;

CREATE INDEX account_openings_by_user on account_openings (user_id, opened_at);

CREATE INDEX account_openings_by_admin on account_openings (admin_id, until);

CREATE INDEX images_lost on images (lost_at) where lost_at is not null;

CREATE INDEX board_links_by_maker on board_links (made_by) where made_by is not null;
