import { UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useText } from '../../../shared/i18n/index.ts'
import { RecordHead } from '../../../shared/ui/records.tsx'
import { COLUMN_NAMES, type Sort, type SortKey, sortBy } from './sort-accounts.ts'
import styles from './user-table.module.css'

/** What the head of a column takes. */
export interface SortHeadProps {
  readonly by: SortKey
  readonly isNumber?: boolean
  readonly sort: Sort
  setSort(sort: Sort): void
}

/** The head of a column by which the table can be sorted; numbers begin with the largest. */
export function SortHead({ by, isNumber = false, sort, setSort }: SortHeadProps) {
  const say = useText()
  const isCurrent = sort.by === by
  const Sign = sort.isDescending ? IconChevronDown : IconChevronUp
  return (
    <RecordHead isNumber={isNumber} aria-sort={isCurrent ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton
        className={styles.sort}
        onClick={() => setSort(isCurrent ? { by, isDescending: !sort.isDescending } : sortBy(by))}
      >
        {say(COLUMN_NAMES[by])}
        {isCurrent && <Sign size={14} stroke={1.5} aria-hidden />}
      </UnstyledButton>
    </RecordHead>
  )
}
