import { randomInt } from 'node:crypto'

const LENGTH = 16
const KINDS = ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz', '0123456789', '!#$%&()*+,-./:;<=>?@[]^_{|}~']

/** A password of 16 letters, digits and marks, with each kind in it, drawn by the system's generator. */
export function generatePassword(): string {
  const all = KINDS.join('')
  for (;;) {
    const password = Array.from({ length: LENGTH }, () => all[randomInt(all.length)]).join('')
    if (KINDS.every((kind) => [...kind].some((letter) => password.includes(letter)))) return password
  }
}
