/** The nearest whole number; a number midway between two goes to the even one, as in Python. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}

// toFixed gives the exact decimal expansion of a double up to this many places
const EXACT_PLACES = 100

/**
 * The number at so many decimal places, decided by its exact value and not by how it is written: 2.675 at two places is 2.67, since the
 * double nearest to 2.675 lies below it. Ties go to the even digit.
 *
 * @param places  below 0 rounds to tens, hundreds and so on
 */
export function roundToPlaces(value: number, places: number): number {
  if (places < 0) {
    // 10 to this power is beyond every double
    if (places < -308) return 0
    const unit = 10 ** -places
    return roundHalfEven(value / unit) * unit
  }
  // from here on doubles are whole numbers, and toFixed changes to another notation
  if (Math.abs(value) >= 2 ** 53 || places >= EXACT_PLACES) return value
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(EXACT_PLACES).split('.')
  const kept = BigInt(whole + fraction.slice(0, places))
  const rest = fraction.slice(places)
  const half = `5${'0'.repeat(rest.length - 1)}`
  const goesUp = rest > half || (rest === half && kept % 2n === 1n)
  return Math.sign(value) * Number(`${goesUp ? kept + 1n : kept}e-${places}`)
}
