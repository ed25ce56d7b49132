import { refuse } from '../refuse.ts'
import type { Size } from './resize.ts'

/** Refuses two pictures of different sizes. @param pictures  two, under the names that a person knows them by */
export function expectSameSize(pictures: Readonly<Record<string, Size>>): void {
  const [[oneName, one] = ['', undefined], [otherName, other] = ['', undefined]] = Object.entries(pictures)
  if (one?.width !== other?.width || one?.height !== other?.height) {
    const sizes = `the ${oneName} is ${one?.width} x ${one?.height} pixels, the ${otherName} ${other?.width} x ${other?.height}`
    refuse(`The sizes do not go together: ${sizes}. Resize one of them.`)
  }
}
