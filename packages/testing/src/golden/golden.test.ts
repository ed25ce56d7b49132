import { fileURLToPath } from 'node:url'
import { createRuntime } from '@bottega/engine'
import { describe, expect, test } from 'vitest'
import { readGoldenSet } from './index-file.ts'
import { listTasks } from './run.ts'

const folder = fileURLToPath(new URL('../../fixtures/golden/small', import.meta.url))
const tasks = listTasks(await readGoldenSet(folder))
const runtime = createRuntime()

describe('the engine agrees with the original Python code', () => {
  test('there are cases of every group', () => {
    expect(new Set(tasks.map(({ id }) => id.split('/')[0]))).toEqual(
      new Set(['A-tokenizer', 'B-unet', 'C-vae', 'D-schedulers', 'G-pipelines']),
    )
  })

  test.for(tasks)('$id', async (task) => {
    expect(await task.run(runtime)).toMatchObject({ status: 'pass' })
  })
})
