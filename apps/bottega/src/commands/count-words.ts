/** A number of things in words: `1 step`, `12 steps`. */
export function countWords(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}
