import type { TextKey } from '../../shared/i18n/index.ts'
import type { AuditAction } from './queries.ts'

/** What happened, in words. */
export const ACTION_NAMES: Readonly<Record<AuditAction, TextKey>> = {
  setup: 'audit:setup',
  login: 'audit:login',
  login_failed: 'audit:loginFailed',
  logout: 'audit:logout',
  session_ended: 'audit:sessionEnded',
  user_created: 'audit:userCreated',
  user_updated: 'audit:userUpdated',
  user_deleted: 'audit:userDeleted',
  password_changed: 'audit:passwordChanged',
  password_reset: 'audit:passwordReset',
  reset_link_created: 'audit:resetLinkCreated',
  invitation_created: 'audit:invitationCreated',
  invitation_revoked: 'audit:invitationRevoked',
  invitation_accepted: 'audit:invitationAccepted',
  api_key_created: 'audit:apiKeyCreated',
  api_key_deleted: 'audit:apiKeyDeleted',
  board_shared: 'audit:boardShared',
  board_unshared: 'audit:boardUnshared',
  link_created: 'audit:linkCreated',
  link_revoked: 'audit:linkRevoked',
  content_transferred: 'audit:contentTransferred',
  content_exported: 'audit:contentExported',
  content_changed: 'audit:contentChanged',
  privacy_changed: 'audit:privacyChanged',
  break_glass: 'audit:breakGlass',
}
