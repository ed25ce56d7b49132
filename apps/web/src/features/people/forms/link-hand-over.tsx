import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../../shared/formatting/index.ts'
import { isLoopback } from './loopback.ts'
import { SecretHandOver } from './secret-hand-over.tsx'

/** A link that works once, and what became of the mail with it, if one was asked for. */
export interface LinkHandOverProps {
  readonly url: string
  readonly expires_at: string
  readonly mailed?: boolean | undefined
  onClose(): void
}

/** Shows a link once, to be passed on. */
export function LinkHandOver({ url, expires_at, mailed, onClose }: LinkHandOverProps) {
  const { t } = useTranslation('people')
  const time = formatTime(parseTime(expires_at))
  const hint = mailed === undefined ? t('linkHint', { time }) : t(mailed ? 'linkMailed' : 'linkNotMailed', { time })
  const reach = isLoopback(url) ? ` ${t('linkOnlyHere')}` : ''
  return <SecretHandOver hint={hint + reach} label={t('link')} text={url} onClose={onClose} />
}
