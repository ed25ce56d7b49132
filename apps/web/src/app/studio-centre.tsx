import { useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Stage } from '../features/queue/index.ts'
import { loadViewer } from '../features/viewer/index.ts'

const Viewer = lazy(async () => ({ default: (await loadViewer()).Viewer }))

/** What stands in the middle: the picture that the address names, else what is being made. */
export function StudioCentre() {
  const { image, compare } = useSearch({ from: '/' })
  if (image === undefined) return <Stage />
  return (
    <Suspense>
      <Viewer name={image} other={compare} />
    </Suspense>
  )
}
