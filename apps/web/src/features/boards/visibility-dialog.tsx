import { Button } from '@mantine/core'
import { IconLock, IconUsers, IconWorld } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../shared/i18n/index.ts'
import { attempt } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { Dialog } from '../../shared/ui/dialog.tsx'
import type { Board } from './board.ts'
import { changeBoard } from './queries.ts'
import styles from './visibility-dialog.module.css'

const CHOICES = [
  { value: 'private', label: 'boards:private', effect: 'boards:privateEffect', icon: IconLock },
  { value: 'shared', label: 'boards:shared', effect: 'boards:sharedEffect', icon: IconUsers },
  { value: 'public', label: 'boards:public', effect: 'boards:publicEffect', icon: IconWorld },
] as const

/** What the dialog takes. */
export interface VisibilityDialogProps {
  readonly board: Board
  onClose(): void
}

/** Says who may see a board and what they may do. Keys move through the choices, so nothing counts before it is saved. */
export function VisibilityDialog({ board, onClose }: VisibilityDialogProps) {
  const { t } = useTranslation('boards')
  const say = useText()
  const server = useServer()
  const [visibility, setVisibility] = useState(board.board_visibility)
  const chosen = CHOICES.find(({ value }) => value === visibility)
  const save = () => {
    onClose()
    if (visibility !== board.board_visibility) void attempt(() => changeBoard(server, board, { board_visibility: visibility }))
  }
  return (
    <Dialog title={t('whoSees', { name: board.board_name })} onClose={onClose}>
      <fieldset className={styles.choices} aria-label={t('whoSees', { name: board.board_name })}>
        {CHOICES.map(({ value, label, icon: ChoiceIcon }) => (
          <label key={value} className={styles.choice}>
            <input type="radio" name="visibility" checked={visibility === value} onChange={() => setVisibility(value)} />
            <ChoiceIcon size={18} stroke={1.5} aria-hidden />
            {say(label)}
          </label>
        ))}
      </fieldset>
      <p className={styles.effect} role="status">
        {chosen && say(chosen.effect)}
      </p>
      <Button onClick={save}>{t('save')}</Button>
    </Dialog>
  )
}
