import { deserialize, serialize } from 'node:v8'
import type { Tensor } from '@bottega/engine'
import type { JsonValue } from '@bottega/graph'
import type { EncodedPrompt } from '@bottega/nodes'
import { findNamedThings } from './named-things.ts'
import type { SessionValues } from './value-store.ts'

/** Where a session keeps what its outputs name. */
export interface ThingStores {
  readonly tensors: SessionValues<Tensor>
  readonly conditioning: SessionValues<EncodedPrompt>
}

interface Packed {
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly conditioning: ReadonlyMap<string, EncodedPrompt>
}

/** The tensors and prompts that values name, as bytes for another worker or a later time. */
export function packThings(values: readonly JsonValue[], stores: ThingStores): Uint8Array {
  const named = findNamedThings(values)
  const packed: Packed = {
    tensors: take(named.tensors, stores.tensors),
    conditioning: take(named.conditioning, stores.conditioning),
  }
  return serialize(packed)
}

/** Puts them back under their names, where they are not there any more. */
export function unpackThings(bytes: Uint8Array, stores: ThingStores): void {
  // packed by another worker of this program
  const packed = deserialize(bytes) as Packed
  for (const [name, tensor] of packed.tensors) stores.tensors.restore(name, tensor)
  for (const [name, prompt] of packed.conditioning) stores.conditioning.restore(name, prompt)
}

// a value that is gone is missed by the node that reads it, if one does
function take<Value>(names: ReadonlySet<string>, values: SessionValues<Value>): ReadonlyMap<string, Value> {
  return new Map([...names].filter((name) => values.has(name)).map((name) => [name, values.load(name)]))
}
