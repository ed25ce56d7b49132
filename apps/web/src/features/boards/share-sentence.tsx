import { useTranslation } from 'react-i18next'
import { findLocale } from '../../shared/formatting/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { type Board, isOwn } from './board.ts'
import styles from './share-dialog.module.css'
import { useLinks, useShares } from './sharing.ts'

/** People who are named; more are counted. */
const MOST_NAMES = 4

/** Says in one sentence who sees a board now, and what they may do. */
export function ShareSentence({ board }: { readonly board: Board }) {
  const { t } = useTranslation('boards')
  const { account, isPrivateClosed } = useStudio()
  const shares = useShares(board).data ?? []
  const links = useLinks(board).data?.length ?? 0
  const { board_visibility: visibility, owner } = board
  const name = (of: string | null) => of ?? t('someone')
  const ABILITIES = { read: t('whoReads'), write: t('whoWrites'), admin: t('whoManages') }
  const guests = shares
    // of those who see it anyway, only what more they may do is of interest
    .filter(({ permission }) => visibility === 'private' || permission !== 'read')
    .map(({ display_name, permission }) => `${name(display_name)} (${ABILITIES[permission]})`)
  const everybody = visibility === 'public' ? t('everybodyAdds') : t('everybodyReads')
  const who = account
    ? [
        isOwn(board) ? t('youYourself') : name(owner.display_name),
        ...(guests.length > MOST_NAMES ? [t('guests', { count: guests.length })] : guests),
        visibility === 'private' ? t(isPrivateClosed ? 'administratorsForReason' : 'administrators') : everybody,
      ]
    : [t('whoeverUsesServer')]
  if (links > 0) who.push(t('whoeverHasLink', { count: links }))
  return (
    <p className={styles.sentence} role="status">
      {t('seenBy', { who: new Intl.ListFormat(findLocale()).format(who) })}
    </p>
  )
}
