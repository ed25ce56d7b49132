import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './form.module.css'
import type { Submission } from './use-submit.ts'

const SECOND_MS = 1000

/** What is wrong with what was sent, and when the next attempt makes sense. */
export function FormFault({ fault, waitsUntil }: Pick<Submission, 'fault' | 'waitsUntil'>) {
  const { t } = useTranslation('people')
  const seconds = useSecondsUntil(waitsUntil)
  if (fault === undefined) return null
  return (
    <div className={styles.fault}>
      <p role="alert">{fault}</p>
      {/* not told every second to those who listen */}
      {waitsUntil !== undefined && (
        <p aria-live="off">{seconds > 0 ? t('tryAgainIn', { time: describeWait(seconds) }) : t('tryAgainNow')}</p>
      )}
    </div>
  )
}

/** The seconds that are left, counted down. */
export function useSecondsUntil(moment: number | undefined): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (moment === undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS)
    return () => clearInterval(timer)
  }, [moment])
  return moment === undefined ? 0 : Math.max(0, Math.ceil((moment - now) / SECOND_MS))
}

/** As `1:05`. */
function describeWait(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
