import type { AnswerOf, CallRequest } from '@bottega/client'
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { findDayEnd, findDayStart } from '../../shared/formatting/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { nameApart, readAccountsAnew, useAccounts } from '../people/index.ts'

/** A line of the audit log. */
export type AuditEntry = AnswerOf<'listAudit'>['items'][number]
/** What happened. */
export type AuditAction = AuditEntry['action']

/** Which part of the log is asked for; days as the person's calendar has them, `2026-11-26`. */
export interface AuditFilter {
  readonly action: AuditAction | undefined
  readonly actorId: string | undefined
  readonly from: string
  readonly to: string
}

const PAGE_SIZE = 100
/** How many deleted accounts are known by name. */
const MOST_GONE = 1000

/** The log, newest first, page by page. */
export function useAudit(filter: AuditFilter) {
  const { client } = useServer()
  const queries = useQueryClient()
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...describeFilter(filter), offset: pageParam, limit: PAGE_SIZE }
      const page = await client.listAudit({ query }, { signal })
      // after the newest: whoever is missing then is gone, and not one who came since
      if (pageParam === 0) await readAccountsAnew(queries)
      return page
    },
    initialPageParam: 0,
    getNextPageParam: ({ offset, items, total }) => (offset + items.length < total ? offset + items.length : undefined),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** How accounts are called. */
export interface Names {
  readonly byId: ReadonlyMap<string, string>
  /** Whether all accounts are among them: who is not is gone. */
  readonly areAll: boolean
}

/** How the accounts that there are are called, and after them those that are gone, as the log remembers them. */
export function useNames(): Names {
  const { t } = useTranslation('audit')
  const { data, isSuccess } = useAccounts()
  const gone = useGone()
  return useMemo(() => {
    const here = (data ?? []).map((account) => [account.user_id, nameApart(account, data ?? [])] as const)
    const former = (gone ?? []).map(({ id, name }) => [id, t('gone', { name })] as const)
    return { byId: new Map([...here, ...former]), areAll: isSuccess }
  }, [data, gone, isSuccess, t])
}

/** The accounts that were deleted, as far as the log goes back. */
function useGone() {
  const { client } = useServer()
  return useQuery({
    queryKey: ['audit', 'gone'],
    queryFn: async ({ signal }) => {
      const { items } = await client.listAudit({ query: { action: 'user_deleted', limit: MOST_GONE } }, { signal })
      return items.flatMap(({ target_id: id, details: { display_name, email } }) => {
        const name = display_name || email
        return id !== null && typeof name === 'string' ? [{ id, name }] : []
      })
    },
    staleTime: 0,
  }).data
}

/** Where the part of the log is as a table. */
export function tableAddress(filter: AuditFilter): string {
  const query = Object.entries(describeFilter(filter) ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as const],
  )
  return `api/v1/audit.csv?${new URLSearchParams(query.map(([key, value]) => [key, value]))}`
}

function describeFilter({ action, actorId, from, to }: AuditFilter): CallRequest<'listAudit'>['query'] {
  return {
    ...(action !== undefined && { action }),
    ...(actorId !== undefined && { actor_id: actorId }),
    ...(from !== '' && { since: findDayStart(from) }),
    ...(to !== '' && { until: findDayEnd(to) }),
  }
}
