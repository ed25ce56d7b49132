import type { AccountOpening, AuditAction } from '@bottega/contracts'
import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable, Updateable } from 'kysely'

/** 0 or 1. */
export type Flag = 0 | 1
/** A flag that may be left out, for the table's own default. */
type DefaultFlag = ColumnType<Flag, Flag | boolean | undefined, Flag | boolean>
/** UTC as `YYYY-MM-DD HH:MM:SS.fff`; now where it is left out. */
type Time = Generated<string>

/** Every table that repositories read or change, by name; columns are named as on the wire. */
export interface Tables {
  users: UsersTable
  user_sessions: UserSessionsTable
  api_keys: ApiKeysTable
  invitations: InvitationsTable
  /** `is_asked` where somebody has asked for it by mail, and no administrator has made it. */
  reset_links: { user_id: string; is_asked: Flag; token_hash: string; created_at: Time; expires_at: string }
  audit_entries: AuditEntriesTable
  account_openings: AccountOpeningsTable
  settings: { key: string; value: string; updated_at: Time }
  client_state: { version: GeneratedAlways<number>; user_id: string; key: string; value: string; updated_at: Time }
  boards: BoardsTable
  board_grants: BoardGrantsTable
  board_links: BoardLinksTable
  images: ImagesTable
  image_metadata: { image_id: number; metadata: string }
  /** The full-text index over metadata; `rowid` is the image's id. Triggers fill it. */
  image_search: { rowid: number; image_search: string }
  image_counts: ImageCountsTable
  transfers: TransfersTable
  /** Images that went, and on which board they lay. */
  transfer_images: { transfer_id: string; image_id: number; board_id: string | null }
  /** Images of others that lay on boards as they were handed over. */
  transfer_neighbours: { transfer_id: string; image_id: number }
  /** Other things that went, each as it was: when it had last changed, and of a board who saw it; null where that was not noted. */
  transfer_things: {
    transfer_id: string
    kind: TransferredKind
    thing_id: string
    updated_at: string | null
    visibility: BoardVisibility | null
  }
  /** Grants of the boards that went, as they were then. */
  transfer_grants: { transfer_id: string; board_id: string; user_id: string; permission: Permission }
  /** Links that led to them then. */
  transfer_links: { transfer_id: string; link_id: string }
  /** Accounts that are gone and whose content is on its way after them. */
  erasures: { user_id: string }
  file_removals: { image_name: string; image_subfolder: string }
  bulk_downloads: BulkDownloadsTable
  workflows: WorkflowsTable
  workflow_tags: { workflow_id: string; tag: string }
  workflow_openings: { user_id: string; workflow_id: string; opened_at: Time }
  style_presets: StylePresetsTable
  system_prompts: SystemPromptsTable
  models: ModelsTable
  model_relationships: { model_key_1: string; model_key_2: string; created_at: Time }
  queues: { queue_id: string; paused_by: string | null; paused_at: string | null; last_turn: Generated<number> }
  queue_users: QueueUsersTable
  batches: BatchesTable
  batch_counts: BatchCountsTable
  queue_items: QueueItemsTable
  /** State of a session as JSON text, written when it ends or is suspended. */
  queue_sessions: { item_id: number; session: string; returned: string | null; things: Uint8Array | null }
  workflow_calls: WorkflowCallsTable
}

/** What a grant on a board allows. */
export type Permission = 'read' | 'write' | 'admin'
/** Who else sees a board: nobody, everybody, or everybody who may also add to it. */
export type BoardVisibility = 'private' | 'shared' | 'public'
/** What an image is for; `general` stands in the gallery's images, the others in its assets. */
export type ImageCategory = 'general' | 'control' | 'mask' | 'user' | 'other'
/** Whether a node made the image, or somebody brought it. */
export type ImageOrigin = 'internal' | 'external'
/** The list that an image stands in, by deletion, purpose and category. */
export type Shelf = 'images' | 'assets' | 'intermediate_images' | 'intermediate_assets' | 'trash'
/** What goes from one account to another beside images. */
export type TransferredKind = 'board' | 'workflow' | 'style_preset' | 'system_prompt'
/** States of a queue item; the last three are final. */
export type QueueItemStatus = 'pending' | 'in_progress' | 'waiting' | 'completed' | 'failed' | 'canceled'

interface UsersTable {
  user_id: string
  email: string
  /** The address in the form in which it must be the only one of its kind. */
  email_folded: string
  display_name: string | null
  password_hash: string
  is_admin: DefaultFlag
  is_active: DefaultFlag
  created_at: Time
  updated_at: Time
  last_login_at: string | null
}

