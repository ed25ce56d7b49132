import { useTranslation } from 'react-i18next'
import { useAccount } from '../../shared/studio.tsx'
import { Dialog } from '../../shared/ui/dialog.tsx'
import type { Board } from './board.ts'
import { EverybodyField } from './everybody-field.tsx'
import { GuestList } from './guest-list.tsx'
import { LinkList } from './link-list.tsx'
import styles from './share-dialog.module.css'
import { ShareSentence } from './share-sentence.tsx'

/** What the dialog takes. */
export interface ShareDialogProps {
  readonly board: Board
  onClose(): void
}

/** Says who sees a board: everybody or nobody, chosen people, and whoever has a link. What is chosen counts at once. */
export function ShareDialog({ board, onClose }: ShareDialogProps) {
  const { t } = useTranslation('boards')
  // without accounts there is nobody to choose
  const hasAccounts = useAccount() !== undefined
  return (
    <Dialog title={t('shareTitle', { name: board.board_name })} onClose={onClose} size={520}>
      <div className={styles.parts}>
        <ShareSentence board={board} />
        {hasAccounts && (
          <>
            <GuestList board={board} />
            <EverybodyField board={board} />
          </>
        )}
        <LinkList board={board} />
      </div>
    </Dialog>
  )
}
