import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useEffect, useState } from 'react'
import { carriesPictures, readDropped } from '../../../shared/picture-drag.ts'
import { isSilence, useReconnect } from '../../../shared/server/index.ts'
import { useStudio } from '../../../shared/studio.tsx'
import { startFromImage } from '../recall/recall-on-demand.ts'
import { uploadStartImage } from '../recall/upload-start-image.ts'

/**
 * Takes the start image: a picture of the gallery that is dropped, or a file. Why one could not be taken is known until another is
 * there, the server answers again, or somebody has read it.
 *
 * @param chosen  name of the image that the form begins with
 */
export function useStartImageDrop(chosen: string | undefined) {
  const studio = useStudio()
  const [isOver, setOver] = useState(false)
  const { mutate, isPending, error, reset } = useMutation({ mutationFn: (file: File) => uploadStartImage(studio, file) })

  // biome-ignore lint/correctness/useExhaustiveDependencies: another image is what ends it
  useEffect(reset, [chosen, reset])
  useReconnect(() => {
    if (isSilence(error)) reset()
  })

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
  return {
    take,
    isPending,
    error,
    dismiss: reset,
    isOver,
    handlers: { onDragOver: dragOver, onDragLeave: () => setOver(false), onDrop: drop },
  }
}
