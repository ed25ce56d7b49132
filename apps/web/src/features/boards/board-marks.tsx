import { Tooltip } from '@mantine/core'
import { type Icon, IconLink, IconLock, IconUserShare, IconUsers, IconWorld } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../../shared/studio.tsx'
import { type Board, isOwn } from './board.ts'
import styles from './board-list.module.css'
import { useIsEveryone } from './everyone.ts'

/** Who sees a board, and whose it is and what one may do where it is not one's own. */
export function BoardMarks({ board }: { readonly board: Board }) {
  const { t } = useTranslation('boards')
  const hasAccounts = useAccount() !== undefined
  const { board_visibility: visibility, owner, granted, share_count: guests = 0, link_count: links = 0 } = board
  const name = owner.display_name ?? t('someone')
  const GRANTED = { read: t('grantedRead', { name }), write: t('grantedWrite', { name }), admin: t('grantedAdmin', { name }) }
  // in full, below the name of the board
  const isNamed = useIsEveryone()
  const isGuest = granted !== undefined
  return (
    <>
      {!isOwn(board) && !isNamed && (
        <Tooltip label={isGuest ? GRANTED[granted] : t('ownedBy', { name })}>
          <span className={styles.owner} role="img" aria-label={isGuest ? GRANTED[granted] : t('ownedBy', { name })}>
            {initialsOf(name)}
          </span>
        </Tooltip>
      )}
      {links > 0 && <Mark icon={IconLink} label={t('hasLinks', { count: links })} />}
      {hasAccounts && visibility === 'public' && <Mark icon={IconWorld} label={t('isPublic')} />}
      {hasAccounts && visibility === 'shared' && <Mark icon={IconUsers} label={t('isShared')} />}
      {hasAccounts && visibility === 'private' && guests === 0 && !isGuest && <Mark icon={IconLock} label={t('isPrivate')} />}
      {hasAccounts && visibility === 'private' && guests > 0 && (
        <Mark icon={IconUserShare} label={t('hasGuests', { count: guests })} />
      )}
    </>
  )
}

function Mark({ icon: MarkIcon, label }: { readonly icon: Icon; readonly label: string }) {
  return (
    <Tooltip label={label}>
      <span className={styles.mark} role="img" aria-label={label}>
        <MarkIcon size={14} stroke={1.5} aria-hidden />
      </span>
    </Tooltip>
  )
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).slice(0, 2)
  return words.map((word) => [...word][0]?.toUpperCase()).join('')
}
