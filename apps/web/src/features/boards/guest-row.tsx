import { ActionIcon, NativeSelect, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Board } from './board.ts'
import styles from './share-dialog.module.css'
import type { Share } from './sharing.ts'

/** What a row takes. */
export interface GuestRowProps {
  readonly board: Board
  readonly share: Share
  onGrant(permission: Share['permission']): void
  onWithdraw(): void
}

/** Somebody with whom a board is shared, by whom, and what they may do. */
export function GuestRow({ board, share, onGrant, onWithdraw }: GuestRowProps) {
  const { t } = useTranslation('boards')
  const { display_name, permission, granted_by, granted_by_name } = share
  const permissions: readonly { value: Share['permission']; label: string }[] = [
    { value: 'read', label: t('mayLook') },
    { value: 'write', label: t('mayChange') },
    { value: 'admin', label: t('mayManage') },
  ]
  const name = display_name ?? t('someone')
  return (
    <li className={styles.row}>
      <span className={styles.what}>
        {name}
        {granted_by !== board.owner.user_id && (
          <span className={styles.by}>{t('letInBy', { name: granted_by_name ?? t('someone') })}</span>
        )}
      </span>
      <NativeSelect
        className={styles.level}
        aria-label={t('whatMay', { name })}
        data={[...permissions]}
        value={permission}
        onChange={({ currentTarget }) => {
          const chosen = permissions.find(({ value }) => value === currentTarget.value)
          if (chosen) onGrant(chosen.value)
        }}
      />
      <Tooltip label={t('withdraw', { name })}>
        <ActionIcon aria-label={t('withdraw', { name })} onClick={onWithdraw}>
          <IconX size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </li>
  )
}
