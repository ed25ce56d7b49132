import { useTranslation } from 'react-i18next'
import { useText } from '../../../shared/i18n/index.ts'
import { NO_BOARD, useBoards } from '../../boards/index.ts'
import { ChoiceField } from '../form/choice-field.tsx'
import { useForm } from '../form/form-context.tsx'
import { takesPictures } from './board-choice.ts'

/** Which board pictures go to: the one that is open, none, or always the same. */
export function BoardField({ openBoard }: { readonly openBoard: string | undefined }) {
  const { t } = useTranslation('generate')
  const say = useText()
  const { form } = useForm()
  const boards = (useBoards().data ?? []).filter(takesPictures)
  const open = boards.find(({ board_id }) => board_id === openBoard)
  const isKnown = form.boardId === NO_BOARD || boards.some(({ board_id }) => board_id === form.boardId)
  return (
    <ChoiceField
      field="boardId"
      value={isKnown ? (form.boardId ?? '') : ''}
      none=""
      options={[
        { value: '', label: open ? t('openBoardIs', { name: open.board_name }) : t('openBoard') },
        { value: NO_BOARD, label: say('boards:noBoard') },
        ...boards.map(({ board_id, board_name }) => ({ value: board_id, label: board_name })),
      ]}
    />
  )
}
