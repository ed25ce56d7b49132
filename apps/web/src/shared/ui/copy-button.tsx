import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../copy-text.ts'
import { attempt } from '../notices/index.ts'

const SHOWN_MS = 2000

/** What the button takes. */
export interface CopyButtonProps {
  readonly text: string
  /** What it copies, where more than one such button is near. */
  readonly what?: string
  /** The act that its dialog is for: a large button with its name, which has the focus. */
  readonly isMain?: boolean
}

/** Copies a text, and says for a moment that it has. */
export function CopyButton({ text, what, isMain = false }: CopyButtonProps) {
  const { t } = useTranslation('shared')
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const label = t(isCopied ? 'copied' : 'copy')
  const copy = async () => {
    await copyText(text)
    setCopied(true)
  }
  const CopyIcon = isCopied ? IconCheck : IconCopy
  const icon = <CopyIcon size={18} stroke={1.5} aria-hidden />
  if (isMain) {
    return (
      <Button autoFocus leftSection={icon} onClick={() => void attempt(copy)}>
        <span aria-live="polite">{label}</span>
      </Button>
    )
  }
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={what === undefined ? label : t(isCopied ? 'copiedWhat' : 'copyWhat', { what })}
        onClick={() => void attempt(copy)}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}
