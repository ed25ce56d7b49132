/** Formats of pictures that are taken, by their names in sharp. */
export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'heif'

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0))

/** The bytes by which each format begins; those of a container stand behind its length. */
const SIGNATURES: readonly { format: PictureFormat; at: number; bytes: readonly number[] }[] = [
  { format: 'png', at: 0, bytes: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] },
  { format: 'jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { format: 'webp', at: 8, bytes: ascii('WEBP') },
  { format: 'gif', at: 0, bytes: ascii('GIF8') },
  { format: 'tiff', at: 0, bytes: [...ascii('II'), 42, 0] },
  { format: 'tiff', at: 0, bytes: [...ascii('MM'), 0, 42] },
  { format: 'heif', at: 4, bytes: ascii('ftypavif') },
  { format: 'heif', at: 4, bytes: ascii('ftypavis') },
]

/**
 * The format of a picture by its first bytes, whatever it is called; undefined for anything else. Drawings (SVG, PDF) are not
 * asked for: they can hold scripts and addresses, and libraries that paint them are never reached.
 */
export function findFormat(bytes: Uint8Array): PictureFormat | undefined {
  return SIGNATURES.find(({ at, bytes: signature }) => signature.every((byte, place) => bytes[at + place] === byte))?.format
}
