import { runProgram } from '@bottega/testing'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createMaker } from '../../testing/make-things.ts'
import { addPerson, expectStatus, listenAs, type Person, setUpAdministrator } from '../../testing/people.ts'
import { startTemporaryServer } from '../../testing/temporary-server.ts'

test('what a command does beside a server reaches the open pages of those whom it is about', async () => {
  const server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  onTestFinished(server.close)
  const admin = await setUpAdministrator(server)
  const [giver, taker] = [await addPerson(server, admin, 'giver'), await addPerson(server, admin, 'taker')]
  const maker = createMaker({ ...server, request: giver.request })
  await maker.image(`&board_id=${await maker.board()}`)
  const listen = async (who: Person) => {
    const listener = await listenAs(server, who)
    onTestFinished(() => listener.close())
    return listener
  }
  const [byGiver, byTaker] = [await listen(giver), await listen(taker)]
  const isOfAny = ({ board_ids }: Readonly<Record<string, unknown>>) => Array.isArray(board_ids) && board_ids.length === 0
  expect(byTaker.heard().filter(({ payload }) => isOfAny(payload))).toEqual([])
  const people = ['--from', giver.email, '--to', taker.email]
  const { exitCode } = await runProgram(inject('dist'), ['assets', 'transfer', ...people, '--root', server.root], {
    cwd: server.root,
  })
  expect(exitCode).toBe(0)
  for (const listener of [byGiver, byTaker]) {
    await listener.hear('boards_changed', isOfAny)
    await listener.hear('gallery_changed', isOfAny)
  }
  await byGiver.hear('access_log_changed', ({ user_id }) => user_id === giver.userId)
  expect(byTaker.heard().filter(({ payload }) => payload.user_id === giver.userId)).toEqual([])
  const log = await expectStatus(giver.request('GET', '/api/v1/auth/me/access-log'), 200)
  expect(log.json).toMatchObject([{ kind: 'hand_over' }])
})

test('what the server stores itself is not taken for the work of a command', async () => {
  const server = await startTemporaryServer(inject('dist'))
  onTestFinished(server.close)
  const told: unknown[] = []
  onTestFinished(
    server.events.subscribe(({ name, payload }) => {
      if (name === 'news_for_some') told.push(payload.event.payload)
    }),
  )
  const maker = createMaker(server)
  // long enough for several looks at what others have stored
  while (told.length < 8) {
    await maker.image()
    await server.app.readers.checkpoint()
  }
  expect(told).not.toContainEqual(expect.objectContaining({ board_ids: [] }))
})
