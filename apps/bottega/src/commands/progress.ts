import type { PictureProgress } from '@bottega/engine'

/** Where progress is shown: standard error, or a stand-in. */
export interface ProgressOutput {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** Shows how far a run of pictures is. */
export interface ProgressDisplay {
  /** A new picture begins. */
  start(seed: number, index: number): void
  show(progress: PictureProgress): void
  /** A line that stays, above whatever moves. */
  say(line: string): void
  /** Takes the moving line away. */
  clear(): void
}

/** Least time between two plain lines about the same picture. */
const PLAIN_LINE_MS = 5000
const BAR_LETTERS = 20

/**
 * A bar on a terminal; elsewhere plain lines, few enough for a log. ASCII only, for terminals of any locale.
 *
 * @param count  pictures of the whole run
 * @param now    clock in milliseconds
 */
export function createProgressDisplay(output: ProgressOutput, count: number, now: () => number = Date.now): ProgressDisplay {
  const isTerminal = output.isTTY === true
  let picture = ''
  let firstStep: { readonly step: number; readonly at: number } | undefined
  let lastLineAt = 0
  let isLineOpen = false

  function clear(): void {
    if (isLineOpen) output.write('\r\x1b[K')
    isLineOpen = false
  }

  function describe({ phase, step, steps }: PictureProgress): string {
    if (phase !== 'denoising') return `${picture}: ${phase}`
    firstStep ??= { step, at: now() }
    const known = step - firstStep.step
    // the first step shares its time with what is loaded and set up, so a second one must be known
    const left = step < 2 || known === 0 ? '' : `, ${formatDuration(((now() - firstStep.at) / known) * (steps - step))} left`
    return `${picture}: step ${step} of ${steps}${left}`
  }

  return {
    start(seed, index) {
      picture = count === 1 ? `seed ${seed}` : `${index + 1}/${count} seed ${seed}`
      firstStep = undefined
      lastLineAt = now()
    },
    show(progress) {
      const words = describe(progress)
      if (isTerminal) {
        const line = `${drawBar(progress)} ${words}`.slice(0, (output.columns ?? 80) - 1)
        output.write(`\r${line}\x1b[K`)
        isLineOpen = true
      } else if (now() - lastLineAt >= PLAIN_LINE_MS) {
        lastLineAt = now()
        output.write(`${words}\n`)
      }
    },
    say(line) {
      clear()
      output.write(`${line}\n`)
    },
    clear,
  }
}

/** A time span in the words of a person: `0.8 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

function drawBar({ phase, step, steps }: PictureProgress): string {
  // a run that begins at the end has no steps
  const share = phase === 'decoding' || steps === 0 ? 1 : step / steps
  const done = Math.round(BAR_LETTERS * share)
  return `[${'#'.repeat(done)}${'-'.repeat(BAR_LETTERS - done)}]`
}
