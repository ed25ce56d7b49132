import type { ClipField } from '@bottega/graph'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LoadedCheckpoint } from '../engine-types.ts'
import { openStarter, STARTER, Studio } from '../testing/studio.ts'
import { compel } from './compel.ts'
import { conditioning } from './conditioning.ts'
import { conditioningCollection } from './conditioning-collection.ts'

let starter: LoadedCheckpoint
let studio: Studio
const clip: ClipField = { tokenizer: STARTER, text_encoder: STARTER, skipped_layers: 0, loras: [] }

beforeAll(async () => {
  starter = await openStarter()
  studio = new Studio()
  studio.addModel(STARTER, starter)
})

afterAll(() => starter.pipeline.close())

async function encode(inputs: Readonly<Record<string, unknown>>) {
  const output = await studio.run(compel, { clip, ...inputs })
  const field = output.conditioning as { readonly conditioning_name: string }
  return { field, ...studio.prompts.get(field.conditioning_name) }
}

describe('compel', () => {
  test.for(['', 'a fox', 'a (red)1.5 fox++ on a (hill)0.4', 'a fox '.repeat(60)])(
    'encodes as a painter does: %j',
    async (prompt) => {
      const { embedding, empty } = await encode({ prompt })
      const painter = await starter.pipeline.encodePrompts(prompt, '', 0)
      expect(embedding).toEqual(painter.positive)
      expect(empty).toEqual((await starter.pipeline.encodePrompts('', '', 0)).positive)
    },
  )

  test('CLIP skip leaves layers out, up to those that there are', async () => {
    const skipped = await encode({ prompt: 'a fox', clip: { ...clip, skipped_layers: 1 } })
    expect(skipped.embedding).toEqual((await starter.pipeline.encodePrompts('a fox', '', 1)).positive)
    await expect(encode({ prompt: 'a fox', clip: { ...clip, skipped_layers: 12 } })).rejects.toThrow(/CLIP skip is 12/)
  })

  test('a mask goes along', async () => {
    expect((await encode({ prompt: 'a fox', mask: { tensor_name: 'left' } })).field).toMatchObject({
      mask: { tensor_name: 'left' },
    })
    expect((await encode({ prompt: 'a fox' })).field).not.toHaveProperty('mask')
  })

  test('a prompt without end is refused', async () => {
    await expect(encode({ prompt: 'x'.repeat(100_001) })).rejects.toThrow(/100001 characters/)
  })

  test('a cancel is obeyed', async () => {
    studio.signal = AbortSignal.abort()
    await expect(encode({ prompt: 'a fox' })).rejects.toMatchObject({ code: 'canceled' })
    studio.signal = new AbortController().signal
  })
})

test('encoded prompts are passed on as they are', async () => {
  const field = { conditioning_name: 'one', mask: { tensor_name: 'left' } }
  expect(await studio.run(conditioning, { conditioning: field })).toEqual({ type: 'conditioning_output', conditioning: field })
  expect(await studio.run(conditioningCollection, { collection: [field] })).toMatchObject({ collection: [field] })
  expect(await studio.run(conditioningCollection)).toMatchObject({ collection: [] })
})
