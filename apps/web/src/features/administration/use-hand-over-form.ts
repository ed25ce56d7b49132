import type { ContentOwner } from '@bottega/contracts'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findDayEnd, findDayStart } from '../../shared/formatting/index.ts'
import { useOwners } from '../boards/index.ts'
import { nameApart, useAccounts } from '../people/index.ts'
import type { Wish } from './queries.ts'

/** What is chosen in the form; empty texts for what is open. */
export interface HandOverChoice {
  readonly from: string
  readonly to: string
  readonly boardId: string
  readonly since: string
  readonly until: string
}

const NOTHING_CHOSEN: HandOverChoice = { from: '', to: '', boardId: '', since: '', until: '' }

/** The form of a hand-over: what is chosen, what can be, and what that asks of the server. */
export function useHandOverForm() {
  const { t } = useTranslation('administration')
  // a way here can say whose work it is about
  const { from = '' } = useSearch({ from: '/hand-over' })
  const [choice, setChoice] = useState({ ...NOTHING_CHOSEN, from })
  const accounts = useAccounts().data ?? []
  const owners = (useOwners().data ?? []).map((owner) => ({ value: owner.user_id, label: nameOwner(owner) }))
  const receivers = accounts
    .filter(({ user_id }) => user_id !== choice.from)
    .map((account) => ({ value: account.user_id, label: nameApart(account, accounts) }))

  function nameOwner({ state, display_name, email, user_id }: ContentOwner): string {
    const name = email === null ? (display_name ?? user_id) : nameApart({ display_name, email }, accounts)
    if (state === 'system') return t('system')
    return state === 'deleted' ? t('deleted', { name }) : name
  }

  return {
    choice,
    owners,
    receivers,
    receiverName: receivers.find(({ value }) => value === choice.to)?.label ?? '',
    wish: writeWish(choice),
    change: (changes: Partial<HandOverChoice>) => setChoice((before) => ({ ...before, ...changes })),
    clear: () => setChoice(NOTHING_CHOSEN),
  }
}

function writeWish({ from, to, boardId, since, until }: HandOverChoice): Wish | undefined {
  if (from === '' || to === '' || from === to) return undefined
  return {
    from_user_id: from,
    to_user_id: to,
    ...(boardId !== '' && { board_id: boardId }),
    ...(since !== '' && { created_from: findDayStart(since) }),
    ...(until !== '' && { created_to: findDayEnd(until) }),
  }
}
