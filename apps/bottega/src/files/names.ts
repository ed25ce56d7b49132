/** Longest slug in bytes of UTF-8; with seed, number and ending a file's name stays far under the usual limit of 255. */
const MAX_SLUG_BYTES = 120
const MAX_SLUG_LETTERS = 60

/**
 * A prompt as a part of a file's name: its words in lower case, joined by hyphens, accents of Latin letters dropped, letters of other
 * scripts kept, cut at the end of a word. A prompt without letters or digits gives `picture`.
 */
export function slugify(prompt: string): string {
  const words = prompt
    // a long prompt adds nothing that fits
    .slice(0, 1000)
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin})[\u0300-\u036f]+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu)
  return joinWhatFits(words ?? []) || 'picture'
}

/** A moment as a part of a file's name, in UTC: `20261126-031500`. */
export function stampTime(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
}

/** The name of a picture's file: `<seed>-<slug>.png`, from the second attempt on `<seed>-<slug>-2.png` and so on. */
export function namePicture(seed: number, slug: string, attempt: number): string {
  return attempt === 1 ? `${seed}-${slug}.png` : `${seed}-${slug}-${attempt}.png`
}

function joinWhatFits(words: readonly string[]): string {
  let slug = ''
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`
    if (fits(longer)) slug = longer
    else return slug || cutToFit(word)
  }
  return slug
}

function cutToFit(word: string): string {
  let cut = ''
  for (const letter of word) {
    if (!fits(cut + letter)) break
    cut += letter
  }
  return cut
}

function fits(slug: string): boolean {
  return [...slug].length <= MAX_SLUG_LETTERS && Buffer.byteLength(slug) <= MAX_SLUG_BYTES
}
