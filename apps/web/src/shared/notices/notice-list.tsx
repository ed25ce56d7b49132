import { Button, CloseButton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './notice-list.module.css'
import { dismiss, type Notice, takeUp, useNotices } from './notices.ts'

const SHOWN_MS = 8000

/** The messages at the foot of the page. */
export function NoticeList() {
  const shown = useNotices((state) => state.shown)
  return (
    <div className={styles.list} role="status" aria-atomic={false}>
      {shown.map((notice) => (
        <NoticeItem key={notice.id} {...notice} />
      ))}
    </div>
  )
}

function NoticeItem({ id, text, tone, act }: Notice & { readonly id: number }) {
  const { t } = useTranslation('shared')
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // one that is being used stays
    const timer = setInterval(() => {
      if (!element.current?.matches(':hover, :focus-within')) dismiss(id)
    }, SHOWN_MS)
    return () => clearInterval(timer)
  }, [id])
  return (
    <div ref={element} className={styles.notice} data-tone={tone}>
      <span className={styles.text}>{text}</span>
      {act && (
        <Button variant="subtle" onClick={() => takeUp(id)}>
          {act.label}
        </Button>
      )}
      <CloseButton aria-label={t('close')} onClick={() => dismiss(id)} />
    </div>
  )
}
