import { useQueryClient } from '@tanstack/react-query'
import { useServerEvent } from '../../shared/server/index.ts'

/** Reads the models anew when one was installed. */
export function useModelChanges(): void {
  const queries = useQueryClient()
  useServerEvent('model_install_complete', () => void queries.invalidateQueries({ queryKey: ['models'] }))
}
