import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../../shared/copy-text.ts'
import { attempt } from '../../shared/notices/index.ts'

const SHOWN_MS = 2000

/** Copies a text, and says for a moment that it has. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTranslation('people')
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const label = t(isCopied ? 'copied' : 'copy')
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        aria-label={label}
        onClick={() =>
          void attempt(async () => {
            await copyText(text)
            setCopied(true)
          })
        }
      >
        {isCopied ? <IconCheck size={18} stroke={1.5} aria-hidden /> : <IconCopy size={18} stroke={1.5} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  )
}
