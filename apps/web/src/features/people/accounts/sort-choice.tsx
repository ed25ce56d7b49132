import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../shared/i18n/index.ts'
import { COLUMN_NAMES, SORT_KEYS, type Sort, sortBy } from './sort-accounts.ts'
import styles from './user-table.module.css'

/** What the choice takes. */
export interface SortChoiceProps {
  readonly sort: Sort
  setSort(sort: Sort): void
}

/** By what the accounts are sorted, where no heads of columns are in view. */
export function SortChoice({ sort, setSort }: SortChoiceProps) {
  const { t } = useTranslation('people')
  const say = useText()
  return (
    <NativeSelect
      className={styles.order}
      aria-label={t('sortBy')}
      data={SORT_KEYS.map((by) => ({ value: by, label: t('sortedBy', { what: say(COLUMN_NAMES[by]) }) }))}
      value={sort.by}
      onChange={({ currentTarget }) => {
        const by = SORT_KEYS.find((key) => key === currentTarget.value)
        if (by) setSort(sortBy(by))
      }}
    />
  )
}
