import { useForm } from '../form/form-context.tsx'
import { PanelSection } from '../form/panel-section.tsx'
import { PresetField } from './preset-field.tsx'
import { PromptField } from './prompt-field.tsx'

/** What is not wanted, and the style that is put around the prompts. */
export function PromptSection() {
  const { model } = useForm()
  return (
    <PanelSection more={{ fields: ['presetId'], content: (isOpen) => <PresetField isInView={isOpen} /> }}>
      {model.supports.negative_prompt && <PromptField field="negativePrompt" minRows={1} />}
    </PanelSection>
  )
}
