/**
 * The characters that stand for the 256 bytes in a byte-level vocabulary, by byte. Bytes that print are themselves; the
 * others (spaces, control codes, half of Latin-1) take the characters from U+0100 on, so that no symbol has a space in it.
 *
 * @source Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", section 2.2; table as in OpenAI's CLIP
 */
export const BYTE_SYMBOLS: readonly string[] = Array.from({ length: 256 }, (_, byte) => symbolOf(byte))

/** All bytes in the order of the vocabulary: those that print first, then the rest; both ascending. */
export const BYTES_IN_VOCABULARY_ORDER: readonly number[] = [
  ...listBytes(isPrintable),
  ...listBytes((byte) => !isPrintable(byte)),
]

function listBytes(accepts: (byte: number) => boolean): number[] {
  return Array.from({ length: 256 }, (_, byte) => byte).filter(accepts)
}

function symbolOf(byte: number): string {
  if (isPrintable(byte)) return String.fromCharCode(byte)
  const earlier = listBytes((other) => other < byte && !isPrintable(other)).length
  return String.fromCharCode(256 + earlier)
}

/** Whether Latin-1 prints the byte: no space, no control code, no soft hyphen. */
function isPrintable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae
}
