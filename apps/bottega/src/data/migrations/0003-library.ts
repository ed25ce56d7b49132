const NOW = `(strftime('%Y-%m-%d %H:%M:%f', 'now'))`
const fromConfig = (type: string, path: string) => `${type} generated always as (config ->> '$.${path}') virtual`

/** Workflows, style presets, system prompts and models. */
export const library: readonly string[] = [
  `create table workflows (
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
    created_at text not null default ${NOW},
    updated_at text not null default ${NOW}
  ) strict`,
  `create index workflows_by_owner on workflows (user_id)`,

  `create table workflow_tags (
    workflow_id text not null references workflows (workflow_id) on delete cascade,
    tag text not null,
    primary key (workflow_id, tag)
  ) strict, without rowid`,

  `create table workflow_openings (
    user_id text not null,
    workflow_id text not null references workflows (workflow_id) on delete cascade,
    opened_at text not null default ${NOW},
    primary key (user_id, workflow_id)
  ) strict, without rowid`,
  `create index workflow_openings_by_workflow on workflow_openings (workflow_id)`,

  `create table style_presets (
    style_preset_id text primary key,
    user_id text not null,
    name text not null,
    positive_prompt text not null,
    negative_prompt text not null,
    type text not null check (type in ('user', 'default')),
    is_public integer not null default 0 check (is_public in (0, 1)),
    has_image integer not null default 0 check (has_image in (0, 1)),
    created_at text not null default ${NOW},
    updated_at text not null default ${NOW}
  ) strict`,
  `create index style_presets_by_owner on style_presets (user_id)`,

  `create table system_prompts (
    system_prompt_id text primary key,
    user_id text not null,
    name text not null,
    content text not null,
    is_public integer not null default 0 check (is_public in (0, 1)),
    created_at text not null default ${NOW},
    updated_at text not null default ${NOW}
  ) strict`,
  `create index system_prompts_by_owner on system_prompts (user_id)`,

  // the record is kept as it is sent; what one looks up is read from it
  `create table models (
    key text primary key,
    config text not null check (json_valid(config)),
    has_cover integer not null default 0 check (has_cover in (0, 1)),
    created_at text not null default ${NOW},
    updated_at text not null default ${NOW},
    ${fromConfig('name text not null', 'name')},
    ${fromConfig('base text not null', 'base')},
    ${fromConfig('type text not null', 'type')},
    ${fromConfig('format text not null', 'format')},
    ${fromConfig('hash text not null', 'hash')},
    ${fromConfig('path text not null', 'path')},
    ${fromConfig('source text', 'source')},
    ${fromConfig('file_size integer', 'file_size')}
  ) strict`,
  `create unique index models_by_path on models (path)`,
  `create index models_by_name on models (name)`,
  `create index models_by_hash on models (hash)`,

  `create table model_relationships (
    model_key_1 text not null references models (key) on delete cascade,
    model_key_2 text not null references models (key) on delete cascade,
    created_at text not null default ${NOW},
    primary key (model_key_1, model_key_2),
    check (model_key_1 < model_key_2)
  ) strict, without rowid`,
  `create index model_relationships_by_second on model_relationships (model_key_2)`,
]
