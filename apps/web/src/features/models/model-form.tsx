import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure, useServer } from '../../shared/server/index.ts'
import { Dialog } from '../../shared/ui/dialog.tsx'
import { listTriggers } from './find-models.ts'
import { readChanges } from './model-changes.ts'
import styles from './model-form.module.css'
import type { AnyModel } from './queries.ts'
import { nameScheduler } from './scheduler-names.ts'

/** In which an administrator changes what is said of a model. */
export function ModelForm({ model, onClose }: { readonly model: AnyModel; onClose(): void }) {
  const { t } = useTranslation('models')
  const { client } = useServer()
  const queries = useQueryClient()
  const id = useId()
  const save = useMutation({
    mutationFn: async (form: FormData) => {
      const body = readChanges(model, form)
      if (Object.keys(body).length > 0) await client.updateModel({ params: { key: model.key }, body })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['models'] })
      onClose()
    },
  })

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    save.mutate(new FormData(event.currentTarget))
  }

  return (
    <Dialog onClose={onClose} title={t('editTitle', { name: model.name })}>
      <form id={id} className={styles.form} onSubmit={submit}>
        <TextInput name="name" label={t('name')} required defaultValue={model.name} data-autofocus />
        <Textarea name="description" label={t('description')} autosize minRows={2} defaultValue={model.description ?? ''} />
        {'trigger_phrases' in model && (
          <Textarea
            name="triggers"
            label={t('triggers')}
            description={t('oneALine')}
            autosize
            minRows={2}
            defaultValue={listTriggers(model).join('\n')}
          />
        )}
        {model.type === 'main' && <BestSettings model={model} />}
        {save.error && (
          <p role="alert" className={styles.fault}>
            {describeFailure(save.error)}
          </p>
        )}
        <div className={styles.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function BestSettings({ model }: { readonly model: Extract<AnyModel, { readonly type: 'main' }> }) {
  const { t } = useTranslation('models')
  const best = model.default_settings
  const side = { min: 64, step: model.supports?.size.multiple_of ?? 8 }
  return (
    <fieldset className={styles.best}>
      <legend>{t('bestWith')}</legend>
      <NumberInput name="width" label={t('width')} {...side} defaultValue={best?.width ?? ''} placeholder={t('usual')} />
      <NumberInput name="height" label={t('height')} {...side} defaultValue={best?.height ?? ''} placeholder={t('usual')} />
      <NumberInput name="steps" label={t('bestSteps')} min={1} defaultValue={best?.steps ?? ''} placeholder={t('usual')} />
      <NumberInput
        name="cfg_scale"
        label={t('bestGuidance')}
        min={1}
        step={0.5}
        defaultValue={best?.cfg_scale ?? ''}
        placeholder={t('usual')}
      />
      <NativeSelect
        name="scheduler"
        label={t('bestScheduler')}
        data={[
          { value: '', label: t('usual') },
          ...(model.supports?.schedulers ?? []).map((value) => ({ value: value as string, label: nameScheduler(value) })),
        ]}
        defaultValue={best?.scheduler ?? ''}
      />
    </fieldset>
  )
}
