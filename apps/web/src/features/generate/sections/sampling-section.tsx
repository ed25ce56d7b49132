import { nameScheduler } from '../../models/index.ts'
import { ChoiceField } from '../form/choice-field.tsx'
import { useForm } from '../form/form-context.tsx'
import { NumberField } from '../form/number-field.tsx'
import { PanelSection } from '../form/panel-section.tsx'
import styles from '../generate-panel.module.css'

/** How noise becomes a picture. */
export function SamplingSection() {
  const { values, model } = useForm()
  const { schedulers, guidance_rescale } = model.supports
  // one of another model stays in view, as what is wrong
  const names = schedulers.some((name) => name === values.scheduler) ? schedulers : [values.scheduler, ...schedulers]
  return (
    <PanelSection
      more={{
        fields: guidance_rescale ? ['guidanceRescale'] : [],
        content: () => <NumberField field="guidanceRescale" step={0.1} />,
      }}
    >
      <div className={styles.pair}>
        <NumberField field="steps" />
        <NumberField field="guidanceScale" step={0.5} />
      </div>
      <ChoiceField
        field="scheduler"
        value={values.scheduler}
        options={names.map((name) => ({ value: name, label: nameScheduler(name) }))}
      />
    </PanelSection>
  )
}
