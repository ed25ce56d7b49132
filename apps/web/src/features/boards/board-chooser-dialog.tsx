import { TextInput } from '@mantine/core'
import { IconFolder, IconFolderOff, IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { attempt } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { Dialog } from '../../shared/ui/dialog.tsx'
import { mayAdd, NO_BOARD } from './board.ts'
import styles from './board-chooser-dialog.module.css'
import type { TargetBoard } from './choice.ts'
import { useIsEveryone, useOwnerName } from './everyone.ts'
import { createBoard, useShownBoards } from './queries.ts'

/** What the dialog takes. */
export interface BoardChooserDialogProps {
  readonly title: string
  answer(board: TargetBoard | undefined): void
}

const scrollInto = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' })

/** Asks for a board: typing narrows the list, and makes a board of a new name. */
export function BoardChooserDialog({ title, answer }: BoardChooserDialogProps) {
  const { t } = useTranslation('boards')
  const server = useServer()
  const boards = useShownBoards().data ?? []
  const isEveryone = useIsEveryone()
  const nameOwner = useOwnerName()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const name = text.trim()
  const fits = (candidate: string) => candidate.toLowerCase().includes(name.toLowerCase())

  const isMaking = useRef(false)
  const makeBoard = async () => {
    if (isMaking.current) return
    isMaking.current = true
    await attempt(async () => answer({ id: (await createBoard(server, name)).board_id, name }))
    isMaking.current = false
  }
  const options = [
    ...boards
      .filter((board) => !board.archived && mayAdd(board) && fits(board.board_name))
      .map((board) => ({
        id: board.board_id,
        label: board.board_name,
        whose: isEveryone ? nameOwner(board.owner) : undefined,
        icon: IconFolder,
        choose: () => answer({ id: board.board_id, name: board.board_name }),
      })),
    ...(fits(t('noBoard'))
      ? [
          {
            id: NO_BOARD,
            label: t('noBoard'),
            whose: undefined,
            icon: IconFolderOff,
            choose: () => answer({ id: undefined, name: t('noBoard') }),
          },
        ]
      : []),
    ...(name !== '' && !boards.some(({ board_name }) => board_name === name)
      ? [{ id: 'new', label: t('makeNamed', { name }), whose: undefined, icon: IconPlus, choose: () => void makeBoard() }]
      : []),
  ]
  const current = Math.min(at, options.length - 1)

  function onKeyDown(event: KeyboardEvent): void {
    // Enter may end the writing of a sign, or be held down
    if (event.nativeEvent.isComposing || (event.key === 'Enter' && event.repeat)) return
    if (event.key === 'Enter') options[current]?.choose()
    else if (event.key === 'ArrowDown') setAt(Math.min(current + 1, options.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(current - 1, 0))
    else return
    event.preventDefault()
  }

  return (
    <Dialog title={title} onClose={() => answer(undefined)}>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls="board-choice"
        {...(current >= 0 && { 'aria-activedescendant': `board-choice-${current}` })}
        label={t('findOrName')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles.options} id="board-choice" role="listbox" aria-label={t('boards')}>
        {options.map(({ id, label, whose, icon: OptionIcon, choose }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's
          <div
            key={id}
            id={`board-choice-${index}`}
            ref={index === current ? scrollInto : undefined}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={styles.option}
            onClick={choose}
          >
            <OptionIcon size={18} stroke={1.5} aria-hidden />
            <span>{label}</span>
            {whose !== undefined && <span className={styles.whose}>{whose}</span>}
          </div>
        ))}
      </div>
    </Dialog>
  )
}
