import { Button } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { attempt } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import type { Board } from './board.ts'
import { NewLink } from './new-link.tsx'
import styles from './share-dialog.module.css'
import { closeLink, type Link, useLinks } from './sharing.ts'

/** The public links of a board: what is open, to close it, and to make another. */
export function LinkList({ board }: { readonly board: Board }) {
  const { t } = useTranslation('boards')
  const server = useServer()
  const links = useLinks(board).data ?? []
  const [isMaking, setMaking] = useState(false)
  const describe = ({ created_at, expires_at, has_password }: Link) =>
    [
      t('linkOf', { time: formatTime(parseTime(created_at)) }),
      expires_at === null ? t('linkForEver') : t('linkUntil', { time: formatTime(parseTime(expires_at)) }),
      ...(has_password ? [t('linkWithPassword')] : []),
    ].join(', ')
  return (
    <section className={styles.part} aria-label={t('linksTitle')}>
      <h3>{t('linksTitle')}</h3>
      <p className={styles.hint}>{t('linksHint')}</p>
      <ul className={styles.rows}>
        {links.map((link) => (
          <li key={link.id} className={styles.row}>
            <IconLink size={18} stroke={1.5} aria-hidden />
            <span className={styles.what}>{describe(link)}</span>
            <Button
              variant="subtle"
              aria-label={t('closeThisLink', { link: describe(link) })}
              onClick={() => void attempt(() => closeLink(server, board, link.id))}
            >
              {t('closeLink')}
            </Button>
          </li>
        ))}
      </ul>
      {isMaking ? (
        <NewLink board={board} onClose={() => setMaking(false)} />
      ) : (
        <Button variant="default" leftSection={<IconLink size={18} stroke={1.5} aria-hidden />} onClick={() => setMaking(true)}>
          {t('newLink')}
        </Button>
      )}
    </section>
  )
}
