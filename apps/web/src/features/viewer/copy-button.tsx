import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../../shared/copy-text.ts'
import { attempt } from '../../shared/notices/index.ts'

const SHOWN_MS = 1500

/** Copies a text, and says for a moment that it did. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const { t } = useTranslation('viewer')
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => {
    await copyText(text)
    setCopied(true)
  }
  return (
    <Tooltip label={isCopied ? t('copied') : t('copy')}>
      <ActionIcon aria-label={isCopied ? t('copiedWhat', { what }) : t('copyWhat', { what })} onClick={() => void attempt(copy)}>
        {isCopied ? <IconCheck size={16} stroke={1.5} aria-hidden /> : <IconCopy size={16} stroke={1.5} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  )
}
