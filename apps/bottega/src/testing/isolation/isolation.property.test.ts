import fc from 'fast-check'
import { afterEach, expect, inject, test } from 'vitest'
import { setUpAdministrator } from '../people.ts'
import { startTemporaryServer } from '../temporary-server.ts'
import { ACT_NAMES, createFirst, type Step, take } from './acts.ts'
import { compareListsWithChecks, followLinks, lookForTraces } from './observers.ts'
import { createWorld } from './world.ts'

/** `BOTTEGA_ISOLATION_STEPS` walks further, `BOTTEGA_ISOLATION_SEED` walks the same way again. */
const STEPS = Number(process.env.BOTTEGA_ISOLATION_STEPS ?? 40)
const SEED = Number(process.env.BOTTEGA_ISOLATION_SEED ?? Date.now() % 2 ** 31)
/** Between two searches for traces. */
const STRIDE = 20

afterEach(() => {
  console.log(`isolation: ${STEPS} steps, BOTTEGA_ISOLATION_SEED=${SEED}`)
})

/** What is done by whom, drawn by a number. */
function drawWalk(seed: number): readonly Step[] {
  const number = fc.nat({ max: 10_000 })
  const act = fc.constantFrom<Step['act'][]>(...ACT_NAMES)
  const step = fc.record({ act, who: number, by: fc.nat({ max: 7 }), which: number, how: number })
  return fc.sample(fc.array(step, { minLength: STEPS, maxLength: STEPS, size: 'max' }), { seed, numRuns: 1 })[0]!
}

test.each([
  ['in the view of administrators', true],
  ['closed to administrators', false],
])(
  'whatever people do by sign-ins and keys while private work is %s, lists and single checks agree, and nobody finds a trace of what is not theirs',
  {
    timeout: 900_000,
  },
  async (_how, hasPrivateView) => {
    const settings = `multiuser: true\nlogin_throttle: false\nadmin_private_view: ${hasPrivateView}\n`
    const server = await startTemporaryServer(inject('dist'), { settings })
    const admin = await setUpAdministrator(server)
    const world = await createWorld(server, admin, hasPrivateView)
    try {
      await createFirst(world)
      // each kind of walk goes its own way
      for (const [at, step] of drawWalk(SEED + Number(hasPrivateView)).entries()) {
        await take(world, admin, step)
        await compareListsWithChecks(world, at)
        await followLinks(world)
        if (at % STRIDE === STRIDE - 1) await lookForTraces(world, at / STRIDE)
      }
      await lookForTraces(world, 0)
      expect(world.things.length).toBeGreaterThan(10)
    } finally {
      for (const { listener, keyListener } of world.accounts) {
        listener.close()
        keyListener.close()
      }
      await server.close()
    }
  },
)
