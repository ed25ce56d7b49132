import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findLocale } from '../../shared/formatting/index.ts'
import { useText } from '../../shared/i18n/index.ts'
import { attempt, tell } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import type { Board } from './board.ts'
import { GuestRow } from './guest-row.tsx'
import { listLetInBy } from './let-in.ts'
import { PersonSearch } from './person-search.tsx'
import styles from './share-dialog.module.css'
import { grantBoard, type Share, useShares, withdrawBoard } from './sharing.ts'

/**
 * The people that a board is shared with: to find more, to say what each may do, to take one off. Whom somebody let in who manages the
 * board no more stays, and is offered to be taken off too.
 */
export function GuestList({ board }: { readonly board: Board }) {
  const { t } = useTranslation('boards')
  const say = useText()
  const server = useServer()
  const shares = useShares(board).data ?? []
  const [ended, setEnded] = useState<Pick<Share, 'user_id' | 'display_name'>>()
  // whoever was put back manages the board again, and whom they let in
  const managesAgain = shares.some(({ user_id, permission }) => user_id === ended?.user_id && permission === 'admin')
  const letIn = ended && !managesAgain ? listLetInBy(shares, ended.user_id) : []
  const name = (of: string | null) => of ?? t('someone')

  async function grant(user_id: string, permission: Share['permission'], former?: Share) {
    await grantBoard(server, board, { user_id, permission })
    if (former?.permission === 'admin') setEnded(former)
  }
  async function withdraw(share: Share) {
    const { user_id, display_name, permission } = share
    await withdrawBoard(server, board, user_id)
    setEnded(share)
    const back = { label: say('shared:undo'), run: () => grantBoard(server, board, { user_id, permission }) }
    tell({ text: t('withdrawn', { name: name(display_name) }), act: back })
  }
  async function withdrawLetIn() {
    for (const { user_id } of letIn) await withdrawBoard(server, board, user_id)
  }

  const present = new Set([board.owner.user_id, ...shares.map(({ user_id }) => user_id)])
  return (
    <section className={styles.part} aria-label={t('guestsTitle')}>
      <h3>{t('guestsTitle')}</h3>
      <PersonSearch without={present} onPick={(userId) => void attempt(() => grant(userId, 'read'))} />
      <ul className={styles.rows}>
        {shares.map((share) => (
          <GuestRow
            key={share.user_id}
            board={board}
            share={share}
            onGrant={(permission) => void attempt(() => grant(share.user_id, permission, share))}
            onWithdraw={() => void attempt(() => withdraw(share))}
          />
        ))}
      </ul>
      <div role="status">
        {ended && letIn.length > 0 && (
          <div className={styles.left}>
            <p>
              {t('letInStay', {
                name: name(ended.display_name),
                who: new Intl.ListFormat(findLocale()).format(letIn.map(({ display_name }) => name(display_name))),
              })}
            </p>
            <Button variant="default" onClick={() => void attempt(withdrawLetIn)}>
              {t('withdrawLetIn')}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}
