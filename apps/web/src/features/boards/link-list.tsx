import { Button } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { attempt } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { Row, Rows } from '../../shared/ui/rows.tsx'
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
  return (
    <section className={styles.part} aria-label={t('linksTitle')}>
      <h3>{t('linksTitle')}</h3>
      <p className={styles.hint}>{t('linksHint')}</p>
      {links.length > 0 && (
        <Rows label={t('linksTitle')}>
          {links.map((link) => (
            <LinkRow key={link.id} link={link} onClose={() => void attempt(() => closeLink(server, board, link.id))} />
          ))}
        </Rows>
      )}
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

function LinkRow({ link, onClose }: { readonly link: Link; onClose(): void }) {
  const { t } = useTranslation('boards')
  const { created_at, expires_at, has_password } = link
  const title = t('linkOf', { time: formatTime(parseTime(created_at)) })
  return (
    <Row
      icon={IconLink}
      title={title}
      facts={[
        expires_at === null ? t('linkForEver') : t('linkUntil', { time: formatTime(parseTime(expires_at)) }),
        has_password ? t('linkWithPassword') : undefined,
      ]}
      act={
        <Button variant="subtle" color="gray" aria-label={t('closeThisLink', { link: title })} onClick={onClose}>
          {t('closeLink')}
        </Button>
      }
    />
  )
}
