import { ActionIcon, Checkbox, Tooltip } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../shared/i18n/index.ts'
import { FIELD_NAMES } from '../form/field-names.ts'
import { useForm } from '../form/form-context.tsx'
import { NumberField } from '../form/number-field.tsx'
import { PanelSection } from '../form/panel-section.tsx'
import { AspectPicker } from './aspect-picker.tsx'
import styles from './size-section.module.css'

const TILING = ['seamlessX', 'seamlessY'] as const

/** How large, in which proportions, and whether it tiles. */
export function SizeSection() {
  const { t } = useTranslation('generate')
  const say = useText()
  const { form, values, model, change } = useForm()
  const { width, height } = values
  const step = model.supports.size.multiple_of
  return (
    <PanelSection
      more={{
        fields: model.supports.seamless ? TILING : [],
        content: () =>
          TILING.map((field) => (
            <Checkbox
              key={field}
              id={`generate-${field}`}
              label={say(FIELD_NAMES[field])}
              checked={form[field]}
              onChange={(event) => change({ [field]: event.currentTarget.checked })}
            />
          )),
      }}
    >
      <AspectPicker />
      <div className={styles.sides}>
        <NumberField field="width" step={step} />
        <Tooltip label={t('swap')}>
          <ActionIcon className={styles.swap} aria-label={t('swap')} onClick={() => change({ width: height, height: width })}>
            <IconArrowsExchange size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <NumberField field="height" step={step} />
      </div>
    </PanelSection>
  )
}
