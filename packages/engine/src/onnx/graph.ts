import { parse, relative, sep } from 'node:path'
import { EngineError } from '../errors.ts'
import type { TensorView } from '../formats/index.ts'
import { countElements } from '../tensor/index.ts'
import { type Attribute, ELEMENT_TYPES, type ElementType, encodeModel, type Initializer, type Node, type Port } from './model.ts'

/** A tensor inside a graph that is being built: a name, and the graph it belongs to. */
export interface Value {
  readonly graph: Graph
  readonly name: string
}

/** A direction of pictures: `x` from left to right, `y` from top to bottom. */
export type PictureAxis = 'x' | 'y'

/** A finished network: its ONNX model, and the folder that its weights' paths start from. */
export interface OnnxModel {
  /** What it is, for messages: `U-Net`. */
  readonly name: string
  /** The files that its weights lie in. */
  readonly files: readonly string[]
  readonly bytes: Uint8Array
  /** Root of the drive that holds the weight files; '/' but on Windows. */
  readonly weightsRoot: string
}

/**
 * Builds one ONNX graph. Values come from inputs, weights, constants and nodes; nodes are added in the order of use, which is
 * the order that ONNX wants.
 */
export class Graph {
  readonly #nodes: Node[] = []
  /** What widens weights, apart from the other nodes: see {@link build}. */
  readonly #widening: Node[] = []
  readonly #initializers: Initializer[] = []
  readonly #inputs: Port[] = []
  readonly #outputs: Port[] = []
  readonly #weights = new Map<string, Value>()
  readonly #widened = new Map<string, Value>()
  readonly #constants = new Map<string, Value>()
  readonly #files = new Set<string>()
  readonly #name: string
  /** The directions in which pictures go on at the opposite edge, so that copies of them tile without a seam. */
  readonly seamlessAxes: ReadonlySet<PictureAxis>
  #weightsRoot: string | undefined
  #count = 0

  /** @param name  what the network is, for messages */
  constructor(name: string, { seamlessAxes = [] }: { readonly seamlessAxes?: Iterable<PictureAxis> } = {}) {
    this.#name = name
    this.seamlessAxes = new Set(seamlessAxes)
  }

  /** An input of the graph; dimensions given as names are known when it runs. */
  input(name: string, shape: readonly (number | string)[], type: ElementType = 'F32'): Value {
    this.#inputs.push({ name, type, shape })
    return { graph: this, name }
  }

  /** Makes `value` an output of the graph under `name`. */
  output(name: string, value: Value, shape: readonly (number | string)[]): void {
    this.#nodes.push({
      op: 'Identity',
      name: `output ${name}`,
      domain: '',
      inputs: [value.name],
      outputs: [name],
      attributes: {},
    })
    this.#outputs.push({ name, type: 'F32', shape })
  }

  /**
   * A weight as 32-bit floats of the given shape. Its bytes stay in the user's file, which the runtime maps; other float types
   * are widened at every run, which takes some hundredths of a step's time; widening them once would keep a second, larger copy of all
   * weights in private memory.
   *
   * @throws `model_incomplete` when the weights of one network lie on several drives
   */
  weight(view: TensorView, shape: readonly number[] = view.shape): Value {
    const stored = this.storedWeight(view, shape)
    if (view.dtype === 'F32') return stored
    const known = this.#widened.get(stored.name)
    if (known !== undefined) return known
    const value = this.#widenWeight(stored)
    this.#widened.set(stored.name, value)
    return value
  }

  /** A value of any float type as 32-bit floats. */
  widen(value: Value): Value {
    return this.node('Cast', [value], { to: BigInt(ELEMENT_TYPES.F32) })
  }

  /** A weight in the type of its file. */
  storedWeight(view: TensorView, shape: readonly number[] = view.shape): Value {
    this.#files.add(view.file)
    const { root } = parse(view.file)
    this.#weightsRoot ??= root
    if (root !== this.#weightsRoot) {
      throw new EngineError(
        'model_incomplete',
        `One network's weights lie on ${this.#weightsRoot} and on ${root}; put them on one drive.`,
      )
    }
    const location = relative(root, view.file).split(sep).join('/')
    const key = `${location}@${view.offset}+${view.length}:${shape.join('x')}`
    const known = this.#weights.get(key)
    if (known !== undefined) return known
    const name = `weight_${this.#weights.size}`
    this.#initializers.push({ name, type: view.dtype, shape, data: { location, offset: view.offset, length: view.length } })
    const value: Value = { graph: this, name }
    this.#weights.set(key, value)
    return value
  }

  /** A constant of 64-bit integers: shapes, axes, indices. */
  integers(values: readonly number[], shape: readonly number[] = [values.length]): Value {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
    return this.#constant('I64', shape, data)
  }

  /** A constant of 32-bit floats. */
  floats(values: ArrayLike<number>, shape: readonly number[] = [values.length]): Value {
    return this.#constant('F32', shape, new Uint8Array(Float32Array.from(values).buffer))
  }

  /** Adds an operator with one output. */
  node(op: string, inputs: readonly (Value | undefined)[], attributes: Record<string, Attribute> = {}, domain = ''): Value {
    const [value] = this.nodes(op, inputs, 1, attributes, domain)
    return value as Value
  }

  /** Adds an operator with `count` outputs. */
  nodes(
    op: string,
    inputs: readonly (Value | undefined)[],
    count: number,
    attributes: Record<string, Attribute> = {},
    domain = '',
  ): Value[] {
    const name = `${op}_${this.#count++}`
    const outputs = Array.from({ length: count }, (_, at) => (count === 1 ? name : `${name}:${at}`))
    this.#nodes.push({ op, name, domain, inputs: inputs.map((input) => input?.name ?? ''), outputs, attributes })
    return outputs.map((output) => ({ graph: this, name: output }))
  }

  /**
   * The finished model. What widens weights stands before all other nodes: onnxruntime then runs each of them right before its use and
   * not many layers ahead, which saves the memory of hundreds of widened weights that wait.
   */
  build(): OnnxModel {
    const bytes = encodeModel({
      nodes: [...this.#widening, ...this.#nodes],
      initializers: this.#initializers,
      inputs: this.#inputs,
      outputs: this.#outputs,
    })
    return { name: this.#name, files: [...this.#files], bytes, weightsRoot: this.#weightsRoot ?? parse(process.cwd()).root }
  }

  #widenWeight(stored: Value): Value {
    const name = `${stored.name}:F32`
    const attributes = { to: BigInt(ELEMENT_TYPES.F32) }
    this.#widening.push({ op: 'Cast', name, domain: '', inputs: [stored.name], outputs: [name], attributes })
    return { graph: this, name }
  }

  #constant(type: ElementType, shape: readonly number[], data: Uint8Array): Value {
    if (data.length !== countElements(shape) * (type === 'I64' ? 8 : 4))
      throw new RangeError('a constant does not fill its shape')
    const key = `${type}:${shape.join('x')}:${Buffer.from(data).toString('base64')}`
    const known = this.#constants.get(key)
    if (known !== undefined) return known
    const name = `constant_${this.#constants.size}`
    this.#initializers.push({ name, type, shape, data })
    const value: Value = { graph: this, name }
    this.#constants.set(key, value)
    return value
  }
}
