import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { Fault } from '../shared/ui/fault.tsx'

/** What stands in place of a place that failed. */
export function PlaceFault({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <Fault
      error={error}
      onRetry={() => {
        reset()
        void router.invalidate()
      }}
    />
  )
}
