import { randomUUID } from 'node:crypto'
import type { Tensor } from '@bottega/engine'
import type { EncodedPrompt } from '@bottega/nodes'
import { createInvocationCache } from './invocation-cache.ts'
import { createModelKeeper } from './model-keeper.ts'
import type { SessionRoom } from './run-session.ts'
import { createValueStore } from './value-store.ts'

const TENSOR_BUDGET = 512 * 2 ** 20
const CONDITIONING_BUDGET = 128 * 2 ** 20

/** Everything that sessions share in this process, still empty. */
export function createSessionRoom(): SessionRoom {
  const newId = () => randomUUID()
  const sizeOf = ({ data }: Tensor) => data.byteLength
  return {
    cache: createInvocationCache(),
    tensors: createValueStore({ budget: TENSOR_BUDGET, sizeOf, newId }),
    conditioning: createValueStore<EncodedPrompt>({
      budget: CONDITIONING_BUDGET,
      sizeOf: ({ embedding, empty }) => sizeOf(embedding) + sizeOf(empty),
      newId,
    }),
    models: createModelKeeper(),
    newId,
  }
}
