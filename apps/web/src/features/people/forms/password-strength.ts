import { isCommon } from './common-passwords.ts'

/** What a password has to have where the server is strict, one by one. */
export const REQUIREMENTS = [
  { label: 'people:needsLength', isMet: (password: string) => [...password].length >= 8 },
  { label: 'people:needsUpper', isMet: (password: string) => /\p{Lu}/u.test(password) },
  { label: 'people:needsLower', isMet: (password: string) => /\p{Ll}/u.test(password) },
  { label: 'people:needsDigit', isMet: (password: string) => /\p{Nd}/u.test(password) },
] as const

/** How hard a password is to guess, by its form; those that many people choose are guessed first. */
export type Strength = 'empty' | 'common' | 'weak' | 'moderate' | 'strong'

/** Short is weak, long without one of the kinds of signs is moderate. */
export function judgePassword(password: string): Strength {
  if (password === '') return 'empty'
  if (isCommon(password)) return 'common'
  if (!REQUIREMENTS[0].isMet(password)) return 'weak'
  return REQUIREMENTS.every(({ isMet }) => isMet(password)) ? 'strong' : 'moderate'
}
