import { useQueryClient } from '@tanstack/react-query'
import { useReconnect, useServerEvent } from '../../shared/server/index.ts'

/** Reads the models anew when one was installed, or may have been. */
export function useModelChanges(): void {
  const queries = useQueryClient()
  const readAnew = () => void queries.invalidateQueries({ queryKey: ['models'] })
  useServerEvent('model_install_complete', readAnew)
  useReconnect(readAnew)
}
