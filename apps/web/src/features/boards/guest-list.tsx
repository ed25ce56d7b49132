import { ActionIcon, NativeSelect, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../shared/i18n/index.ts'
import { attempt, tell } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import type { Board } from './board.ts'
import { PersonSearch } from './person-search.tsx'
import styles from './share-dialog.module.css'
import { grantBoard, type Share, useShares, withdrawBoard } from './sharing.ts'

/** The people that a board is shared with: to find more, to say what each may do, to take one off. */
export function GuestList({ board }: { readonly board: Board }) {
  const { t } = useTranslation('boards')
  const say = useText()
  const server = useServer()
  const shares = useShares(board).data ?? []
  const permissions: readonly { value: Share['permission']; label: string }[] = [
    { value: 'read', label: t('mayLook') },
    { value: 'write', label: t('mayChange') },
    { value: 'admin', label: t('mayManage') },
  ]
  const grant = (user_id: string, permission: Share['permission']) =>
    void attempt(() => grantBoard(server, board, { user_id, permission }))
  const withdraw = ({ user_id, permission }: Share, name: string) =>
    void attempt(async () => {
      await withdrawBoard(server, board, user_id)
      const back = { label: say('shared:undo'), run: () => grantBoard(server, board, { user_id, permission }) }
      tell({ text: t('withdrawn', { name }), act: back })
    })
  const present = new Set([board.owner.user_id, ...shares.map(({ user_id }) => user_id)])
  return (
    <section className={styles.part} aria-label={t('guestsTitle')}>
      <h3>{t('guestsTitle')}</h3>
      <PersonSearch without={present} onPick={(userId) => grant(userId, 'read')} />
      <ul className={styles.rows}>
        {shares.map((share) => {
          const { user_id, display_name, permission } = share
          const name = display_name ?? t('someone')
          return (
            <li key={user_id} className={styles.row}>
              <span className={styles.what}>{name}</span>
              <NativeSelect
                className={styles.level}
                aria-label={t('whatMay', { name })}
                data={[...permissions]}
                value={permission}
                onChange={({ currentTarget }) => {
                  const chosen = permissions.find(({ value }) => value === currentTarget.value)
                  if (chosen) grant(user_id, chosen.value)
                }}
              />
              <Tooltip label={t('withdraw', { name })}>
                <ActionIcon aria-label={t('withdraw', { name })} onClick={() => withdraw(share, name)}>
                  <IconX size={18} stroke={1.5} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
