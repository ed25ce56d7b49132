import { IconPhotoUp } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { carriesPictures, readDropped } from '../../shared/picture-drag.ts'
import { describeFailure } from '../../shared/server/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { fieldId } from './field-frame.tsx'
import { startFromImage } from './recall-on-demand.ts'
import styles from './start-image.module.css'
import { uploadStartImage } from './upload-start-image.ts'

/** Where a picture of the gallery or of elsewhere is dropped, or one is chosen, to begin with. */
export function StartImageDrop() {
  const { t } = useTranslation('generate')
  const studio = useStudio()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const upload = useMutation({ mutationFn: (file: File) => uploadStartImage(studio, file) })
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) upload.mutate(file)
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    const [name] = carriesPictures(event.dataTransfer) ? readDropped(event.dataTransfer) : []
    if (name === undefined) take(event.dataTransfer.files)
    else void startFromImage(studio, { image_name: name })
  }

  return (
    <>
      <button
        type="button"
        id={fieldId('startImage')}
        className={styles.drop}
        data-over={isOver}
        aria-busy={upload.isPending}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconPhotoUp size={18} stroke={1.5} aria-hidden />
        {t(upload.isPending ? 'uploading' : 'dropImage')}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('startImage')}
        onChange={(event) => {
          take(event.currentTarget.files)
          // the same file can be chosen again
          event.currentTarget.value = ''
        }}
      />
      {upload.error && (
        <p role="alert" className={styles.fault}>
          {describeFailure(upload.error)}
        </p>
      )}
    </>
  )
}
