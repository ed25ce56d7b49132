import { UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useText } from '../../shared/i18n/index.ts'
import { COLUMN_NAMES, type Sort, type SortKey } from './sort-accounts.ts'
import styles from './user-table.module.css'

/** What the head of a column takes. */
export interface SortHeadProps {
  readonly by: SortKey
  readonly sort: Sort
  setSort(sort: Sort): void
}

/** The head of a column by which the table can be sorted; numbers begin with the largest. */
export function SortHead({ by, sort, setSort }: SortHeadProps) {
  const say = useText()
  const isCurrent = sort.by === by
  const Sign = sort.isDescending ? IconChevronDown : IconChevronUp
  return (
    <th scope="col" aria-sort={isCurrent ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton
        className={styles.sort}
        onClick={() => setSort({ by, isDescending: isCurrent ? !sort.isDescending : by !== 'name' })}
      >
        {say(COLUMN_NAMES[by])}
        {isCurrent && <Sign size={14} stroke={1.5} aria-hidden />}
      </UnstyledButton>
    </th>
  )
}
