import { MessageWriter } from './protobuf.ts'

/** Element types that our graphs use, with ONNX's numbers for them. */
export const ELEMENT_TYPES = {
  F32: 1,
  U8: 2,
  I8: 3,
  U16: 4,
  I16: 5,
  I32: 6,
  I64: 7,
  BOOL: 9,
  F16: 10,
  F64: 11,
  U32: 12,
  U64: 13,
  BF16: 16,
  F8_E4M3: 17,
  F8_E5M2: 19,
} as const

/** Name of an element type. */
export type ElementType = keyof typeof ELEMENT_TYPES

/** Value of an operator's setting. */
export type Attribute = number | bigint | string | readonly bigint[] | readonly number[]

/** One operator. Integers are bigint, floats are number: ONNX tells them apart, so we must. */
export interface Node {
  readonly op: string
  readonly name: string
  readonly domain: string
  /** Names of values; an empty string leaves an optional input out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

/** A constant whose bytes are in the model, or in a range of a file. */
export interface Initializer {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly data: Uint8Array | { readonly location: string; readonly offset: number; readonly length: number }
}

/** An input or output of the whole graph; a dimension is a size or the name of one that is known at run time. */
export interface Port {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly (number | string)[]
}

/** Everything that an encoded graph holds. */
export interface ModelParts {
  readonly nodes: readonly Node[]
  readonly initializers: readonly Initializer[]
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

/** `onnx.proto`'s AttributeProto.AttributeType. */
const ATTRIBUTE = { float: 1, integer: 2, string: 3, floats: 6, integers: 7 } as const
const IR_VERSION = 10
/** Version of the standard operators; DirectML's kernels end at 21. */
const OPSET = 21

/**
 * Encodes a graph as an ONNX model.
 *
 * @source onnx.proto of ONNX 1.17 (field numbers)
 */
export function encodeModel(parts: ModelParts): Uint8Array {
  return new MessageWriter()
    .integer(1, IR_VERSION)
    .string(2, 'bottega')
    .message(7, (graph) => {
      for (const node of parts.nodes) graph.message(1, (out) => writeNode(out, node))
      graph.string(2, 'network')
      for (const initializer of parts.initializers) graph.message(5, (out) => writeInitializer(out, initializer))
      for (const port of parts.inputs) graph.message(11, (out) => writePort(out, port))
      for (const port of parts.outputs) graph.message(12, (out) => writePort(out, port))
    })
    .message(8, (opset) => opset.string(1, '').integer(2, OPSET))
    .message(8, (opset) => opset.string(1, 'com.microsoft').integer(2, 1))
    .finish()
}

function writeNode(out: MessageWriter, node: Node): void {
  for (const input of node.inputs) out.string(1, input)
  for (const output of node.outputs) out.string(2, output)
  out.string(3, node.name).string(4, node.op)
  for (const [name, value] of Object.entries(node.attributes))
    out.message(5, (attribute) => writeAttribute(attribute, name, value))
  out.string(7, node.domain)
}

function writeAttribute(out: MessageWriter, name: string, value: Attribute): void {
  out.string(1, name)
  if (typeof value === 'number') out.float(2, value).integer(20, ATTRIBUTE.float)
  else if (typeof value === 'bigint') out.integer(3, value).integer(20, ATTRIBUTE.integer)
  else if (typeof value === 'string') out.string(4, value).integer(20, ATTRIBUTE.string)
  else {
    const isInteger = value.every((item) => typeof item === 'bigint')
    for (const item of value) {
      if (typeof item === 'bigint') out.integer(8, item)
      else out.float(7, item)
    }
    out.integer(20, isInteger ? ATTRIBUTE.integers : ATTRIBUTE.floats)
  }
}

function writeInitializer(out: MessageWriter, { name, type, shape, data }: Initializer): void {
  for (const size of shape) out.integer(1, size)
  out.integer(2, ELEMENT_TYPES[type]).string(8, name)
  if (data instanceof Uint8Array) {
    out.bytes(9, data)
    return
  }
  const entries = { location: data.location, offset: String(data.offset), length: String(data.length) }
  for (const [key, value] of Object.entries(entries)) out.message(13, (entry) => entry.string(1, key).string(2, value))
  out.integer(14, 1)
}

function writePort(out: MessageWriter, { name, type, shape }: Port): void {
  out.string(1, name).message(2, (typeProto) =>
    typeProto.message(1, (tensor) => {
      tensor.integer(1, ELEMENT_TYPES[type]).message(2, (dimensions) => {
        for (const size of shape) {
          dimensions.message(1, (dimension) =>
            typeof size === 'number' ? dimension.integer(1, size) : dimension.string(2, size),
          )
        }
      })
    }),
  )
}
