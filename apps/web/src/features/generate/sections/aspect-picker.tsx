import { useTranslation } from 'react-i18next'
import { useForm } from '../form/form-context.tsx'
import styles from './aspect-picker.module.css'
import { ASPECTS, findAspect, fitAspect, ratioOf } from './aspects.ts'

const LONGEST = 18

/** Proportions to choose from, drawn as they are. */
export function AspectPicker() {
  const { t } = useTranslation('generate')
  const { values, model, change } = useForm()
  const { size } = model.supports
  const current = findAspect(values, size)
  return (
    <fieldset className={styles.aspects} aria-label={t('proportions')}>
      {ASPECTS.map((aspect) => {
        const ratio = ratioOf(aspect)
        const { width, height } = fitAspect(aspect, size)
        return (
          <button
            key={aspect}
            type="button"
            className={styles.aspect}
            aria-pressed={aspect === current}
            title={`${width} × ${height}`}
            onClick={() => change({ width, height })}
          >
            <svg width={20} height={20} viewBox="0 0 20 20" aria-hidden="true">
              <rect
                x={10 - (LONGEST * Math.min(1, ratio)) / 2}
                y={10 - (LONGEST * Math.min(1, 1 / ratio)) / 2}
                width={LONGEST * Math.min(1, ratio)}
                height={LONGEST * Math.min(1, 1 / ratio)}
                rx={2}
              />
            </svg>
            {aspect}
          </button>
        )
      })}
    </fieldset>
  )
}
