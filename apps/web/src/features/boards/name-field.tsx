import { TextInput } from '@mantine/core'
import { useRef, useState } from 'react'

/** What the field takes. */
export interface NameFieldProps {
  readonly label: string
  readonly value: string
  /** The name that was written, or undefined where there is none or nothing changed. */
  onDone(name: string | undefined): void
}

/** A field for the name of a board, in its place in the list. Enter and leaving it take the name, Escape does not. */
export function NameField({ label, value, onDone }: NameFieldProps) {
  const [text, setText] = useState(value)
  const isDone = useRef(false)
  const end = (name: string | undefined) => {
    if (isDone.current) return
    isDone.current = true
    onDone(name === '' || name === value ? undefined : name)
  }
  return (
    <TextInput
      autoFocus
      aria-label={label}
      maxLength={300}
      value={text}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => end(text.trim())}
      onKeyDown={(event) => {
        // Enter may end the writing of a sign
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        event.preventDefault()
        event.stopPropagation()
        end(event.key === 'Enter' ? text.trim() : undefined)
      }}
    />
  )
}
