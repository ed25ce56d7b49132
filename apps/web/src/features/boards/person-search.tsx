import { TextInput } from '@mantine/core'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './share-dialog.module.css'
import { usePeople } from './sharing.ts'

/** People that are offered; more have to be narrowed down. */
const MOST_FOUND = 20

/** What the search takes. */
export interface PersonSearchProps {
  /** ids of those who are not offered */
  readonly without: ReadonlySet<string>
  onPick(userId: string): void
}

/** Finds somebody by a part of the name: arrow keys choose, Enter takes. */
export function PersonSearch({ without, onPick }: PersonSearchProps) {
  const { t } = useTranslation('boards')
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const query = useDeferredValue(text.trim())
  const { data } = usePeople(query)
  const found = query === '' ? [] : (data ?? []).filter(({ user_id }) => !without.has(user_id)).slice(0, MOST_FOUND)
  const current = Math.min(at, found.length - 1)
  const isNobody = query !== '' && data !== undefined && found.length === 0

  const pick = (userId: string) => {
    setText('')
    onPick(userId)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const chosen = found[current]
    // Enter may end the writing of a sign
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && chosen) pick(chosen.user_id)
    else if (event.key === 'ArrowDown') setAt(Math.min(current + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(current - 1, 0))
    else if (event.key === 'Escape') setText('')
    else return
    event.preventDefault()
  }

  return (
    <div className={styles.search}>
      <TextInput
        data-autofocus
        // Escape empties the field before it closes the dialog
        data-mantine-stop-propagation={text !== ''}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={id}
        {...(current >= 0 && { 'aria-activedescendant': `${id}-${current}` })}
        aria-label={t('findPerson')}
        placeholder={t('findPerson')}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={t('people')} className={found.length > 0 ? styles.found : undefined}>
        {found.map(({ user_id, display_name }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's
          <div
            key={user_id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={styles.option}
            onClick={() => pick(user_id)}
          >
            {display_name ?? t('someone')}
          </div>
        ))}
      </div>
      <p className={styles.hint} aria-live="polite">
        {isNobody && t('nobodyFound')}
      </p>
    </div>
  )
}
