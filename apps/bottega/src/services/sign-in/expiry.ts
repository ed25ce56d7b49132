import { AppError } from '@bottega/contracts'
import { formatTime } from '../../data/time.ts'

/**
 * When something ends that a caller makes, as it is stored.
 *
 * @param given  as the caller has said it, if they have
 * @throws AppError `expiry_in_the_past`
 */
export function readExpiry(given: string | null | undefined): string | undefined {
  if (given === null || given === undefined) return undefined
  const moment = new Date(given)
  if (moment.getTime() <= Date.now()) throw new AppError('expiry_in_the_past')
  return formatTime(moment)
}
