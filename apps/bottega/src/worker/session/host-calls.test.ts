import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answerCall, type CallAnswer } from '../answer-call.ts'
import { NodeRefusal, type SessionHost } from '../session-port.ts'
import { createHostCalls } from './host-calls.ts'

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** Both sides of the port without a process between. */
function connect(host: Partial<SessionHost>) {
  const take = (answer: CallAnswer) => {
    if (answer.type === 'answer') calls.answer(answer.call, answer.value)
    else calls.refuse(answer.call, answer.error)
  }
  const calls = createHostCalls((call, name, argument) => {
    // the calls of a test are those that its host answers
    void answerCall(host as SessionHost, { type: 'call', id: 1, call, name, argument }).then(take)
  })
  return calls.host
}

test('calls get their own answers, in whatever order those come', async () => {
  const waiting: (() => void)[] = []
  const host = connect({ hasImages: (names) => new Promise((resolve) => waiting.push(() => resolve(names.length === 1))) })
  const answers = Promise.all([host.hasImages(['a']), host.hasImages([])])
  for (const answer of waiting.toReversed()) answer()
  expect(await answers).toEqual([true, false])
})

test('a refusal comes with its type and words', async () => {
  const host = connect({
    loadImage: async () => {
      throw new NodeRefusal('PermissionError', 'not yours')
    },
  })
  await expect(host.loadImage('a.png')).rejects.toMatchObject({ type: 'PermissionError', message: 'not yours' })
})

test.each([
  ['a fault of the program', { loadImage: async () => Promise.reject(new Error('/secret/path')) }, 'a.png'],
  ['an argument that does not fit', { loadImage: async () => new Uint8Array() }, 5],
])('%s is told without details', async (_, host, argument) => {
  // the wrong kind on purpose
  const call = connect(host).loadImage(argument as string)
  await expect(call).rejects.toMatchObject({ type: 'ServerError', message: expect.not.stringContaining('secret') })
})

test('an answer that does not fit is refused', async () => {
  await expect(connect({ loadImage: async () => 'text' as never }).loadImage('a.png')).rejects.toThrow('expected bytes')
})
