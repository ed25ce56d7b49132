import { NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../shared/i18n/index.ts'
import type { ModelSearch } from './find-models.ts'
import styles from './model-filter.module.css'
import { nameType } from './model-names.ts'
import type { AnyModel } from './queries.ts'

interface ModelFilterProps {
  readonly models: readonly AnyModel[]
  readonly search: ModelSearch
  onChange(search: ModelSearch): void
}

/** Narrows the list of the models. */
export function ModelFilter({ models, search, onChange }: ModelFilterProps) {
  const { t } = useTranslation('models')
  const say = useText()
  const types = [...new Set(models.map(({ type }) => type))].map((type) => ({
    value: type as string,
    label: say(nameType(type)),
  }))
  return (
    <search className={styles.filter}>
      <TextInput
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
        value={search.typed}
        onChange={(event) => onChange({ ...search, typed: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t('type')}
        data={[{ value: '', label: t('allTypes') }, ...types]}
        value={search.type ?? ''}
        onChange={(event) => onChange({ ...search, type: event.currentTarget.value || undefined })}
      />
    </search>
  )
}
