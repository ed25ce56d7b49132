/*
 * The catalogue of what can be refused, by a stable code. A row is all that a new error needs:
 *
 * - `status`    the HTTP status; only the HTTP room reads it
 * - `message`   the sentence for people, with {details} in braces. Texts of the interface are kept letter for letter
 * - `details`   what the thrower has to say beside the code; goes to the log, and into the message where it is named
 * - `body`      details that also stand in the answer beside `detail`, under the same name
 * - `headers`   headers of the answer, with {details} in braces
 * - `reported`  true when it is logged as a fault of the server, not of the caller
 *
 * Codes are never reused for something else. 500 is always a bug.
 */

/** What a detail of an error may be. */
export interface DetailKinds {
  readonly string: string
  readonly number: number
  readonly 'string | null': string | null
  readonly issues: readonly ValidationIssue[]
}

/** One thing that does not fit in a request, as the answer tells it: never with what was sent. */
export interface ValidationIssue {
  /** `missing` when nothing was sent, else the kind of misfit */
  readonly type: string
  /** where: `body`, `query`, `path` or `header`, then keys and indices */
  readonly loc: readonly (string | number)[]
  readonly msg: string
}

/** A row of the catalogue. */
export interface ErrorRow {
  readonly status: number
  readonly message: string
  readonly details?: Readonly<Record<string, keyof DetailKinds>>
  readonly body?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly reported?: boolean
}

const BEARER = { 'WWW-Authenticate': 'Bearer' }
const RETRY = { 'Retry-After': '{retryAfterSeconds}' }

