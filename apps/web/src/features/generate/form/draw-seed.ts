import { MAX_SEED } from './faults.ts'

/** Draws a seed. */
export function drawSeed(): number {
  return Math.floor(Math.random() * (MAX_SEED + 1))
}
