/**
 * Writes one protocol-buffers message: the wire types that ONNX needs and no more.
 *
 * @source https://protobuf.dev/programming-guides/encoding
 */
export class MessageWriter {
  #bytes = new Uint8Array(256)
  #length = 0

  /** A 32- or 64-bit integer field (`int32`, `int64`, `enum`). Negative values take ten bytes, as the format has it. */
  integer(field: number, value: number | bigint): this {
    this.#varint((BigInt(field) << 3n) | 0n)
    this.#varint(BigInt.asUintN(64, BigInt(value)))
    return this
  }

  /** A `float` field. */
  float(field: number, value: number): this {
    this.#varint((BigInt(field) << 3n) | 5n)
    const four = new Uint8Array(4)
    new DataView(four.buffer).setFloat32(0, value, true)
    this.#append(four)
    return this
  }

  /** A `bytes` field. */
  bytes(field: number, value: Uint8Array): this {
    this.#varint((BigInt(field) << 3n) | 2n)
    this.#varint(BigInt(value.length))
    this.#append(value)
    return this
  }

  /** A `string` field. */
  string(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value))
  }

  /** A field that is a message itself. */
  message(field: number, write: (message: MessageWriter) => void): this {
    const inner = new MessageWriter()
    write(inner)
    return this.bytes(field, inner.finish())
  }

  /** The bytes written so far. The writer is not used afterwards. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #varint(value: bigint): void {
    const out: number[] = []
    let rest = value
    while (rest > 127n) {
      out.push(Number(rest & 127n) | 128)
      rest >>= 7n
    }
    out.push(Number(rest))
    this.#append(out)
  }

  #append(chunk: ArrayLike<number>): void {
    const needed = this.#length + chunk.length
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
      grown.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = grown
    }
    this.#bytes.set(chunk, this.#length)
    this.#length = needed
  }
}

const encoder = new TextEncoder()
