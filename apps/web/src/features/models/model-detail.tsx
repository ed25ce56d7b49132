import { Button, Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tell } from '../../shared/notices/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { listTriggers } from './find-models.ts'
import { ModelCover } from './model-cover.tsx'
import styles from './model-detail.module.css'
import { ModelFacts } from './model-facts.tsx'
import { ModelForm } from './model-form.tsx'
import { ModelSupport } from './model-support.tsx'
import type { AnyModel } from './queries.ts'

/** One model: what it is, what it is best used with, and what it can do. Administrators change what is said of it. */
export function ModelDetail({ model }: { readonly model: AnyModel }) {
  const { t } = useTranslation('models')
  const { isAdmin } = useStudio()
  const [isEdited, setEdited] = useState(false)
  const triggers = listTriggers(model)
  const examples = model.type === 'main' ? (model.example_prompts ?? []) : []
  return (
    <article className={styles.detail} aria-labelledby="model-name">
      <header className={styles.head}>
        <ModelCover model={model} size={72} />
        <h2 id="model-name" tabIndex={-1}>
          {model.name}
        </h2>
        <Tooltip label={t('onlyAdmins')} disabled={isAdmin}>
          <Button
            variant="default"
            leftSection={<IconPencil size={16} stroke={1.5} aria-hidden />}
            {...(!isAdmin && { 'data-disabled': true, 'aria-disabled': true, 'aria-label': `${t('edit')}: ${t('onlyAdmins')}` })}
            onClick={() => (isAdmin ? setEdited(true) : tell({ text: t('onlyAdmins') }))}
          >
            {t('edit')}
          </Button>
        </Tooltip>
      </header>
      {model.description && <p className={styles.description}>{model.description}</p>}
      <ModelFacts model={model} />
      {model.type === 'main' && <ModelSupport model={model} />}
      {triggers.length > 0 && <TextList title={t('triggers')} texts={triggers} />}
      {examples.length > 0 && <TextList title={t('examples')} texts={examples} />}
      {isEdited && <ModelForm model={model} onClose={() => setEdited(false)} />}
    </article>
  )
}

function TextList({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul className={styles.texts}>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  )
}
