import { randomInt } from 'node:crypto'
import { EngineError, MAX_SEED } from '@bottega/engine'

/**
 * The seeds of `count` pictures, counting up from the first.
 *
 * @param first  0..{@link MAX_SEED}; one is drawn when not given
 * @throws EngineError `request_invalid` when they would count beyond {@link MAX_SEED}
 */
export function chooseSeeds(count: number, first = randomInt(MAX_SEED - count + 2)): readonly number[] {
  if (first + count - 1 > MAX_SEED) {
    throw new EngineError(
      'request_invalid',
      `${count} pictures from seed ${first} would count beyond ${MAX_SEED}, the largest seed. Take a seed up to ${MAX_SEED - count + 1}.`,
    )
  }
  return Array.from({ length: count }, (_, index) => first + index)
}
