import { defineSection, getSection, type UserState } from '../../../shared/user-state/index.ts'

/** Seconds that a model takes for a step of a million pixels, by the model's key: learned from one's own pictures. */
type Timings = Readonly<Record<string, number>>

/** What is known of how long pictures take. */
export const timingsSection = defineSection<Timings>({
  name: 'timings',
  initial: {},
  parse: (stored) =>
    Object.fromEntries(
      Object.entries(stored).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0),
    ),
})

/** What decides how long a picture takes. */
export interface Effort {
  readonly modelKey: string
  readonly width: number
  readonly height: number
  readonly steps: number
  /** share of the steps that are made, with a start image */
  readonly strength?: number
}

// no picture is made faster: it was made before, and is there at once
const LEAST_SECONDS = 0.05

// encoding and decoding take about as long as a few steps
const FIXED_STEPS = 3

/** The seconds that a picture is likely to take; undefined while nothing is known. */
export function estimateSeconds(timings: Timings, effort: Effort): number | undefined {
  const rate = timings[effort.modelKey]
  return rate === undefined ? undefined : rate * weigh(effort)
}

/** Learns from a picture that was made. */
export function noteDuration(state: UserState, effort: Effort, seconds: number): void {
  const known = getSection(state, timingsSection)[effort.modelKey]
  const rate = seconds / weigh(effort)
  if (!(seconds >= LEAST_SECONDS)) return
  const learned = known === undefined ? rate : mix(known, rate)
  state.change(timingsSection, { [effort.modelKey]: Number(learned.toPrecision(4)) })
}

/** A known rate with what a new one teaches: one that loaded the model is soon forgotten, one that had to wait counts little. */
function mix(known: number, rate: number): number {
  const share = rate < known / 2 ? 0.8 : 0.4
  return Math.min(rate, known * 3) * share + known * (1 - share)
}

function weigh({ width, height, steps, strength = 1 }: Effort): number {
  return (steps * strength + FIXED_STEPS) * ((width * height) / 1e6)
}
