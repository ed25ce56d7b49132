import { Kbd, Modal } from '@mantine/core'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../shared/i18n/index.ts'
import { useSection } from '../shared/user-state/index.ts'
import { closeHelp } from './help-actions.ts'
import styles from './palette.module.css'
import { rank } from './rank.ts'
import { noteChoice, recentSection } from './recent-section.ts'
import { type PaletteEntry, usePaletteEntries } from './use-palette-entries.ts'

const MAX_SHOWN = 60

/** Finds everything that can be done, by its name. */
export function Palette() {
  const { t } = useTranslation('app')
  const entries = usePaletteEntries()
  const [recent, changeRecent] = useSection(recentSection)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const origin = useRef(document.activeElement)
  const shown = useMemo(() => listShown(entries, typed, recent.chosen), [entries, typed, recent.chosen])
  const current = shown[Math.min(at, shown.length - 1)]

  function leave(): void {
    closeHelp()
    if (origin.current instanceof HTMLElement) origin.current.focus()
  }

  function choose(entry: PaletteEntry | undefined): void {
    if (entry === undefined || entry.hindrance !== undefined) return
    leave()
    changeRecent(noteChoice(recent, entry.id))
    entry.run()
  }

  function press(event: KeyboardEvent): void {
    const last = shown.length - 1
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => setAt(at >= last ? 0 : at + 1),
      ArrowUp: () => setAt(at <= 0 ? last : at - 1),
      Enter: () => choose(current),
    }
    const act = keys[event.key]
    if (act === undefined || event.nativeEvent.isComposing) return
    event.preventDefault()
    act()
  }

  return (
    <Modal.Root opened onClose={leave} returnFocus={false} yOffset="8dvh" size="lg" classNames={{ content: styles.palette }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('openPalette')}>
        <input
          className={styles.search}
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls="palette-entries"
          aria-activedescendant={current && optionId(current)}
          aria-autocomplete="list"
          aria-label={t('openPalette')}
          placeholder={t('palettePlaceholder')}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={press}
        />
        <EntryList shown={shown} current={current} onChoose={choose} />
        <p role="status" className={styles.none}>
          {shown.length === 0 && t('nothingFound', { typed })}
        </p>
      </Modal.Content>
    </Modal.Root>
  )
}

interface EntryListProps {
  readonly shown: readonly PaletteEntry[]
  readonly current: PaletteEntry | undefined
  onChoose(entry: PaletteEntry): void
}

function EntryList({ shown, current, onChoose }: EntryListProps) {
  const { t } = useTranslation('app')
  const say = useText()
  useEffect(() => {
    if (current) document.getElementById(optionId(current))?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <div id="palette-entries" role="listbox" aria-label={t('openPalette')} className={styles.entries}>
      {shown.map((entry, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are pressed in the field above
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field above
        <div
          key={entry.id}
          id={optionId(entry)}
          role="option"
          className={styles.entry}
          aria-selected={entry === current}
          aria-disabled={entry.hindrance !== undefined}
          onClick={() => onChoose(entry)}
        >
          <entry.icon size={18} stroke={1.5} aria-hidden />
          <span className={styles.label}>{entry.label}</span>
          {entry.hindrance && <span className={styles.hindrance}>{entry.hindrance}</span>}
          {entry.group !== shown[index - 1]?.group && <span className={styles.hint}>{say(entry.group)}</span>}
          {entry.keys && (
            <span className={styles.keys}>
              {entry.keys.map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </span>
          )}
        </div>
      ))}
    </div>
  )
}

/** What fits what was typed, what can be done before what cannot. Before anything is typed: what was chosen lately first. */
function listShown(entries: readonly PaletteEntry[], typed: string, chosen: readonly string[]): PaletteEntry[] {
  const found = rank(entries, typed, ({ label }) => label)
  const place = ({ id, hindrance }: PaletteEntry) => {
    if (hindrance !== undefined) return 100
    return typed === '' && chosen.includes(id) ? chosen.indexOf(id) : 50
  }
  return found.sort((one, other) => place(one) - place(other)).slice(0, MAX_SHOWN)
}

const optionId = ({ id }: PaletteEntry) => `palette-${id.replace(/[^\w-]/g, '-')}`
