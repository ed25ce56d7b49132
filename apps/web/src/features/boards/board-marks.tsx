import { Tooltip } from '@mantine/core'
import { IconLock, IconUsers, IconWorld } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../shared/i18n/index.ts'
import { type Board, isOwn } from './board.ts'
import styles from './board-list.module.css'

const ICONS = { private: IconLock, shared: IconUsers, public: IconWorld } as const
const TEXTS = { private: 'boards:isPrivate', shared: 'boards:isShared', public: 'boards:isPublic' } as const

/** Who sees a board, and whose it is where it is not one's own. */
export function BoardMarks({ board }: { readonly board: Board }) {
  const { t } = useTranslation('boards')
  const say = useText()
  const { board_visibility: visibility, owner } = board
  const VisibilityIcon = ICONS[visibility]
  const owned = owner.display_name ?? t('someone')
  const initials = owned
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase())
    .join('')
  return (
    <>
      {!isOwn(board) && (
        <Tooltip label={t('ownedBy', { name: owned })}>
          <span className={styles.owner} role="img" aria-label={t('ownedBy', { name: owned })}>
            {initials}
          </span>
        </Tooltip>
      )}
      <Tooltip label={say(TEXTS[visibility])}>
        <span className={styles.mark} role="img" aria-label={say(TEXTS[visibility])}>
          <VisibilityIcon size={14} stroke={1.5} aria-hidden />
        </span>
      </Tooltip>
    </>
  )
}