/** Every refusal that the interface knows. */
export const ERRORS = {
  // any route
  route_not_found: { status: 404, message: 'Not Found' },
  request_invalid: { status: 422, message: 'The request does not fit', details: { issues: 'issues' } },
  body_malformed: { status: 422, message: 'The body is not valid JSON' },
  body_too_large: {
    status: 413,
    message: 'The body is too large: at most {limitBytes} bytes',
    details: { limitBytes: 'number' },
  },
  headers_too_large: { status: 431, message: 'The headers are too large' },
  media_type_unsupported: {
    status: 415,
    message: 'A body of this type is not read here: send {expected}',
    details: { expected: 'string' },
  },
  origin_forbidden: { status: 403, message: 'Requests from this origin are not accepted: add it to allow_origins' },
  host_forbidden: {
    status: 403,
    message: 'Requests to the name {host} are not accepted: add it to allowed_hosts',
    details: { host: 'string' },
  },
  range_unsatisfiable: {
    status: 416,
    message: 'The file ends before this range',
    details: { sizeBytes: 'number' },
    headers: { 'Content-Range': 'bytes */{sizeBytes}' },
  },
  internal_error: { status: 500, message: 'Internal Server Error', reported: true },
  not_implemented: { status: 501, message: 'Not implemented' },
  not_offered: { status: 501, message: '{sentence}', details: { sentence: 'string' } },
  unavailable: { status: 503, message: 'The server is starting or stopping: try again in a moment' },
  storage_full: {
    status: 507,
    message: 'The disk of the server is full: nothing was stored. Make room and try again',
    reported: true,
  },
  storage_unusable: {
    status: 503,
    message: 'The server cannot use its disk: nothing was stored. Its log says what is in the way',
    reported: true,
  },

  // credentials
  credentials_missing: { status: 401, message: 'Missing authentication credentials', headers: BEARER },
  credentials_invalid: { status: 401, message: 'Invalid or expired authentication token', headers: BEARER },
  credentials_orphaned: { status: 401, message: 'User account is inactive or does not exist', headers: BEARER },
  authentication_required: { status: 401, message: 'Authentication required' },
  token_invalid: { status: 401, message: 'Invalid or expired token' },
  token_orphaned: { status: 401, message: 'User not found or inactive' },
  login_failed: { status: 401, message: 'Incorrect email or password', headers: BEARER },
  account_disabled: { status: 403, message: 'User account is disabled' },
  login_throttled: {
    status: 429,
    message: 'Too many failed attempts: try again in {retryAfterSeconds} seconds',
    details: { retryAfterSeconds: 'number' },
    headers: RETRY,
  },
  login_in_single_user_mode: {
    status: 403,
    message: 'Multiuser mode is disabled. Authentication is not required in single-user mode.',
  },
  admin_required: { status: 403, message: 'Admin privileges required' },
  private_work_closed: {
    status: 403,
    message:
      'This is private work, which admin_private_view closes to administrators: open the account for a reason, and its owner is told',
  },
  break_glass_needless: {
    status: 409,
    message: 'There is nothing to open: the work of this account is in your view already',
  },
  account_opening_not_found: {
    status: 404,
    message: 'This opening is not known, or is over',
    details: { openingId: 'string' },
  },
  scope_insufficient: {
    status: 403,
    message: 'This API key lacks the scope {scope}, which this call needs',
    details: { scope: 'string' },
  },
  api_key_refused: { status: 403, message: 'No scope of an API key allows this: sign in instead' },

  // first start
  setup_in_single_user_mode: {
    status: 403,
    message: 'Multiuser mode is disabled. Admin setup is not required in single-user mode.',
  },
  setup_already_done: { status: 400, message: 'Administrator account already configured' },
  setup_code_required: { status: 403, message: 'Setup code required' },

  // accounts
  user_not_found: { status: 404, message: 'User not found', details: { userId: 'string' } },
  signing_secret_short: {
    status: 500,
    message:
      'The secret in {path} is shorter than 32 characters: delete the file, and start the server anew, which makes a good one',
    details: { path: 'string' },
  },
  signing_secret_set: {
    status: 409,
    message: 'The secret is the setting jwt_secret_key: change it there, and restart the server',
  },
  account_unknown: { status: 404, message: "No user found with email '{email}'", details: { email: 'string' } },
  email_unacceptable: { status: 400, message: "'{email}' is no e-mail address", details: { email: 'string' } },
  user_exists: { status: 400, message: 'User with email {email} already exists', details: { email: 'string' } },
  last_administrator: { status: 400, message: 'Cannot remove the last administrator' },
  system_user_protected: {
    status: 400,
    message: 'The system user cannot be deleted, deactivated, promoted to administrator, or given a password',
  },
  current_password_required: { status: 400, message: 'Current password is required to set a new password' },
  current_password_incorrect: { status: 400, message: 'Current password is incorrect' },
  password_empty: { status: 400, message: 'Password cannot be empty' },
  password_too_short: { status: 400, message: 'Password must be at least 8 characters long' },
  password_too_simple: { status: 400, message: 'Password must contain uppercase, lowercase, and numbers' },
  password_too_common: { status: 400, message: 'Password is too common' },
  password_too_long: { status: 400, message: 'Password must be at most 1024 characters long' },
  session_not_found: { status: 404, message: 'Session not found', details: { sessionId: 'string' } },
  api_key_not_found: { status: 404, message: 'API key not found', details: { keyId: 'string' } },
  invitation_not_found: { status: 404, message: 'Invitation not found', details: { invitationId: 'string' } },
  one_time_token_invalid: { status: 400, message: 'This link is unknown, used, revoked or expired: ask for a new one' },
  invitation_for_another_address: { status: 400, message: 'This invitation is for another address' },
  invitation_needs_address: { status: 400, message: 'Name the address of the new account' },
  mail_not_set_up: {
    status: 409,
    message: 'This server sends no mail: ask an administrator for a link to set a new password',
  },
  expiry_in_the_past: { status: 422, message: 'expires_at lies in the past' },
  transfer_not_found: { status: 404, message: 'Transfer not found', details: { transferId: 'string' } },
  transfer_to_owner: { status: 400, message: 'This account has the content already: name another one that gets it' },
  transfer_to_system: { status: 400, message: 'The system user takes nothing over: name the account of a person' },
  board_name_ambiguous: {
    status: 400,
    message: "Several boards are called '{boardName}': name one by its id",
    details: { boardName: 'string' },
  },
  transfer_under_way: {
    status: 409,
    message: 'Content is on its way to this account or from it: wait until the hand-over is done, and try again',
    details: { userId: 'string' },
  },
  erasure_under_way: {
    status: 409,
    message: 'The content of this account is being erased: wait until that is done, and try again',
    details: { userId: 'string' },
  },
  transfer_already_undone: { status: 409, message: 'This transfer was undone before', details: { transferId: 'string' } },

  // boards
  board_not_found: { status: 404, message: 'Board not found', details: { boardId: 'string' } },
  board_forbidden: { status: 403, message: 'Not authorized to access this board', details: { boardId: 'string' } },
  board_upload_forbidden: { status: 403, message: 'Not authorized to upload to this board', details: { boardId: 'string' } },
  board_modify_forbidden: { status: 403, message: 'Not authorized to modify this board', details: { boardId: 'string' } },
  board_update_forbidden: { status: 403, message: 'Not authorized to update this board', details: { boardId: 'string' } },
  board_delete_forbidden: { status: 403, message: 'Not authorized to delete this board', details: { boardId: 'string' } },
  board_share_forbidden: { status: 403, message: 'Not authorized to share this board', details: { boardId: 'string' } },
  board_paging_missing: {
    status: 400,
    message: "Invalid request: Must provide either 'all' or both 'offset' and 'limit'",
  },
  share_not_found: { status: 404, message: 'Share not found', details: { userId: 'string' } },
  share_target_refused: {
    status: 400,
    message: 'A board cannot be shared with its owner or with the system user',
    details: { userId: 'string' },
  },
  link_not_found: { status: 404, message: 'Link not found' },
  link_password_required: { status: 401, message: 'Link password required: send it as X-Link-Password' },

  // images
  image_not_found: { status: 404, message: 'Image not found', details: { imageName: 'string' } },
  image_forbidden: { status: 403, message: 'Not authorized to access this image', details: { imageName: 'string' } },
  image_modify_forbidden: { status: 403, message: 'Not authorized to modify this image', details: { imageName: 'string' } },
  image_move_forbidden: { status: 403, message: 'Not authorized to move this image', details: { imageName: 'string' } },
  recall_image_forbidden: {
    status: 403,
    message: 'Not authorized to access image {imageName}',
    details: { imageName: 'string' },
  },
  upload_not_an_image: { status: 415, message: 'Not an image' },
  upload_unreadable: { status: 415, message: 'Failed to read image' },
  upload_too_many_pixels: {
    status: 413,
    message: 'The image has too many pixels: at most {maximum} are decoded',
    details: { maximum: 'number' },
  },
  resize_to_invalid: { status: 400, message: 'Invalid resize_to format or size' },
  download_empty: { status: 400, message: 'No images or board id specified.' },
  download_not_found: { status: 404, message: 'Download not found', details: { name: 'string' } },
  download_forbidden: { status: 403, message: 'Not authorized to access this download', details: { name: 'string' } },

  // videos
  video_not_found: { status: 404, message: 'Video not found', details: { videoName: 'string' } },
  video_forbidden: { status: 403, message: 'Not authorized to access this video', details: { videoName: 'string' } },
  video_modify_forbidden: { status: 403, message: 'Not authorized to modify this video', details: { videoName: 'string' } },
  video_move_forbidden: { status: 403, message: 'Not authorized to move this video', details: { videoName: 'string' } },

  // workflows
  workflow_not_found: { status: 404, message: 'Workflow not found', details: { workflowId: 'string' } },
  workflow_forbidden: { status: 403, message: 'Not authorized to access this workflow', details: { workflowId: 'string' } },
  workflow_update_forbidden: {
    status: 403,
    message: 'Not authorized to update this workflow',
    details: { workflowId: 'string' },
  },
  workflow_delete_forbidden: {
    status: 403,
    message: 'Not authorized to delete this workflow',
    details: { workflowId: 'string' },
  },
  workflow_default_protected: { status: 403, message: 'Default workflows cannot be created, changed or deleted' },
  workflow_id_mismatch: { status: 422, message: 'The id in the body is not that of the path' },
  workflow_invalid: { status: 422, message: '{reason}', details: { reason: 'string' } },
  workflow_thumbnail_not_found: { status: 404, message: 'Workflow thumbnail not found', details: { workflowId: 'string' } },

  // style presets and system prompts
  style_preset_not_found: { status: 404, message: 'Style preset not found', details: { stylePresetId: 'string' } },
  style_preset_forbidden: {
    status: 403,
    message: 'Not authorized to access this style preset',
    details: { stylePresetId: 'string' },
  },
  style_preset_modify_forbidden: {
    status: 403,
    message: 'Not authorized to modify this style preset',
    details: { stylePresetId: 'string' },
  },
  style_preset_default_protected: { status: 403, message: 'Default style presets cannot be modified' },
  style_preset_default_forbidden: { status: 403, message: 'Only admins can create default presets' },
  style_preset_data_invalid: { status: 400, message: 'Invalid preset data' },
  style_preset_image_not_found: { status: 404, message: 'Style preset image not found', details: { stylePresetId: 'string' } },
  style_preset_csv_invalid: {
    status: 400,
    message: "Invalid CSV format: must include columns 'name', 'prompt', and 'negative_prompt' and name cannot be blank",
  },
  style_preset_json_invalid: {
    status: 400,
    message:
      "Invalid JSON format: must be a list of objects with keys 'name', 'prompt', and 'negative_prompt' and name cannot be blank",
  },
  style_preset_file_unsupported: { status: 415, message: 'Unsupported file type: send text/csv or application/json' },
  system_prompt_not_found: { status: 404, message: 'System prompt not found', details: { systemPromptId: 'string' } },
  system_prompt_forbidden: {
    status: 403,
    message: 'Not authorized to access this system prompt',
    details: { systemPromptId: 'string' },
  },
  system_prompt_update_forbidden: {
    status: 403,
    message: 'Not authorized to update this system prompt',
    details: { systemPromptId: 'string' },
  },
  system_prompt_delete_forbidden: {
    status: 403,
    message: 'Not authorized to delete this system prompt',
    details: { systemPromptId: 'string' },
  },

  // client state and recall
  client_state_stale: {
    status: 412,
    message: 'This value was changed elsewhere: take over the current one and try again',
    details: { value: 'string | null' },
    body: ['value'],
  },
  recall_strict_and_append: { status: 400, message: 'strict and append exclude each other' },

  // queue and graphs
  queue_not_found: { status: 404, message: 'Queue not found', details: { queueId: 'string' } },
  queue_item_not_found: { status: 404, message: 'Queue item not found', details: { itemId: 'number' } },
  queue_item_cancel_forbidden: {
    status: 403,
    message: 'You do not have permission to cancel this queue item',
    details: { itemId: 'number' },
  },
  queue_item_delete_forbidden: {
    status: 403,
    message: 'You do not have permission to delete this queue item',
    details: { itemId: 'number' },
  },
  queue_item_retry_forbidden: {
    status: 403,
    message: 'You do not have permission to retry queue item {itemId}',
    details: { itemId: 'number' },
  },
  queue_full: {
    status: 429,
    message: 'The queue would hold {requested} more than the {count} pending: {limit} allows {maximum}. Nothing was enqueued',
    details: { limit: 'string', count: 'number', requested: 'number', maximum: 'number' },
    body: ['limit', 'count', 'requested', 'maximum'],
  },
  graph_invalid: { status: 422, message: '{reason}', details: { reason: 'string' } },
  batch_invalid: { status: 422, message: '{reason}', details: { reason: 'string' } },

  // models
  model_not_found: { status: 404, message: 'Model not found', details: { key: 'string' } },
  model_not_found_by_attributes: { status: 404, message: 'No model found with these attributes' },
  model_not_found_by_hash: { status: 404, message: 'No model found with this hash' },
  model_image_not_found: { status: 404, message: 'Model image not found', details: { key: 'string' } },
  model_unidentified: { status: 400, message: 'Unable to identify model format', details: { key: 'string' } },
  model_busy: {
    status: 409,
    message: 'Another operation on model {key} is already in progress. Wait for it to finish and try again.',
    details: { key: 'string' },
  },
  model_conflict: { status: 409, message: '{reason}', details: { reason: 'string' } },
  model_changes_invalid: { status: 422, message: '{reason}', details: { reason: 'string' } },
  model_source_unsupported: { status: 409, message: "Unsupported model source: '{source}'", details: { source: 'string' } },
  model_source_unusable: { status: 424, message: '{reason}', details: { reason: 'string' } },
  model_file_refused: { status: 415, message: '{reason}', details: { reason: 'string' } },
  model_scan_failed: { status: 400, message: "The search path '{path}' could not be scanned", details: { path: 'string' } },
  model_repository_not_found: { status: 400, message: 'No HuggingFace repository found' },
  model_llm_required: { status: 422, message: 'This model does not write text', details: { key: 'string' } },
  model_install_not_found: { status: 404, message: 'Model install not found', details: { jobId: 'number' } },
  model_install_state: { status: 409, message: '{reason}', details: { reason: 'string' } },
  model_relationship_to_itself: { status: 400, message: 'Cannot relate a model to itself.' },
  model_relationship_exists: { status: 409, message: 'These models are related already' },
  model_relationship_not_found: { status: 404, message: 'Model relationship not found' },

  // the server itself
  external_provider_not_found: { status: 404, message: 'External provider not found', details: { providerId: 'string' } },
  setting_invalid: {
    status: 422,
    message: '{key}: {value} is not accepted; allowed: {allowed}',
    details: { key: 'string', value: 'string', allowed: 'string' },
  },
} as const satisfies Readonly<Record<string, ErrorRow>>

/** The code of a refusal. */
export type ErrorCode = keyof typeof ERRORS
