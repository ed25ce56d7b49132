import { useForm } from './form-context.tsx'
import { PresetField } from './preset-field.tsx'
import { PromptField } from './prompt-field.tsx'
import { Section } from './section.tsx'

/** What is not wanted, and the style that is put around the prompts. */
export function PromptSection() {
  const { model } = useForm()
  return (
    <Section more={{ fields: ['presetId'], content: (isOpen) => <PresetField isInView={isOpen} /> }}>
      {model.supports.negative_prompt && <PromptField field="negativePrompt" minRows={1} />}
    </Section>
  )
}
