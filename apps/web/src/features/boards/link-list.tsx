import { Button } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { attempt, tell } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { Foot } from '../../shared/ui/foot.tsx'
import { Row, Rows } from '../../shared/ui/rows.tsx'
import type { Board } from './board.ts'
import { NewLink } from './new-link.tsx'
import styles from './share-dialog.module.css'
import { closeLink, type Link, useLinks } from './sharing.ts'

/** The public links of a board: those that are open, to end them, and to make another. */
export function LinkList({ board }: { readonly board: Board }) {
  const { t } = useTranslation('boards')
  const server = useServer()
  const links = useLinks(board).data ?? []
  const [isMaking, setMaking] = useState(false)
  const end = ({ id }: Link) =>
    attempt(async () => {
      await closeLink(server, board, id)
      tell({ text: t('linkEnded') })
    })
  return (
    <section className={styles.part} aria-label={t('linksTitle')}>
      <h3>{t('linksTitle')}</h3>
      <p className={styles.hint}>{t('linksHint')}</p>
      {links.length > 0 && (
        <Rows label={t('linksTitle')}>
          {links.map((link) => (
            <LinkRow key={link.id} link={link} onEnd={() => end(link)} />
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

function LinkRow({ link, onEnd }: { readonly link: Link; onEnd(): Promise<void> }) {
  const { t } = useTranslation('boards')
  // undefined until it was asked once, since then the focus comes back from the question
  const [isAsked, setAsked] = useState<boolean>()
  const [isBusy, setBusy] = useState(false)
  const { created_at, expires_at, has_password, made_by } = link
  const title = t('linkOf', { time: formatTime(parseTime(created_at)) })
  const end = async () => {
    setBusy(true)
    await onEnd()
    setBusy(false)
  }
  return (
    <Row
      icon={IconLink}
      title={title}
      facts={[
        expires_at === null ? t('linkForEver') : t('linkUntil', { time: formatTime(parseTime(expires_at)) }),
        has_password ? t('linkWithPassword') : undefined,
        made_by ? t('linkMadeBy', { name: made_by.display_name ?? t('someone') }) : undefined,
      ]}
      act={
        !isAsked && (
          <Button
            variant="subtle"
            color="gray"
            aria-label={t('closeThisLink', { link: title })}
            autoFocus={isAsked === false}
            onClick={() => setAsked(true)}
          >
            {t('closeLink')}
          </Button>
        )
      }
      question={
        isAsked && (
          <>
            <p role="status">{t('linkEnds')}</p>
            <Foot>
              {/* nothing is lost by an Enter too many */}
              <Button variant="default" autoFocus onClick={() => setAsked(false)}>
                {t('keepLink')}
              </Button>
              <Button color="red" loading={isBusy} onClick={() => void end()}>
                {t('closeLink')}
              </Button>
            </Foot>
          </>
        )
      }
    />
  )
}
