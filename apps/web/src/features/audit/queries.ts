import type { AnswerOf, CallRequest } from '@bottega/client'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { findDayEnd, findDayStart } from '../../shared/formatting/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { nameOf, readAccountsAnew, useAccounts } from '../people/index.ts'

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

/** The log, newest first, page by page. */
export function useAudit(filter: AuditFilter) {
  const { client } = useServer()
  const queries = useQueryClient()
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...describeFilter(filter), offset: pageParam, limit: PAGE_SIZE }
      const page = await client.listAudit({ query }, { signal })
      // after it: whoever is missing then is gone, and not one who came since
      await readAccountsAnew(queries)
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

/** How the accounts that there are are called. */
export function useNames(): Names {
  const { data, isSuccess } = useAccounts()
  return useMemo(
    () => ({ byId: new Map(data?.map((account) => [account.user_id, nameOf(account)])), areAll: isSuccess }),
    [data, isSuccess],
  )
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
