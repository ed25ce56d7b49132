import { useCallback, useState } from 'react'
import { isSilence, useReconnect } from '../../../shared/server/index.ts'
import { type Studio, useStudio } from '../../../shared/studio.tsx'
import { getSection } from '../../../shared/user-state/index.ts'
import type { Generating } from '../actions.ts'
import { type FormField, formSection } from '../form/form-section.ts'
import { revealField } from '../form/reveal-field.ts'
import type { Hindrance } from './hindrance.ts'
import { learnDuration } from './learn-duration.ts'

/** What was asked for since nothing was on its way. */
interface Burst {
  /** How often that was and is still on its way. */
  readonly waiting: number
  /** How many pictures the server has taken. */
  readonly sent: number
  /** Why it has not taken some. */
  readonly failures: readonly unknown[]
}

/** What generates, and how it stands with that. */
export interface GeneratingState extends Generating, Burst {}

// what was asked for first is first in the queue, whichever is faster on its way
let line: Promise<unknown> = Promise.resolve()

/** Lets the form be generated. Each press counts, with the form as it stands then. */
export function useGenerating(openBoard: string | undefined): GeneratingState {
  const studio = useStudio()
  const [burst, setBurst] = useState<Burst>({ waiting: 0, sent: 0, failures: [] })
  const generate = useCallback(
    async (isFirst: boolean) => {
      const form = getSection(studio.state, formSection)
      setBurst((now) => (now.waiting === 0 ? { waiting: 1, sent: 0, failures: [] } : { ...now, waiting: now.waiting + 1 }))
      const end = (sent: number, ...failures: readonly unknown[]) =>
        setBurst((now) => ({
          waiting: now.waiting - 1,
          sent: now.sent + sent,
          failures: [...now.failures, ...failures],
        }))
      const turn = line.then(async () => {
        // graphs come when the first one is needed
        const { sendForm } = await import('./send.ts')
        return sendForm(studio, form, openBoard, isFirst)
      })
      line = turn.catch(() => undefined)
      try {
        const result = await turn
        if ('kind' in result) {
          revealHindrance(result)
          end(0)
        } else {
          showStage(studio)
          learnDuration(studio, result.items, result.effort)
          end(result.items.length)
        }
      } catch (error) {
        end(0, error)
      }
    },
    [studio, openBoard],
  )
  // it answers again, so that nobody has to read that it did not
  useReconnect(() => setBurst((now) => ({ ...now, failures: now.failures.filter((failure) => !isSilence(failure)) })))
  return { generate, ...burst }
}

// what is made now is looked at, not what was opened before
function showStage({ go }: Studio): void {
  void go({ to: '/', search: ({ image: _shown, compare: _other, ...search }) => search, replace: true })
}

function revealHindrance(hindrance: Hindrance): void {
  const field: FormField | undefined =
    hindrance.kind === 'fault' ? hindrance.field : hindrance.kind === 'noPrompt' ? 'positivePrompt' : undefined
  if (field) revealField(field)
}
