import { useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../shared/actions/index.ts'
import { describeFailure } from '../../shared/server/index.ts'
import { useBoard } from '../boards/index.ts'
import { usePaintingModels } from '../models/index.ts'
import { GENERATE_ACTIONS } from './actions.ts'
import { ExamplePrompts } from './example-prompts.tsx'
import { FormProvider, useFormState } from './form/form-context.tsx'
import styles from './generate-panel.module.css'
import { NoModel } from './no-model.tsx'
import { PromptField } from './sections/prompt-field.tsx'
import { takesPictures } from './sending/board-choice.ts'
import { SendBar } from './sending/send-bar.tsx'
import { useGenerating } from './sending/use-generating.ts'

const FormSections = lazy(() => import('./sections/form-sections.tsx').then(({ FormSections }) => ({ default: FormSections })))

/** Where a person says what to make. */
export function GeneratePanel() {
  const { t } = useTranslation('generate')
  const { board } = useSearch({ from: '/' })
  // a day, or nothing, is no board, and some only let themselves be looked at
  const opened = useBoard(board)
  const openBoard = opened && takesPictures(opened) ? opened.board_id : undefined
  const models = usePaintingModels()
  const state = useFormState()
  const generating = useGenerating(openBoard)
  const { generate } = generating
  useActions(
    GENERATE_ACTIONS,
    useMemo(() => ({ generate }), [generate]),
  )

  return (
    <form
      className={styles.panel}
      aria-label={t('generate')}
      onSubmit={(event) => {
        event.preventDefault()
        void generate(false)
      }}
      onKeyDown={(event) => {
        // a key that is held down asks once, but for new lines
        if (event.key === 'Enter' && event.repeat && !(event.target instanceof HTMLTextAreaElement)) event.preventDefault()
      }}
    >
      <div className={styles.prompt}>
        <PromptField field="positivePrompt" minRows={3} />
        {state && <ExamplePrompts prompts={state.model.example_prompts ?? []} onChosen={() => generate(false)} />}
      </div>
      {state && (
        <FormProvider state={state}>
          <Suspense>
            <FormSections />
          </Suspense>
          <SendBar generating={generating} openBoard={openBoard} />
        </FormProvider>
      )}
      {models.data?.length === 0 && <NoModel />}
      {models.error && (
        <p role="alert" className={styles.fault}>
          {describeFailure(models.error)}
        </p>
      )}
    </form>
  )
}
