import type { JsonValue } from '@bottega/graph'

/** What an output names that may be gone when it is used again. */
export interface NamedThings {
  readonly images: ReadonlySet<string>
  readonly tensors: ReadonlySet<string>
  readonly conditioning: ReadonlySet<string>
}

type Kind = keyof NamedThings

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['image_name', 'images'],
  ['latents_name', 'tensors'],
  ['tensor_name', 'tensors'],
  ['mask_name', 'tensors'],
  ['masked_latents_name', 'tensors'],
  ['conditioning_name', 'conditioning'],
])

/** Names of images, tensors and conditioning that stand anywhere in an output. */
export function findNamedThings(output: JsonValue): NamedThings {
  const found = { images: new Set<string>(), tensors: new Set<string>(), conditioning: new Set<string>() }
  // values of outputs are as deep as graphs may be, which parsing has bounded
  const visit = (value: JsonValue): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, item] of Object.entries(value)) {
      const kind = KINDS.get(key)
      if (kind !== undefined && typeof item === 'string') found[kind].add(item)
      else visit(item)
    }
  }
  visit(output)
  return found
}
