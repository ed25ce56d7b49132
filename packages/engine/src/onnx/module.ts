import { EngineError } from '../errors.ts'
import { isFloatDtype, type TensorView, type Weights } from '../formats/index.ts'
import { countElements } from '../tensor/index.ts'
import type { Graph, Value } from './graph.ts'

/**
 * A weight that a layer declares: its shape is known, its place in a file only after {@link bindWeights}.
 */
export class Parameter {
  readonly shape: readonly number[]
  #view: TensorView | undefined

  constructor(shape: readonly number[]) {
    this.shape = shape
  }

  /** Gives it its place in a file. */
  bind(view: TensorView): void {
    this.#view = view
  }

  /** The tensor that was bound. */
  get view(): TensorView {
    if (this.#view === undefined) throw new Error('a parameter is used before its weights are bound')
    return this.#view
  }

  /** The weight as a value of `graph`, in the declared shape or in another one of as many elements. */
  in(graph: Graph, shape: readonly number[] = this.shape): Value {
    return graph.weight(this.view, shape)
  }
}

/**
 * A part of a network. Its fields are its parameters and sub-modules (or arrays of those), and they carry the names of the
 * checkpoint's keys, so that a field's path is its tensor's key: `down_blocks.0.resnets.1.conv1.weight`. Fields of other kinds
 * are settings.
 */
export abstract class Module {
  /** Keeps TypeScript from taking any object for a module. */
  protected readonly isModule = true
}

/**
 * Gives every parameter below `module` its tensor.
 *
 * @param module   the network, all of whose sub-modules exist
 * @param weights  its tensors under the keys that the module's fields spell
 * @param name     what the network is, for messages
 * @returns        keys that no parameter took
 * @throws         `model_incomplete` naming what is missing, of another size, or not of floats
 */
export function bindWeights(module: Module, weights: Weights, name: string): string[] {
  const unused = new Set(weights.keys())
  const missing: string[] = []
  for (const [key, parameter] of listParameters(module)) {
    const view = weights.get(key)
    if (view === undefined) {
      missing.push(key)
      continue
    }
    unused.delete(key)
    if (!hasSizes(view.shape, parameter.shape)) {
      throw new EngineError(
        'model_incomplete',
        `The ${name} does not fit its configuration: tensor ${key} is of shape [${view.shape.join(', ')}], [${parameter.shape.join(', ')}] was expected.`,
      )
    }
    if (!isFloatDtype(view.dtype))
      throw new EngineError('model_incomplete', `The ${name}'s tensor ${key} is of ${view.dtype}, which is no type for weights.`)
    parameter.bind(view)
  }
  if (missing.length > 0) {
    const more = missing.length > 3 ? ` and ${missing.length - 3} more` : ''
    throw new EngineError('model_incomplete', `The ${name} lacks the tensors ${missing.slice(0, 3).join(', ')}${more}.`)
  }
  return [...unused]
}

/** Every parameter below a module with the path of fields that leads to it. */
export function* listParameters(module: Module, path = ''): Generator<[key: string, parameter: Parameter]> {
  for (const [field, value] of Object.entries(module)) {
    const at = path === '' ? field : `${path}.${field}`
    if (value instanceof Parameter) yield [at, value]
    else if (value instanceof Module) yield* listParameters(value, at)
    else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        if (item instanceof Module) yield* listParameters(item, `${at}.${index}`)
      }
    }
  }
}

/** Sizes of 1 do not matter: a 1x1 convolution [out, in, 1, 1] and a linear layer [out, in] are the same bytes. */
function hasSizes(stored: readonly number[], declared: readonly number[]): boolean {
  const significant = (shape: readonly number[]) => shape.filter((size) => size !== 1).join('x')
  return countElements(stored) === countElements(declared) && significant(stored) === significant(declared)
}
