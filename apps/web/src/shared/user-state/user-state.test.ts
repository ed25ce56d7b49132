import { ApiError } from '@bottega/client'
import { expect, test } from 'vitest'
import { defineSection } from './section.ts'
import { createUserState, parseSections } from './user-state.ts'

const form = defineSection({ name: 'form', initial: { prompt: '', steps: 20 }, parse: (stored) => stored })

type ShelfClient = Parameters<typeof createUserState>[0]

/** Keeps values as the server does: each write has a version, and a stale one is refused. */
function createShelf() {
  let value: string | null = null
  let version = 0
  const etag = () => new Headers({ etag: `"${version}"` })
  const client: ShelfClient = {
    getClientState: async (_request, options) => {
      options?.onHeaders?.(etag())
      return value
    },
    setClientState: async ({ body, headers }, options) => {
      const match = headers?.['if-match']
      if (match !== undefined && match !== `"${version}"`) throw new ApiError(412, 'stale', { value })
      value = body
      version++
      options?.onHeaders?.(etag())
      return body
    },
  }
  return { client, read: () => parseSections(value) }
}

test('two tabs lose no change of each other', async () => {
  const shelf = createShelf()
  const [one, two] = [createUserState(shelf.client), createUserState(shelf.client)]
  await Promise.all([one.load(), two.load()])
  one.change(form, { prompt: 'a fox' })
  two.change(form, { steps: 30 })
  two.change(defineSection({ name: 'other', initial: {}, parse: (stored) => stored }), { a: 1 })
  await Promise.all([one.save(), two.save()])
  expect(shelf.read()).toEqual({ form: { prompt: 'a fox', steps: 30 }, other: { a: 1 } })
  await one.load()
  expect(one.store.getState()).toEqual(shelf.read())
})

test('what is typed while the state is read or written stays', async () => {
  const shelf = createShelf()
  const state = createUserState(shelf.client)
  const loading = state.load()
  state.change(form, { prompt: 'a' })
  await loading
  const saving = state.save()
  state.change(form, { prompt: 'a fox' })
  await saving
  expect(state.store.getState().form).toEqual({ prompt: 'a fox' })
  await state.save()
  expect(shelf.read().form).toEqual({ prompt: 'a fox' })
})

test('a value that was read while a newer one was written does not come over it', async () => {
  const shelf = createShelf()
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let reads = 0
  const state = createUserState({
    ...shelf.client,
    async getClientState(...call) {
      const old = await shelf.client.getClientState(...call)
      // the answer to the second reading is slow
      if (++reads === 2) await held
      return old
    },
  })
  await state.load()
  state.change(form, { prompt: 'a fox' })
  const loading = state.load()
  const saving = state.save()
  expect(state.store.getState().form).toEqual({ prompt: 'a fox' })
  await saving
  letGo()
  await loading
  expect(state.store.getState().form).toEqual({ prompt: 'a fox' })
  expect(shelf.read().form).toEqual({ prompt: 'a fox' })
})

test('a write that fails is tried again with what came since', async () => {
  const shelf = createShelf()
  let isDown = true
  const state = createUserState({
    ...shelf.client,
    setClientState: async (...call) => {
      if (isDown) throw new TypeError('nobody answers')
      return shelf.client.setClientState(...call)
    },
  })
  state.change(form, { prompt: 'a fox' })
  await expect(state.save()).rejects.toThrow('nobody answers')
  state.change(form, { steps: 3 })
  isDown = false
  await state.save()
  expect(shelf.read().form).toEqual({ prompt: 'a fox', steps: 3 })
})

test('whoever waits for a save waits for those before it', async () => {
  const shelf = createShelf()
  const held: (() => void)[] = []
  const state = createUserState({
    ...shelf.client,
    setClientState: async (...call) => {
      await new Promise<void>((resolve) => held.push(resolve))
      return shelf.client.setClientState(...call)
    },
  })
  state.change(form, { prompt: 'a fox' })
  const first = state.save()
  const waiting = Promise.all([state.save(), state.save()]).then(() => shelf.read().form)
  await expect.poll(() => held.length).toBe(1)
  for (const release of held) release()
  expect(await waiting).toEqual({ prompt: 'a fox' })
  await first
})

test('what is forgotten is neither shown nor written for the next user', async () => {
  const shelf = createShelf()
  const state = createUserState(shelf.client)
  state.change(form, { prompt: 'a secret' })
  state.forget()
  await state.save()
  expect(state.store.getState()).toEqual({})
  expect(shelf.read()).toEqual({})
})

test.each([null, 'no json', '[]', '7', '{"form":"text"}'])('a stored %s counts as nothing', (text) => {
  expect(parseSections(text)).toEqual({})
})
