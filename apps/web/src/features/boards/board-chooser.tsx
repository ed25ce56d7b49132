import { lazy, Suspense, useEffect } from 'react'
import { useQuestion } from './choice.ts'

const BoardChooserDialog = lazy(async () => ({ default: (await import('./board-chooser-dialog.tsx')).BoardChooserDialog }))

/** The place of the dialog that `chooseBoard` opens. */
export function BoardChooser() {
  const question = useQuestion((state) => state.question)
  // nobody answers it elsewhere
  useEffect(() => () => useQuestion.getState().question?.answer(undefined), [])
  return question && <Suspense>{<BoardChooserDialog {...question} />}</Suspense>
}
