import { useTranslation } from 'react-i18next'
import { formatDuration } from '../../../shared/formatting/index.ts'
import { useText } from '../../../shared/i18n/index.ts'
import { useSection } from '../../../shared/user-state/index.ts'
import { describeFault } from '../form/fault-text.ts'
import { FIELD_NAMES } from '../form/field-names.ts'
import { useForm } from '../form/form-context.tsx'
import { useAhead } from '../queries.ts'
import type { Hindrance } from './hindrance.ts'
import { estimateSeconds, timingsSection } from './timings.ts'
import { useVariantCount } from './use-variant-count.ts'

/** What the button says: what it will do, how long that takes and what is before it; or what is missing. */
export function SendLabel({ hindrance }: { readonly hindrance: Hindrance | undefined }) {
  const { t } = useTranslation('generate')
  const say = useText()
  const { form, values, model } = useForm()
  const [timings] = useSection(timingsSection)
  const ahead = useAhead()
  const variants = useVariantCount(form.positivePrompt)
  if (hindrance) {
    if (hindrance.kind === 'fault') return describeFault(t, say(FIELD_NAMES[hindrance.field]), hindrance.fault)
    return t(hindrance.kind === 'noModel' ? 'noModel' : 'noPrompt')
  }
  const { width, height, steps, strength } = values
  const count = values.count * variants
  const effort = { modelKey: model.key, width, height, steps, ...(form.startImage !== undefined && { strength }) }
  const seconds = estimateSeconds(timings, effort)
  return [
    t('generateCount', { count }),
    seconds !== undefined && t('about', { time: formatDuration(Math.max(1, Math.round(seconds * count))) }),
    ahead.own > 0 && t('ownFirst', { count: ahead.own }),
    ahead.others > 0 && t('othersFirst', { count: ahead.others }),
    ahead.isPaused && t('paused'),
  ]
    .filter((part) => part !== false)
    .join(' · ')
}
