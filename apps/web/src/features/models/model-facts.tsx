import { useTranslation } from 'react-i18next'
import { formatBytes, formatNumber } from '../../shared/formatting/index.ts'
import { useText } from '../../shared/i18n/index.ts'
import styles from './model-facts.module.css'
import { nameBase, nameType } from './model-names.ts'
import { ModelPlace } from './model-place.tsx'
import type { AnyModel } from './queries.ts'
import { nameScheduler } from './scheduler-names.ts'

/** What is known of a model, in pairs; what nobody knows is left out. */
export function ModelFacts({ model }: { readonly model: AnyModel }) {
  const { t } = useTranslation('models')
  const say = useText()
  const best = model.type === 'main' ? { ...model.defaults, ...dropEmpty(model.default_settings ?? {}) } : {}
  const facts = [
    [t('kind'), say(nameType(model.type))],
    [t('architecture'), nameBase(model.base) ?? model.base],
    [t('variant'), 'variant' in model ? model.variant : undefined],
    [t('format'), model.format],
    [t('fileSize'), formatBytes(model.file_size)],
    [t('file'), model.path && <ModelPlace path={model.path} />],
    [t('bestSize'), best.width && best.height && `${best.width} × ${best.height}`],
    [t('bestSteps'), best.steps && formatNumber(best.steps)],
    [t('bestGuidance'), best.cfg_scale && formatNumber(best.cfg_scale)],
    [t('bestScheduler'), best.scheduler && nameScheduler(best.scheduler)],
  ] as const
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

function dropEmpty<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as never
}
