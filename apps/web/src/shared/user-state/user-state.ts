import { ApiError, type Client } from '@bottega/client'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Section } from './section.ts'

type Fields = Readonly<Record<string, unknown>>

/** All sections as they are stored: fields by the section's name. */
export type Sections = Readonly<Record<string, Fields>>

/** What the page keeps for its user on the server, in every browser the same. */
export interface UserState {
  readonly store: StoreApi<Sections>
  /** Reads what is stored; fields that were changed here meanwhile stay. */
  load(): Promise<void>
  change<Value extends object>(section: Section<Value>, changes: Partial<Value>): void
  /** Writes what is not written yet. Another tab's writes are kept: only the fields that changed here go over them. */
  save(options?: { readonly keepalive?: boolean }): Promise<void>
  /** Forgets everything, unwritten changes too: the next user's state is another. */
  forget(): void
}

const KEY = 'studio'
const SAVE_AFTER_MS = 400
const RETRY_AFTER_MS = 5000
const MAX_CONFLICTS = 8

/**
 * Makes the state. It is one value on the server with a version: a write that another tab was quicker with is refused, read anew,
 * and written again with the fields of both.
 *
 * @param onSaved  told after each write, so that other tabs of this browser can read
 */
export function createUserState(
  client: Pick<Client, 'getClientState' | 'setClientState'>,
  onSaved: () => void = () => {},
): UserState {
  const store = createStore<Sections>(() => ({}))
  // fields that changed here and are not on the server yet, by section
  let unwritten: Record<string, Set<string>> = {}
  // those of them that are on their way
  let sent: Record<string, Set<string>> = {}
  // what was read before a write is older than it
  let writes = 0
  let version: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  // writes go one after the other
  let saving: Promise<void> = Promise.resolve()
  // grows when everything is forgotten: what is under way for the former user ends in nothing
  let epoch = 0

  const hasUnwritten = () => Object.keys(unwritten).length > 0

  function mergeStored(stored: Sections): void {
    const mine = Object.entries(unite(sent, unwritten)).map(([name, fields]) => {
      const here = store.getState()[name] ?? {}
      const kept = Object.fromEntries([...fields].map((field) => [field, here[field]]))
      return [name, { ...stored[name], ...kept }]
    })
    store.setState({ ...stored, ...Object.fromEntries(mine) }, true)
  }

  async function load(): Promise<void> {
    const [begun, before] = [epoch, writes]
    let etag: string | undefined
    const text = await client.getClientState(
      { params: { queue_id: 'default' }, query: { key: KEY } },
      { onHeaders: (headers) => (etag = headers.get('etag') ?? undefined) },
    )
    if (begun !== epoch) return
    if (before !== writes) return load()
    version = etag
    mergeStored(parseSections(text))
  }

  async function write(keepalive: boolean): Promise<void> {
    for (let conflicts = 0; hasUnwritten() && conflicts < MAX_CONFLICTS; conflicts++) {
      const begun = epoch
      if (version === undefined) await load()
      if (begun !== epoch) return
      sent = unwritten
      unwritten = {}
      try {
        await client.setClientState(
          {
            params: { queue_id: 'default' },
            query: { key: KEY },
            headers: version === undefined ? {} : { 'if-match': version },
            body: JSON.stringify(store.getState()),
          },
          { keepalive, onHeaders: (headers) => (version = headers.get('etag') ?? undefined) },
        )
        writes++
        sent = {}
        onSaved()
      } catch (error) {
        if (begun !== epoch) return
        unwritten = unite(sent, unwritten)
        sent = {}
        if (!(error instanceof ApiError) || error.status !== 412) throw error
        await load()
      }
    }
  }

  function saveSoon(afterMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void save().catch(() => undefined), afterMs)
  }

  function save({ keepalive = false } = {}): Promise<void> {
    clearTimeout(timer)
    saving = saving.catch(() => undefined).then(() => write(keepalive))
    saving.catch((error: unknown) => {
      // without a session nothing is tried: the next one may be another person's
      if (!(error instanceof ApiError && error.status === 401)) saveSoon(RETRY_AFTER_MS)
    })
    return saving
  }

  return {
    store,
    load,
    save,
    change(section, changes) {
      const { name } = section
      const fields = unwritten[name] ?? new Set()
      for (const field of Object.keys(changes)) fields.add(field)
      unwritten = { ...unwritten, [name]: fields }
      store.setState((sections) => ({ ...sections, [name]: { ...sections[name], ...changes } }))
      saveSoon(SAVE_AFTER_MS)
    },
    forget() {
      epoch++
      clearTimeout(timer)
      unwritten = {}
      sent = {}
      version = undefined
      store.setState({}, true)
    },
  }
}

/** Reads what is stored; what is no object of objects counts as nothing. */
export function parseSections(text: string | null): Sections {
  const value = text === null ? undefined : parseJson(text)
  if (!isObject(value)) return {}
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Fields] => isObject(entry[1])))
}

function unite(first: Readonly<Record<string, Set<string>>>, second: Readonly<Record<string, Set<string>>>) {
  const names = new Set([...Object.keys(first), ...Object.keys(second)])
  return Object.fromEntries([...names].map((name) => [name, new Set([...(first[name] ?? []), ...(second[name] ?? [])])]))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
