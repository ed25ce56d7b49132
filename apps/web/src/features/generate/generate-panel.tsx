import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../shared/actions/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { useSection } from '../../shared/user-state/index.ts'
import { usePaintingModels } from '../models/index.ts'
import { generateAction } from './actions.ts'
import { buildBatch } from './batch.ts'
import { formSection } from './form-section.ts'
import styles from './generate-panel.module.css'
import { chooseSettings } from './settings.ts'

const actions = [generateAction]

/** Where a person says what to make. */
export function GeneratePanel() {
  const { t } = useTranslation('generate')
  const { client } = useServer()
  const [form, change] = useSection(formSection)
  const model = usePaintingModels().data?.[0]
  const enqueue = useMutation({
    mutationFn: async (positivePrompt: string) => {
      if (model === undefined) return
      const seed = Math.floor(Math.random() * 2 ** 32)
      const wish = { ...chooseSettings(model), model, positivePrompt, negativePrompt: '', seed }
      await client.enqueueBatch({
        params: { queue_id: 'default' },
        body: buildBatch(wish, () => Math.random().toString(36).slice(2, 12)),
      })
    },
  })
  const subject = useMemo(
    () => ({ generate: () => enqueue.mutateAsync(form.positivePrompt) }),
    [enqueue.mutateAsync, form.positivePrompt],
  )
  useActions(actions, subject)

  return (
    <form
      className={styles.panel}
      onSubmit={(event) => {
        event.preventDefault()
        enqueue.mutate(form.positivePrompt)
      }}
    >
      <Textarea
        label={t('prompt')}
        autosize
        minRows={3}
        maxRows={10}
        value={form.positivePrompt}
        onChange={(event) => change({ positivePrompt: event.currentTarget.value })}
      />
      <div className={styles.examples}>
        {model?.example_prompts?.map((prompt) => (
          <Button
            key={prompt}
            variant="default"
            onClick={() => {
              change({ positivePrompt: prompt })
              enqueue.mutate(prompt)
            }}
          >
            {prompt}
          </Button>
        ))}
      </div>
      <Button type="submit" loading={enqueue.isPending}>
        {t('generate')}
      </Button>
      {enqueue.error && <p role="alert">{enqueue.error.message}</p>}
    </form>
  )
}
