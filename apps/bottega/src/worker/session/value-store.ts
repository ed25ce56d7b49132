/** Values of one user, as the nodes of one session see them. */
export interface SessionValues<Value> {
  /** @throws RangeError for a name that is not there or not this user's */
  load(name: string): Value
  save(value: Value): string
  /** Takes a value back under the name that it had. */
  restore(name: string, value: Value): void
  has(name: string): boolean
  /** From now on the values that the session has made or used may be given up. */
  end(): void
}

/** Values of all users by name: tensors, or prompts. */
export interface ValueStore<Value> {
  /** Opens it for a session of this user. */
  open(userId: string): SessionValues<Value>
}

interface Entry<Value> {
  readonly userId: string
  readonly value: Value
  readonly bytes: number
}

/** What a store needs to know of its values. */
export interface ValueStoreOptions<Value> {
  /** What may be held beside what the running session uses, in bytes. */
  readonly budget: number
  sizeOf(value: Value): number
  newId(): string
}

/**
 * Keeps values after their session, so that later ones of the same user can go on from cached results. What has not been used for the
 * longest time goes first when there are too many; what the running session uses never goes.
 */
export function createValueStore<Value>({ budget, sizeOf, newId }: ValueStoreOptions<Value>): ValueStore<Value> {
  // the latest used stand last
  const entries = new Map<string, Entry<Value>>()
  let held = 0

  function makeRoom(used: ReadonlySet<string>): void {
    for (const [name, entry] of entries) {
      if (held <= budget) return
      if (used.has(name)) continue
      entries.delete(name)
      held -= entry.bytes
    }
  }

  return {
    open(userId) {
      const used = new Set<string>()
      const put = (name: string, value: Value): void => {
        const entry = { userId, value, bytes: sizeOf(value) }
        entries.set(name, entry)
        used.add(name)
        held += entry.bytes
        makeRoom(used)
      }
      const find = (name: string): Entry<Value> | undefined => {
        const entry = entries.get(name)
        if (entry?.userId !== userId) return undefined
        entries.delete(name)
        entries.set(name, entry)
        used.add(name)
        return entry
      }
      return {
        has: (name) => find(name) !== undefined,
        load(name) {
          const entry = find(name)
          if (entry === undefined) throw new RangeError(`There is no value called ${name}; run what made it again`)
          return entry.value
        },
        save(value) {
          const name = newId()
          put(name, value)
          return name
        },
        restore(name, value) {
          if (!entries.has(name)) put(name, value)
          else find(name)
        },
        end() {
          used.clear()
          makeRoom(used)
        },
      }
    },
  }
}
