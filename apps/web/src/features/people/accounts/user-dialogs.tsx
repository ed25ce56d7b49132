import type { UserDialog, UserDialogProps } from './actions.ts'
import { DeleteUserDialog } from './delete-user-dialog.tsx'
import { ExportUserDialog } from './export-user-dialog.tsx'
import { OpenAccountDialog } from './open-account-dialog.tsx'
import { RenameUserDialog } from './rename-user-dialog.tsx'
import { ResetLinkDialog } from './reset-link-dialog.tsx'
import { UserPasswordDialog } from './user-password-dialog.tsx'
import { UserSessionsDialog } from './user-sessions-dialog.tsx'

const DIALOGS = {
  rename: RenameUserDialog,
  password: UserPasswordDialog,
  'reset-link': ResetLinkDialog,
  sessions: UserSessionsDialog,
  export: ExportUserDialog,
  delete: DeleteUserDialog,
  open: OpenAccountDialog,
}

/** The dialog that was asked for. */
export function UserDialogs({ dialog, ...props }: UserDialogProps & { readonly dialog: UserDialog }) {
  const Dialog = DIALOGS[dialog]
  return <Dialog {...props} />
}
