import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useState } from 'react'
import { carriesPictures, readDropped } from '../../shared/picture-drag.ts'
import { useStudio } from '../../shared/studio.tsx'
import { startFromImage } from './recall-on-demand.ts'
import { uploadStartImage } from './upload-start-image.ts'

/** Takes the start image: a picture of the gallery that is dropped, or a file. */
export function useStartImageDrop() {
  const studio = useStudio()
  const [isOver, setOver] = useState(false)
  const { mutate, isPending, error } = useMutation({ mutationFn: (file: File) => uploadStartImage(studio, file) })

  function take(files: FileList | null): void {
    const file = files?.[0]
    if (file) mutate(file)
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    const [name] = carriesPictures(event.dataTransfer) ? readDropped(event.dataTransfer) : []
    if (name === undefined) take(event.dataTransfer.files)
    else void startFromImage(studio, { image_name: name })
  }

  function dragOver(event: DragEvent): void {
    event.preventDefault()
    setOver(true)
  }

  // what is dropped is prevented from more: the gallery would take it too
  return { take, isPending, error, isOver, handlers: { onDragOver: dragOver, onDragLeave: () => setOver(false), onDrop: drop } }
}
