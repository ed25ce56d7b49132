import type { EventPayload } from '@bottega/contracts'

/** How far a running item is. */
export interface Progress {
  /** What it does, as the server says it. */
  readonly message: string
  /** 0..1, or null when nobody knows. */
  readonly share: number | null
  /** How many steps the whole takes, when steps are what it counts. */
  readonly steps?: number
  /** A data URL of the picture as it is now. */
  readonly preview?: string
  /** The first step that was heard, and when in milliseconds: what came since tells the pace. */
  readonly since?: { readonly share: number; readonly at: number }
  /** When the last step was heard. */
  readonly at: number
  /** The model that is on its way into memory. */
  readonly loading?: { readonly name: string; readonly bytes: number }
}

/** The progress after a step. */
export function applyProgress(
  before: Progress | undefined,
  { message, percentage: share, image, invocation }: EventPayload<'invocation_progress'>,
  at: number = Date.now(),
): Progress {
  const steps = countSteps(invocation)
  const preview = image?.dataURL ?? before?.preview
  const isSame = before?.message === message && before.since !== undefined && share !== null && share >= before.since.share
  const since = isSame ? before.since : share === null ? undefined : { share, at }
  return {
    message,
    share,
    at,
    ...(steps !== undefined && { steps }),
    ...(preview !== undefined && { preview }),
    ...(since && { since }),
  }
}

/** The progress while a model is loaded, and after. */
export function applyLoading(
  before: Progress | undefined,
  { config }: Pick<EventPayload<'model_load_started'>, 'config'>,
  isLoaded: boolean,
  at: number = Date.now(),
): Progress {
  const { loading: _loaded, ...rest } = before ?? { message: '', share: null, at }
  return isLoaded ? rest : { ...rest, loading: { name: config.name, bytes: config.file_size } }
}

/** How many seconds are left at the pace so far; undefined before there is a pace. */
export function estimateSecondsLeft({ share, since, at }: Progress): number | undefined {
  if (share === null || since === undefined || share <= since.share) return undefined
  return ((at - since.at) / (share - since.share)) * ((1 - share) / 1000)
}

/** A picture that begins from another takes only a part of the steps. */
function countSteps({ steps, denoising_start, denoising_end }: EventPayload<'invocation_progress'>['invocation']) {
  if (typeof steps !== 'number') return undefined
  const [from, to] = [denoising_start, denoising_end].map((value) => (typeof value === 'number' ? value : undefined))
  return Math.max(1, Math.round(steps * ((to ?? 1) - (from ?? 0))))
}
