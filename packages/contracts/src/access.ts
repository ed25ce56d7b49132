import { AppError } from './app-error.ts'
import type { ErrorCode } from './errors.ts'

/*
 * Who may call a route. `who` is decided from the caller alone, the rules from a thing that the request names.
 *
 *   anyone          no credentials needed; those that come along are only looked at where an answer says more to administrators
 *   user            any active account
 *   admin           an administrator
 *   account         any active account, with credentials in single-user mode too: the routes about accounts
 *   account_admin   an administrator, with credentials in single-user mode too
 *
 * In single-user mode every caller of the first three is the system actor, who is an administrator.
 */

/** Who may call a route, as far as the caller alone decides. */
export type Who = 'anyone' | 'user' | 'admin' | 'account' | 'account_admin'

/**
 * The kinds of things that rules speak of: the name of their id in error details, the code of an unknown one, and for each act
 * the code of its refusal. A policy decides; these say how it is told.
 */
export const RESOURCES = {
  board: {
    id: 'boardId',
    missing: 'board_not_found',
    refused: {
      read: 'board_forbidden',
      /** put images on it */
      add: 'board_modify_forbidden',
      upload: 'board_upload_forbidden',
      update: 'board_update_forbidden',
      delete: 'board_delete_forbidden',
      /** manage grants and links */
      share: 'board_share_forbidden',
    },
  },
  image: {
    id: 'imageName',
    missing: 'image_not_found',
    refused: {
      read: 'image_forbidden',
      update: 'image_modify_forbidden',
      delete: 'image_modify_forbidden',
      /** put it on a board: who owns it decides */
      move: 'image_move_forbidden',
      /** take it off its board */
      remove: 'image_modify_forbidden',
      /** take it out of the trash */
      restore: 'image_modify_forbidden',
    },
  },
  /** An image in the trash as its owner alone may look at it; for everybody else there is none. */
  trashed_image: { id: 'imageName', missing: 'image_not_found', refused: { read: 'image_not_found' } },
  video: {
    id: 'videoName',
    missing: 'video_not_found',
    refused: {
      read: 'video_forbidden',
      update: 'video_modify_forbidden',
      delete: 'video_modify_forbidden',
      move: 'video_move_forbidden',
      remove: 'video_modify_forbidden',
    },
  },
  download: { id: 'name', missing: 'download_not_found', refused: { read: 'download_forbidden' } },
  workflow: {
    id: 'workflowId',
    missing: 'workflow_not_found',
    refused: { read: 'workflow_forbidden', update: 'workflow_update_forbidden', delete: 'workflow_delete_forbidden' },
  },
  style_preset: {
    id: 'stylePresetId',
    missing: 'style_preset_not_found',
    refused: {
      read: 'style_preset_forbidden',
      update: 'style_preset_modify_forbidden',
      delete: 'style_preset_modify_forbidden',
    },
  },
  system_prompt: {
    id: 'systemPromptId',
    missing: 'system_prompt_not_found',
    refused: {
      read: 'system_prompt_forbidden',
      update: 'system_prompt_update_forbidden',
      delete: 'system_prompt_delete_forbidden',
    },
  },
  /** one of the server's queues; only `default` exists */
  queue: { id: 'queueId', missing: 'queue_not_found', refused: { use: 'queue_not_found' } },
  queue_item: {
    id: 'itemId',
    missing: 'queue_item_not_found',
    refused: {
      /** everybody may; what is private is redacted */
      read: 'queue_item_not_found',
      cancel: 'queue_item_cancel_forbidden',
      delete: 'queue_item_delete_forbidden',
      retry: 'queue_item_retry_forbidden',
    },
  },
  model: { id: 'key', missing: 'model_not_found', refused: { read: 'model_not_found', manage: 'admin_required' } },
  user: { id: 'userId', missing: 'user_not_found', refused: { manage: 'admin_required' } },
  /** a sign-in; those of others do not exist for the caller */
  session: { id: 'sessionId', missing: 'session_not_found', refused: { end: 'session_not_found' } },
  api_key: { id: 'keyId', missing: 'api_key_not_found', refused: { delete: 'api_key_not_found' } },
} as const satisfies Readonly<Record<string, ResourceRow>>

interface ResourceRow {
  readonly id: string
  readonly missing: ErrorCode
  readonly refused: Readonly<Record<string, ErrorCode>>
}

/** A kind of thing that rules speak of. */
export type Resource = keyof typeof RESOURCES

