import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { attempt } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import type { Board } from './board.ts'
import { changeBoard } from './queries.ts'

/** What everybody with an account may do with a board. Keys that move through it open it step by step. */
export function EverybodyField({ board }: { readonly board: Board }) {
  const { t } = useTranslation('boards')
  const server = useServer()
  const choices: readonly { value: Board['board_visibility']; label: string }[] = [
    { value: 'private', label: t('everybodyNothing') },
    { value: 'shared', label: t('everybodyMayLook') },
    { value: 'public', label: t('everybodyMayAdd') },
  ]
  return (
    <NativeSelect
      label={t('everybodyElse')}
      data={[...choices]}
      value={board.board_visibility}
      onChange={({ currentTarget }) => {
        const chosen = choices.find(({ value }) => value === currentTarget.value)
        if (chosen) void attempt(() => changeBoard(server, board, { board_visibility: chosen.value }))
      }}
    />
  )
}
