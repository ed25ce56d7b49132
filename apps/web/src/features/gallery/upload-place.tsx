import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { carriesFiles } from '../../shared/picture-drag.ts'
import { useStudio } from '../../shared/studio.tsx'
import { uploadFiles, useUploads } from './upload-files.ts'
import styles from './upload-place.module.css'

/** Takes files that are dropped or pasted anywhere in the studio, and shows how far their upload is. */
export function UploadPlace() {
  const { t } = useTranslation('gallery')
  const studio = useStudio()
  const { total, done } = useUploads()
  const [isOver, setIsOver] = useState(false)

  useEffect(() => {
    let depth = 0
    const enter = (by: number) => (event: DragEvent) => {
      if (event.dataTransfer === null || !carriesFiles(event.dataTransfer)) return
      depth = Math.max(0, depth + by)
      setIsOver(depth > 0)
    }
    const [onEnter, onLeave] = [enter(1), enter(-1)]
    const onOver = (event: DragEvent) => {
      if (event.dataTransfer && carriesFiles(event.dataTransfer)) event.preventDefault()
    }
    const onDrop = (event: DragEvent) => {
      depth = 0
      setIsOver(false)
      // another place may have taken them
      if (event.defaultPrevented || event.dataTransfer === null || !carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      void uploadFiles(studio, [...event.dataTransfer.files])
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (event.defaultPrevented || files.length === 0 || isMeantAsText(event)) return
      event.preventDefault()
      void uploadFiles(studio, files)
    }
    const pairs = [
      ['dragenter', onEnter],
      ['dragleave', onLeave],
      ['dragover', onOver],
      ['drop', onDrop],
      ['paste', onPaste],
    ] as const
    for (const [name, listener] of pairs) window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of pairs) window.removeEventListener(name, listener as EventListener)
    }
  }, [studio])

  return (
    <>
      {isOver && <div className={styles.over}>{t('dropHere')}</div>}
      <div className={styles.progress}>
        {total > 0 && (
          <>
            <span>{t('uploading', { done: Math.min(done + 1, total), total })}</span>
            <progress max={total} value={done} aria-label={t('uploadProgress')} />
          </>
        )}
      </div>
    </>
  )
}

/** Whether a text is pasted into a field: some programs put a picture of it beside it. */
function isMeantAsText({ target, clipboardData }: ClipboardEvent): boolean {
  const isField = target instanceof Element && target.matches('input, textarea')
  return isField && clipboardData?.types.includes('text/plain') === true
}
