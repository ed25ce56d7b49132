import { create } from 'zustand'

/** Where pictures go to. */
export interface TargetBoard {
  /** undefined: on no board */
  readonly id: string | undefined
  readonly name: string
}

interface Question {
  readonly title: string
  answer(board: TargetBoard | undefined): void
}

/** The question that is open, where one is. */
export const useQuestion = create<{ readonly question: Question | undefined }>(() => ({ question: undefined }))

/** Asks for a board to put pictures on: undefined where the question was closed. `BoardChooser` has to be on the page. */
export function chooseBoard(title: string): Promise<TargetBoard | undefined> {
  return new Promise((resolve) => {
    useQuestion.getState().question?.answer(undefined)
    const answer = (board: TargetBoard | undefined) => {
      useQuestion.setState({ question: undefined })
      resolve(board)
    }
    useQuestion.setState({ question: { title, answer } })
  })
}
