import { create } from 'zustand'

interface Question {
  readonly title: string
  answer(board: string | undefined): void
}

/** The question that is open, where one is. */
export const useQuestion = create<{ readonly question: Question | undefined }>(() => ({ question: undefined }))

/** Asks for a board to put pictures on: answers its id, `none`, or undefined where the question was closed. `BoardChooser` has to be on the page. */
export function chooseBoard(title: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    useQuestion.getState().question?.answer(undefined)
    const answer = (board: string | undefined) => {
      useQuestion.setState({ question: undefined })
      resolve(board)
    }
    useQuestion.setState({ question: { title, answer } })
  })
}
