import type { AnswerOf, CallRequest } from '@bottega/client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { findDayEnd, findDayStart } from '../../shared/formatting/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { nameOf, useAccounts } from '../people/index.ts'

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
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      client.listAudit({ query: { ...describeFilter(filter), offset: pageParam, limit: PAGE_SIZE } }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ offset, items, total }) => (offset + items.length < total ? offset + items.length : undefined),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** How the accounts that there are are called, by their ids. */
export function useNames(): ReadonlyMap<string, string> {
  const { data } = useAccounts()
  return useMemo(() => new Map(data?.map((account) => [account.user_id, nameOf(account)])), [data])
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
