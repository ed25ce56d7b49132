import { EngineError } from '../errors.ts'

/** What people get in place of a safetensors file, by its first bytes, and what to do then. */
const OTHER_FORMATS: readonly { readonly isOne: (start: Buffer) => boolean; readonly says: string }[] = [
  {
    isOne: isPickle,
    says: 'is a pickle (.ckpt, .pt, .bin), which can run any code when it is opened. Use the same model as .safetensors; most model pages offer it, and a trusted tool can convert it.',
  },
  { isOne: startsWith('GGUF'), says: 'is a GGUF file. Get the same model as .safetensors.' },
  {
    isOne: startsWith('version '),
    says: 'is the pointer that git keeps in place of a large file. Download the file itself (git lfs pull).',
  },
  {
    isOne: (start) => /^\s*<(!doc|html|\?xml|head)/i.test(start.toString('latin1')),
    says: 'is a web page, not a model: the download needed a login or led to a page about the model. Download it again.',
  },
]

/** @throws `file_unsupported` for a file that is something else by its first nine bytes, whatever its name says */
export function refuseOtherFormats(start: Buffer, path: string): void {
  const other = OTHER_FORMATS.find(({ isOne }) => isOne(start))
  if (other !== undefined) throw new EngineError('file_unsupported', `${path} ${other.says}`)
}

function startsWith(text: string): (start: Buffer) => boolean {
  return (start) => start.subarray(0, text.length).equals(Buffer.from(text, 'latin1'))
}

function isPickle(start: Buffer): boolean {
  const isZip = startsWith('PK\x03\x04')(start)
  // As the length of a header these bytes would be 640, 66176 and so on; then the header follows, which a pickle does not have.
  return isZip || (start[0] === 0x80 && [2, 3, 4, 5].includes(start[1] ?? 0) && start[8] !== '{'.charCodeAt(0))
}