/** What one can do with a thing of that kind. */
export type Action<Kind extends Resource = Resource> = {
  [Name in Kind]: keyof (typeof RESOURCES)[Name]['refused']
}[Kind]

/** Stands for the body itself, where that is a list of ids. */
export const WHOLE_BODY = '(body)'

/**
 * "The caller may do `action` to the `resource` whose id stands under `by`" in the path, the query, the body or the form. A list
 * of ids, be it the whole body, asks it of every one; the call is refused whole. When nothing is sent there, or the pseudo id `none`, there is nothing
 * to ask.
 */
export type ResourceRule<By extends string = string> = {
  [Kind in Resource]: { readonly resource: Kind; readonly by: By; readonly action: Action<Kind> }
}[Resource]

/** Who may call a route, written out. */
export interface Access {
  readonly who: Who
  /** the media cookie is accepted too */
  readonly media: boolean
  readonly rules: readonly ResourceRule[]
}

/** Who may call a route, as a route declares it; rules alone mean `user`. */
export type AccessDeclaration<By extends string = string> =
  | Who
  | ResourceRule<By>
  | readonly ResourceRule<By>[]
  | { readonly who?: Who; readonly media?: true; readonly rules?: readonly ResourceRule<By>[] }

/** Writes a declaration out. */
export function expandAccess(declaration: AccessDeclaration): Access {
  if (typeof declaration === 'string') return { who: declaration, media: false, rules: [] }
  if ('resource' in declaration) return { who: 'user', media: false, rules: [declaration] }
  // TypeScript does not narrow a union by Array.isArray when one member is a readonly array
  if ('length' in declaration) return { who: 'user', media: false, rules: declaration }
  return { who: declaration.who ?? 'user', media: declaration.media ?? false, rules: declaration.rules ?? [] }
}

/** The codes with which an access check may refuse, missing credentials included. */
export function listRefusals({ who, rules }: Access): ErrorCode[] {
  const things = rules.flatMap(({ resource, action }) => {
    const row: ResourceRow = RESOURCES[resource]
    return [row.missing, row.refused[action] ?? row.missing]
  })
  const mayBeClosed = rules.some(({ resource }) => CLOSABLE.includes(resource))
  return [...new Set([...REFUSALS[who], ...things, ...(mayBeClosed ? (['private_work_closed'] as const) : [])])]
}

/** What administrators may find closed, where `admin_private_view` is off. */
export const CLOSABLE: readonly Resource[] = ['board', 'image', 'download', 'workflow', 'style_preset', 'system_prompt']

const REFUSALS: Readonly<Record<Who, readonly ErrorCode[]>> = {
  anyone: [],
  user: ['authentication_required', 'token_invalid', 'token_orphaned'],
  admin: ['authentication_required', 'token_invalid', 'token_orphaned', 'admin_required'],
  account: ['credentials_missing', 'credentials_invalid', 'credentials_orphaned'],
  account_admin: ['credentials_missing', 'credentials_invalid', 'credentials_orphaned', 'admin_required'],
}

/** The error of a thing that does not exist, or that the caller may not know of. */
export function missingError(resource: Resource, id: string | number): AppError {
  return buildError(RESOURCES[resource].missing, resource, id)
}

/** The error of an act that the caller may not do to a thing. */
export function refusalError<Kind extends Resource>(resource: Kind, action: Action<Kind>, id: string | number): AppError {
  const row: ResourceRow = RESOURCES[resource]
  // an action is a key of `refused`
  return buildError(row.refused[action as string]!, resource, id)
}

function buildError(code: ErrorCode, resource: Resource, id: string | number): AppError {
  // the rows name codes whose only detail, if any, is the id of the resource (a test holds them to it)
  return new AppError(code, { [RESOURCES[resource].id]: id } as never)
}

/** What an API key may be good for, from least to most. */
export const API_KEY_SCOPES = ['read', 'generate', 'manage'] as const

/** A scope of an API key; each includes those before it. */
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number]

/** The scope that a call needs; `none`: no key may make it. */
export type NeededScope = ApiKeyScope | 'none'

/** Tells whether a key with these scopes may make a call that needs one. */
export function hasScope(scopes: readonly ApiKeyScope[], needed: NeededScope): boolean {
  if (needed === 'none') return false
  return scopes.some((scope) => API_KEY_SCOPES.indexOf(scope) >= API_KEY_SCOPES.indexOf(needed))
}