interface UserSessionsTable {
  session_id: string
  user_id: string
  /** Tokens of an older epoch are refused. */
  token_epoch: Generated<number>
  remember_me: DefaultFlag
  /** Where it began; null when that is not known. */
  address: string | null
  user_agent: string | null
  created_at: Time
  last_used_at: Time
  expires_at: string
}

interface ApiKeysTable {
  key_id: string
  user_id: string
  name: string
  /** The list as JSON text. */
  scopes: string
  key_hash: string
  created_at: Time
  /** Null for a key that lasts. */
  expires_at: string | null
  last_used_at: string | null
}

interface InvitationsTable {
  invitation_id: string
  token_hash: string
  /** Null where whoever accepts names one. */
  email: string | null
  is_admin: DefaultFlag
  /** An administrator; once none, the invitation is of no use. */
  created_by: string
  created_at: Time
  expires_at: string
}

/** What happened; rows are added and never changed. */
interface AuditEntriesTable {
  id: GeneratedAlways<number>
  created_at: Time
  action: AuditAction
  outcome: Generated<'success' | 'failure' | 'denied'>
  /** Null for a command of the server's own machine, and for nobody. */
  actor_id: string | null
  target_type: string | null
  target_id: string | null
  address: string | null
  /** An object as JSON text. */
  details: Generated<string>
}

/** Openings of accounts, and what else owners are told that administrators did. */
interface AccountOpeningsTable {
  opening_id: string
  kind: Generated<AccountOpening['kind']>
  user_id: string
  /** `system` for a command of the server's own machine. */
  admin_id: string
  /** As the administrator was called then. */
  admin_name: string | null
  reason: string
  opened_at: Time
  until: string
  closed_at: string | null
  /** When the owner has taken note of it. */
  noted_at: string | null
  /** Of things that were changed, deleted or moved: which. */
  what: AccountOpening['what']
  /** And how many; 1 of all else. */
  amount: Generated<number>
}

interface BoardGrantsTable {
  board_id: string
  user_id: string
  permission: Permission
  granted_by: string
  created_at: Time
}

interface BoardsTable {
  board_id: string
  board_name: string
  user_id: string
  board_visibility: Generated<BoardVisibility>
  archived: DefaultFlag
  cover_image_name: string | null
  created_at: Time
  updated_at: Time
}

interface BoardLinksTable {
  id: string
  board_id: string
  /** What the token hashes to; the token itself is nowhere. */
  token_hash: string
  password_hash: string | null
  expires_at: string | null
  created_at: Time
  /** Who made it; null for the board's owner. */
  made_by: string | null
}

interface ImagesTable {
  id: GeneratedAlways<number>
  image_name: string
  user_id: string
  /** Null for uncategorised. */
  board_id: string | null
  image_origin: ImageOrigin
  image_category: ImageCategory
  width: number
  height: number
  session_id: string | null
  node_id: string | null
  is_intermediate: DefaultFlag
  starred: DefaultFlag
  has_workflow: DefaultFlag
  image_subfolder: Generated<string>
  created_at: Time
  updated_at: Time
  deleted_at: string | null
  /** Follows from deletion, purpose and category; `shelfOf` writes it. */
  shelf: Shelf
  /** A ThumbHash in base64. */
  placeholder: string | null
  /** Of its files together; null until somebody has looked. */
  size_bytes: number | null
  /** Since when its picture is known to be gone, of one that lies in the trash for that alone. */
  lost_at: string | null
}

/** How many images share these properties. Triggers keep it; no count is ever made by counting. */
interface ImageCountsTable {
  /** `none` for uncategorised. */
  board_id: string
  user_id: string
  shelf: Shelf
  image_category: ImageCategory
  image_origin: ImageOrigin
  starred: Flag
  images: number
}

interface TransfersTable {
  transfer_id: string
  from_user_id: string
  to_user_id: string
  /** Null for all that the account has. */
  board_id: string | null
  created_from: string | null
  created_to: string | null
  /** Images that come later stay. */
  last_image_id: number
  state: Generated<'moving' | 'done' | 'undoing' | 'undone'>
  /** How much has moved so far. */
  boards: Generated<number>
  images: Generated<number>
  workflows: Generated<number>
  style_presets: Generated<number>
  system_prompts: Generated<number>
  /** Images that have gone back so far. */
  returned_images: Generated<number>
  /** Null for a command of the server's own machine. */
  begun_by: string | null
  created_at: Time
  undone_at: string | null
}

