/** A text that nobody may read, and what it is. */
export interface Secret {
  readonly what: string
  readonly value: string
}

/** Something that is read, and where it was found. */
export interface ReadText {
  readonly where: string
  readonly bytes: Buffer
}

/** Where which secret stands in clear, or in a form that is as good as that: coded for an address, in JSON, in Base64 or in digits. */
export function findLeaks(secrets: readonly Secret[], texts: readonly ReadText[]): string[] {
  const read = texts.map(({ where, bytes }) => ({ where, text: bytes.toString('latin1') }))
  return secrets.flatMap(({ what, value }) => {
    const forms = Object.entries(encode(value))
    return read.flatMap(({ where, text }) => {
      const form = forms.find(([, words]) => words.some((word) => text.includes(word)))
      return form === undefined ? [] : [`${what} is in ${where} (${form[0]})`]
    })
  })
}

/** The forms of a secret as bytes of a file hold them. */
function encode(value: string): Readonly<Record<string, readonly string[]>> {
  const bytes = Buffer.from(value)
  const base64 = [0, 1, 2].map((offset) => codeAt(bytes, offset))
  return {
    'as it is': [bytes.toString('latin1')],
    'in JSON': [Buffer.from(JSON.stringify(value).slice(1, -1)).toString('latin1')],
    'in an address': [encodeURIComponent(value), encodeURI(value), String(new URLSearchParams({ '': value })).slice(1)],
    'in Base64': [...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))],
    'in digits': [bytes.toString('hex')],
    'in 16 bits': [Buffer.from(value, 'utf16le').toString('latin1')],
  }
}

/** Base64 of something that begins so many bytes after a beginning: what does not depend on its neighbours. */
function codeAt(bytes: Buffer, offset: number): string {
  const coded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '')
  const first = Math.ceil((offset * 8) / 6)
  const last = Math.floor(((offset + bytes.length) * 8) / 6)
  return coded.slice(first, last)
}
