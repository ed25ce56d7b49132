import type { ApiError } from '@bottega/client'
import type { ErrorCode } from '@bottega/contracts'
import { formatBytes } from '../formatting/index.ts'
import { sayText, type TextKey } from '../i18n/index.ts'
import { describeMisfits } from './misfits.ts'

/** What the server refuses to users of the page, in their language; by the codes of its errors. */
const REFUSALS = {
  unavailable: 'shared:serverStarting',
  internal_error: 'shared:serverFailed',
  storage_full: 'shared:diskFull',
  storage_unusable: 'shared:diskUnusable',
  body_too_large: 'shared:tooLarge',
  origin_forbidden: 'shared:originForbidden',
  host_forbidden: 'shared:hostForbidden',
  not_offered: 'shared:refusedBecause',
  setting_invalid: 'shared:settingInvalid',

  credentials_missing: 'shared:signedOut',
  credentials_invalid: 'shared:signedOut',
  credentials_orphaned: 'shared:signedOut',
  authentication_required: 'shared:signedOut',
  admin_required: 'shared:adminsOnly',
  login_failed: 'people:credentialsWrong',
  account_disabled: 'people:accountDisabled',
  login_throttled: 'people:tooManyAttempts',
  setup_code_required: 'people:setupCodeWrong',
  user_exists: 'people:emailTaken',
  password_too_common: 'people:passwordCommon',
  password_too_short: 'people:passwordShort',
  password_too_simple: 'people:passwordSimple',
  password_empty: 'people:passwordEmpty',
  password_too_long: 'people:passwordLong',
  current_password_incorrect: 'people:currentPasswordWrong',
  last_administrator: 'people:lastAdmin',
  user_not_found: 'people:userGone',
  session_not_found: 'people:sessionGone',
  system_user_protected: 'shared:systemUser',
  current_password_required: 'shared:currentPasswordMissing',
  setup_already_done: 'shared:signedOut',
  api_key_not_found: 'shared:gone',
  invitation_not_found: 'shared:gone',
  one_time_token_invalid: 'shared:linkOver',
  invitation_for_another_address: 'shared:otherAddress',
  invitation_needs_address: 'shared:addressMissing',
  expiry_in_the_past: 'shared:alreadyOver',
  transfer_not_found: 'shared:gone',
  private_work_closed: 'shared:privateWork',
  break_glass_needless: 'shared:openAlready',
  account_opening_not_found: 'shared:openingOver',
  mail_not_set_up: 'shared:noMail',
  transfer_to_owner: 'shared:transferSame',
  transfer_to_system: 'shared:transferPerson',
  board_name_ambiguous: 'shared:boardAmbiguous',
  transfer_under_way: 'shared:transferUnderWay',
  erasure_under_way: 'shared:erasureUnderWay',
  transfer_already_undone: 'shared:undoneBefore',

  board_not_found: 'shared:boardGone',
  board_forbidden: 'shared:boardNotYours',
  board_upload_forbidden: 'shared:boardNoUploads',
  board_modify_forbidden: 'shared:boardNoChanges',
  board_update_forbidden: 'shared:boardNoChanges',
  board_delete_forbidden: 'shared:boardNoChanges',
  board_share_forbidden: 'shared:boardNoChanges',
  share_not_found: 'shared:gone',
  share_target_refused: 'shared:shareWithOwner',
  link_not_found: 'shared:linkOver',
  link_password_required: 'shared:linkPassword',

  image_not_found: 'shared:imageGone',
  image_forbidden: 'shared:imageNotYours',
  image_modify_forbidden: 'shared:imageNoChanges',
  image_move_forbidden: 'shared:imageNoChanges',
  upload_not_an_image: 'shared:notAPicture',
  upload_unreadable: 'shared:notAPicture',
  upload_too_many_pixels: 'shared:tooManyPixels',
  download_not_found: 'shared:archiveGone',
  download_forbidden: 'shared:notAllowed',

  style_preset_not_found: 'shared:gone',
  style_preset_forbidden: 'shared:notAllowed',

  queue_full: 'shared:queueFull',
  queue_item_not_found: 'shared:jobGone',
  queue_item_cancel_forbidden: 'shared:jobNotYours',
  queue_item_delete_forbidden: 'shared:jobNotYours',
  queue_item_retry_forbidden: 'shared:jobNotYours',

  model_not_found: 'shared:modelGone',
  model_busy: 'shared:modelBusy',
  model_conflict: 'shared:refusedBecause',
  model_changes_invalid: 'shared:refusedBecause',
  graph_invalid: 'shared:refusedBecause',
  batch_invalid: 'shared:refusedBecause',
} as const satisfies Partial<Readonly<Record<ErrorCode, TextKey>>>

/** A refusal in the words of the page; where it has none, in those of the server. */
export function describeRefusal({ code = '', details, body, message }: ApiError): string {
  if (code === 'request_invalid') return describeMisfits(body) ?? message
  const key = findText(code)
  if (key === undefined) return message
  const { limitBytes } = details
  // a sentence of the server alone is in its language
  const reason = message
  return sayText(key, { reason, ...details, ...(typeof limitBytes === 'number' && { limitSize: formatBytes(limitBytes) }) })
}

function findText(code: string): TextKey | undefined {
  return Object.hasOwn(REFUSALS, code) ? REFUSALS[code as keyof typeof REFUSALS] : undefined
}