interface BulkDownloadsTable {
  bulk_download_item_name: string
  /** Who asked for it. */
  user_id: string
  /** Whose content it holds, where it is all of somebody's; null for pictures that were chosen. */
  exported_user_id: string | null
  status: 'started' | 'complete' | 'error'
  error: string | null
  size_bytes: number | null
  created_at: Time
  expires_at: string
  /** A JSON list of the images in it that were not the user's own. */
  foreign_images: Generated<string>
}

interface WorkflowsTable {
  workflow_id: string
  user_id: string
  name: string
  description: string
  category: 'user' | 'default'
  /** As its author wrote them, separated by commas. */
  tags: string
  is_public: DefaultFlag
  /** JSON text. */
  workflow: string
  /** What `call_saved_workflow` says about it, as JSON text. */
  compatibility: string | null
  has_thumbnail: DefaultFlag
  created_at: Time
  updated_at: Time
}

interface StylePresetsTable {
  style_preset_id: string
  user_id: string
  name: string
  positive_prompt: string
  negative_prompt: string
  type: 'user' | 'default'
  is_public: DefaultFlag
  has_image: DefaultFlag
  created_at: Time
  updated_at: Time
}

interface SystemPromptsTable {
  system_prompt_id: string
  user_id: string
  name: string
  content: string
  is_public: DefaultFlag
  created_at: Time
  updated_at: Time
}

interface ModelsTable {
  key: string
  /** The whole record as JSON text; the columns after the times are read from it. */
  config: string
  has_cover: DefaultFlag
  created_at: Time
  updated_at: Time
  name: GeneratedAlways<string>
  base: GeneratedAlways<string>
  type: GeneratedAlways<string>
  format: GeneratedAlways<string>
  hash: GeneratedAlways<string>
  path: GeneratedAlways<string>
  source: GeneratedAlways<string | null>
  file_size: GeneratedAlways<number | null>
}

/** Triggers keep the six counts. */
interface QueueUsersTable extends Record<QueueItemStatus, GeneratedAlways<number>> {
  queue_id: string
  user_id: string
  /** Number of the turn in which an item of the user was started last; 0 for never. */
  last_turn: Generated<number>
  /** Weighted device seconds used. */
  virtual_time: Generated<number>
}

/** How many items of a batch have each status. Triggers keep it. */
interface BatchCountsTable extends Record<QueueItemStatus, GeneratedAlways<number>> {
  batch_id: string
}

/** Queue items that were made together; graph and workflow are stored once, as JSON text. */
interface BatchesTable {
  batch_id: string
  queue_id: string
  user_id: string
  origin: string | null
  destination: string | null
  graph: string
  workflow: string | null
  created_at: Time
}

/** Calls of saved workflows by items of the queue. */
interface WorkflowCallsTable {
  workflow_call_id: string
  parent_item_id: number
  prepared_call_node_id: string
  source_call_node_id: string
  workflow_id: string
  workflow_name: string
  depth: number
  status: Generated<'waiting_for_child' | 'completed' | 'failed'>
  error_message: string | null
  /** What the called sessions run, as JSON text. */
  graph: string
  workflow: string
  /** What it takes for the item that called to go on, as its worker wrote it. */
  state: string | null
  /** Tensors and prompts that are needed then. */
  things: Uint8Array | null
  /** What came back, as JSON text. */
  returned: string | null
}

interface QueueItemsTable {
  item_id: GeneratedAlways<number>
  queue_id: string
  batch_id: string
  user_id: string
  session_id: string
  status: Generated<QueueItemStatus>
  /** Grows with each change of status. */
  status_sequence: Generated<number>
  priority: Generated<number>
  /** The substitutions `[{node_path, field_name, value}]` as JSON text. */
  field_values: string | null
  /** 1, or 2 after the first died. */
  attempt: Generated<number>
  /** Proves that a result belongs to the present attempt. */
  claim_token: string | null
  device: string | null
  retried_from_item_id: number | null
  parent_item_id: number | null
  parent_session_id: string | null
  root_item_id: number | null
  workflow_call_id: string | null
  workflow_call_depth: number | null
  error_type: string | null
  error_message: string | null
  error_traceback: string | null
  created_at: Time
  updated_at: Time
  started_at: string | null
  completed_at: string | null
}

/** A row as it is read. */
export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>
/** A row as it is written. */
export type NewRow<Table extends keyof Tables> = Insertable<Tables[Table]>
/** Columns of a row to change. */
export type RowChanges<Table extends keyof Tables> = Updateable<Tables[Table]>
