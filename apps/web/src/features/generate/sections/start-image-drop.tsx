import { IconPhotoUp } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldId } from '../form/field-frame.tsx'
import styles from './start-image.module.css'

/** What the place for a start image takes. */
export interface StartImageDropProps {
  readonly isUploading: boolean
  onFiles(files: FileList | null): void
}

/** Says that a picture can be dropped here, and lets one be chosen. */
export function StartImageDrop({ isUploading, onFiles }: StartImageDropProps) {
  const { t } = useTranslation('generate')
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        id={fieldId('startImage')}
        className={styles.drop}
        aria-busy={isUploading}
        onClick={() => input.current?.click()}
      >
        <IconPhotoUp size={18} stroke={1.5} aria-hidden />
        {t(isUploading ? 'uploading' : 'dropImage')}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('startImage')}
        onChange={(event) => {
          onFiles(event.currentTarget.files)
          // the same file can be chosen again
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
