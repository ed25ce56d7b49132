import { useTranslation } from 'react-i18next'
import { useSection } from '../../shared/user-state/index.ts'
import styles from './example-prompts.module.css'
import { formSection } from './form/form-section.ts'

/** What the examples take. */
export interface ExamplePromptsProps {
  readonly prompts: readonly string[]
  /** Makes the picture of what the form says. */
  onChosen(): unknown
}

/** Prompts that show what the model can do, one click each. They stay until something else is written, so that nothing moves. */
export function ExamplePrompts({ prompts, onChosen }: ExamplePromptsProps) {
  const { t } = useTranslation('generate')
  const [{ positivePrompt }, change] = useSection(formSection)
  const isWanted = positivePrompt.trim() === '' || prompts.includes(positivePrompt)
  if (!isWanted || prompts.length === 0) return null
  return (
    <fieldset className={styles.examples}>
      <legend className={styles.hint}>{t('examplesHint')}</legend>
      {prompts.slice(0, 5).map((prompt) => (
        <button
          key={prompt}
          type="button"
          className={styles.example}
          aria-pressed={prompt === positivePrompt}
          onClick={() => {
            change({ positivePrompt: prompt })
            onChosen()
          }}
        >
          {prompt}
        </button>
      ))}
    </fieldset>
  )
}
