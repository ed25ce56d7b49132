import { useMutation } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useServerEvent } from '../../shared/server/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import type { Generating } from './actions.ts'
import type { FormField } from './form-section.ts'
import type { Hindrance } from './hindrance.ts'
import { revealField } from './reveal-field.ts'
import { type Effort, noteDuration } from './timings.ts'

/** What generates, and how it stands with that. */
export interface GeneratingState extends Generating {
  readonly isPending: boolean
  /** Why the server refused the last one. */
  readonly error: Error | null
  /** How many pictures the last one asked for. */
  readonly sent: number | undefined
}

/** Lets the form be generated, and learns from how long it takes. */
export function useGenerating(openBoard: string | undefined): GeneratingState {
  const studio = useStudio()
  const efforts = useRef(new Map<number, Effort>())
  const isBusy = useRef(false)
  const mutation = useMutation({
    mutationFn: async (isFirst: boolean) => {
      // graphs come when the first one is needed
      const { sendForm } = await import('./send.ts')
      const result = await sendForm(studio, openBoard, isFirst)
      if ('kind' in result) return revealHindrance(result)
      // what is made now is looked at, not what was opened before
      void studio.go({ to: '/', search: ({ image: _shown, compare: _other, ...search }) => search, replace: true })
      for (const item of result.items) efforts.current.set(item, result.effort)
      return result.items.length
    },
  })

  useServerEvent('queue_item_status_changed', ({ item_id, status, started_at, completed_at }) => {
    const effort = efforts.current.get(item_id)
    if (effort === undefined || completed_at === null || started_at === null) return
    efforts.current.delete(item_id)
    if (status === 'completed')
      noteDuration(studio.state, effort, (Date.parse(`${completed_at}Z`) - Date.parse(`${started_at}Z`)) / 1000)
  })

  const { mutateAsync } = mutation
  const generate = useMemo(
    () => async (isFirst: boolean) => {
      // a key that is held down asks once
      if (isBusy.current) return
      isBusy.current = true
      // what fails is said at the button
      await mutateAsync(isFirst).catch(() => undefined)
      isBusy.current = false
    },
    [mutateAsync],
  )
  return { generate, isPending: mutation.isPending, error: mutation.error, sent: mutation.data }
}

function revealHindrance(hindrance: Hindrance): undefined {
  const field: FormField | undefined =
    hindrance.kind === 'fault' ? hindrance.field : hindrance.kind === 'noPrompt' ? 'positivePrompt' : undefined
  if (field) revealField(field)
}
