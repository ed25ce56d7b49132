import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../shared/ui/copy-button.tsx'
import { type ImageDto, useImageMetadata, useImageWorkflow } from '../images/index.ts'
import styles from './details.module.css'
import { writeJson } from './write-json.ts'

type Part = 'metadata' | 'workflow' | 'graph'

/** What the file of a picture holds, as it stands there; read when it is opened. */
export function RawData({ image }: { readonly image: ImageDto }) {
  const { t } = useTranslation('viewer')
  const [isOpen, setOpen] = useState(false)
  const [part, setPart] = useState<Part>('metadata')
  const metadata = useImageMetadata(image.image_name)
  const workflow = useImageWorkflow(image.image_name, isOpen)
  const text = writeJson(part === 'metadata' ? metadata.data : workflow.data?.[part])
  return (
    <details className={styles.raw} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>{t('raw')}</summary>
      {isOpen && (
        <>
          <div className={styles.parts}>
            <SegmentedControl
              size="xs"
              aria-label={t('raw')}
              value={part}
              onChange={(value) => setPart(value as Part)}
              data={[
                { value: 'metadata', label: t('metadata') },
                { value: 'workflow', label: t('workflow') },
                { value: 'graph', label: t('graph') },
              ]}
            />
            {text !== undefined && <CopyButton text={text.whole} what={t('raw')} />}
          </div>
          {text === undefined ? (
            <p className={styles.hint}>{t('nothingStored')}</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
            <section className={styles.json} tabIndex={0} aria-label={t('raw')}>
              <pre className={styles.text}>{text.shown}</pre>
            </section>
          )}
          {text?.isCut && <p className={styles.hint}>{t('cut')}</p>}
        </>
      )}
    </details>
  )
}
