import { z } from 'zod'
import { offsetPage } from './paging.ts'
import { IsoTime, IsoTimeInput } from './time.ts'
import { UserDto } from './user.ts'

/** What the audit log tells of. */
const AUDIT_ACTIONS = [
  'setup',
  'login',
  'login_failed',
  'logout',
  'session_ended',
  'user_created',
  'user_updated',
  'user_deleted',
  'password_changed',
  'password_reset',
  'reset_link_created',
  'invitation_created',
  'invitation_revoked',
  'invitation_accepted',
  'api_key_created',
  'api_key_deleted',
  'board_shared',
  'board_unshared',
  'link_created',
  'link_revoked',
  'content_transferred',
  'content_exported',
  'content_changed',
  'break_glass',
  'privacy_changed',
] as const

/** What happened, in the audit log. */
export type AuditAction = z.infer<typeof AuditAction>
export const AuditAction = z.enum(AUDIT_ACTIONS)

/** A line of the audit log. Passwords, tokens, keys, hashes and prompts never appear in it. */
export type AuditEntry = z.infer<typeof AuditEntry>
export const AuditEntry = z
  .object({
    id: z.union([z.string(), z.int()]),
    created_at: IsoTime,
    action: AuditAction,
    outcome: z.enum(['success', 'failure', 'denied']),
    actor_id: z.string().nullable(),
    /** `user`, `board` or `transfer` */
    target_type: z.string().nullable(),
    target_id: z.string().nullable(),
    address: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' })

/** A part of the audit log, newest first. */
export const AuditPage = offsetPage('OffsetPaginatedResults_AuditEntry_', AuditEntry)

/** A hand-over of content from one account to another: all of it, a board, or what was made in a span of time. */
export type TransferRequest = z.infer<typeof TransferRequest>
export const TransferRequest = z
  .object({
    from_user_id: z.string().min(1),
    to_user_id: z.string().min(1),
    board_id: z.string().nullish(),
    created_from: IsoTimeInput.nullish(),
    created_to: IsoTimeInput.nullish(),
    dry_run: z.boolean().default(false),
  })
  .refine(({ from_user_id, to_user_id }) => from_user_id !== to_user_id, 'Content goes from one account to another')
  .refine(({ to_user_id }) => to_user_id !== 'system', 'The system user takes nothing over')
  .meta({ id: 'TransferRequest' })

/** How much a hand-over moves; a trial has no id. */
export type TransferResult = z.infer<typeof TransferResult>
export const TransferResult = z
  .object({
    id: z.string().nullable(),
    dry_run: z.boolean(),
    boards: z.int(),
    images: z.int(),
    videos: z.int(),
    workflows: z.int(),
    style_presets: z.int(),
    /** instructions for language models */
    system_prompts: z.int(),
    /** images of others on these boards, which stay theirs; of an undo those that were put there since, which lie on no board then */
    others_images: z.int(),
  })
  .meta({ id: 'TransferResult' })

/** A hand-over of before. Names are those of now, null for accounts that are gone. */
export type Transfer = z.infer<typeof Transfer>
export const Transfer = z
  .object({
    id: z.string(),
    from_user_id: z.string(),
    from_name: z.string().nullable(),
    to_user_id: z.string(),
    to_name: z.string().nullable(),
    board_id: z.string().nullable(),
    board_name: z.string().nullable(),
    created_from: IsoTime.nullable(),
    created_to: IsoTime.nullable(),
    created_at: IsoTime,
    /** null for a command of the server's own machine */
    begun_by: z.string().nullable(),
    /** `moving` and `undoing` while images are on their way */
    state: z.enum(['moving', 'done', 'undoing', 'undone']),
    undone_at: IsoTime.nullable(),
    boards: z.int(),
    images: z.int(),
    workflows: z.int(),
    style_presets: z.int(),
    system_prompts: z.int(),
  })
  .meta({ id: 'Transfer' })

/** A part of the hand-overs, the latest first. */
export const TransferPage = offsetPage('OffsetPaginatedResults_Transfer_', Transfer)

/** Somebody to whom something belongs, and how much; images in the trash are not counted. */
export type ContentOwner = z.infer<typeof ContentOwner>
export const ContentOwner = z
  .object({
    user_id: z.string(),
    /** of a deleted account as the audit log remembers them */
    display_name: z.string().nullable(),
    email: z.string().nullable(),
    /** `system` owns what was made without accounts */
    state: z.enum(['active', 'disabled', 'deleted', 'system']),
    boards: z.int(),
    images: z.int(),
    workflows: z.int(),
    style_presets: z.int(),
    system_prompts: z.int(),
  })
  .meta({ id: 'ContentOwner' })

/** What a notice to the owner of an account tells; all but the first are moments. */
const NOTICES = [
  'opening',
  'password_set',
  'reset_link',
  'email_changed',
  'keys_deleted',
  'export',
  /** of pictures that only the role of an administrator shows */
  'pictures_packed',
  'hand_over',
  'hand_back',
  /** the other side of both */
  'received',
  'returned',
  /** a board, to others than before */
  'shown',
  /** things that nothing but the role of an administrator let them touch */
  'changed',
  'moved',
  'deleted',
  /** the settings `admin_private_view` and `multiuser` */
  'private_view',
  'accounts_off',
] as const

/**
 * A time in which an administrator sees the private work of an account, where that is closed to administrators; or a moment of
 * which its owner is told: somebody else had a hand in the account or in what it owns, or all accounts lost some privacy.
 */
export type AccountOpening = z.infer<typeof AccountOpening>
export const AccountOpening = z
  .object({
    id: z.string(),
    /** what is no opening has no reason, and ends when it begins */
    kind: z.enum(NOTICES),
    /** of things that were changed, moved or deleted: which, and how many */
    what: z.enum(['image', 'board', 'workflow', 'style_preset', 'system_prompt']).nullable(),
    amount: z.int(),
    user_id: z.string(),
    user_display_name: z.string().nullable(),
    /** the administrator; `system` for a command of the server's own machine */
    opened_by: z.string(),
    opened_by_name: z.string().nullable(),
    reason: z.string(),
    opened_at: IsoTime,
    until: IsoTime,
    /** when it was ended before its time */
    closed_at: IsoTime.nullable(),
    /** when the owner of the account took note of it */
    noted_at: IsoTime.nullable(),
  })
  .meta({ id: 'AccountOpening' })

/** Whose work an administrator needs to see, why, and for how long. */
export type NewAccountOpening = z.infer<typeof NewAccountOpening>
export const NewAccountOpening = z
  .object({
    user_id: z.string().min(1),
    reason: z.string().trim().min(10).max(500),
    minutes: z.int().min(1).max(240),
  })
  .meta({ id: 'BreakGlassRequest' })

/** The accounts that are open to an administrator, and whether that is needed at all. */
export type OpenAccounts = z.infer<typeof OpenAccounts>
export const OpenAccounts = z
  .object({
    /** the setting; true: administrators see private work without opening accounts */
    admin_private_view: z.boolean(),
    items: z.array(AccountOpening),
  })
  .meta({ id: 'OpenAccounts' })

/** An account with what it has and does on the server. */
export type AccountUse = z.infer<typeof AccountUse>
export const AccountUse = UserDto.extend({
  /** without intermediate ones and those in the trash */
  image_count: z.int(),
  board_count: z.int(),
  /** of the files of all images, those in the trash too */
  storage_bytes: z.int(),
  session_count: z.int(),
  /** those that have not run out */
  api_key_count: z.int(),
  /** in the queue, and not begun */
  pending_count: z.int(),
}).meta({ id: 'AccountUse' })
