import type { QueueItemSummary, WaitingReason } from '@bottega/contracts'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatDuration } from '../../shared/formatting/index.ts'
import { type TextKey, useText } from '../../shared/i18n/index.ts'
import type { Progress } from './progress.ts'
import type { ItemError, TrackedItem } from './tracked-item.ts'

/** What a node says of itself, in the words of the page. */
const STAGES: Readonly<Record<string, TextKey>> = {
  'Loading the model': 'queue:loadingAModel',
  'Encoding the prompt': 'queue:readingThePrompt',
  'Encoding the image': 'queue:readingTheImage',
  Denoising: 'queue:painting',
  'Decoding the latents': 'queue:finishing',
}

/** What to try next, by the kind of error. */
const ADVICE: Readonly<Record<string, TextKey>> = {
  OutOfMemoryError: 'queue:adviceMemory',
  request_invalid: 'queue:adviceSettings',
  UnknownModelException: 'queue:adviceModel',
  ImageNotFoundError: 'queue:adviceImage',
  PermissionError: 'queue:advicePermission',
  WorkerDied: 'queue:adviceWorker',
  StorageError: 'queue:adviceStorage',
  WorkflowCallError: 'queue:adviceWorkflow',
  WorkflowCallDepthError: 'queue:adviceWorkflow',
  WorkflowNotFoundError: 'queue:adviceWorkflow',
}

/** What has gone wrong, by the kind of error; of others the server says it. */
const FAULTS: Readonly<Record<string, TextKey>> = {
  OutOfMemoryError: 'queue:faultMemory',
  UnknownModelException: 'queue:faultModel',
  ImageNotFoundError: 'queue:faultImage',
  PermissionError: 'queue:faultPermission',
  WorkerDied: 'queue:faultWorker',
  StorageError: 'queue:faultStorage',
}

/** Why an item waits, in short. */
const REASONS: Readonly<Record<WaitingReason, TextKey>> = {
  paused: 'queue:reasonPaused',
  turn: 'queue:reasonTurn',
  busy: 'queue:reasonBusy',
  no_worker: 'queue:reasonNoWorker',
}

type Place = Pick<QueueItemSummary, 'position' | 'waiting_reason' | 'others_ahead'>

/** Says how items stand. */
export function useItemWords() {
  const { t } = useTranslation('queue')
  const say = useText()

  function describePlace({ position, waiting_reason: reason, others_ahead: others = 0 }: Place): string {
    // a pause is all that there is to know
    if (reason === 'paused') return t('waitingPaused')
    if (reason === 'no_worker') return t('waitingNoWorker')
    if (position === undefined) return t('waiting')
    if (position === 1) return t('nextInLine')
    const own = position - 1 - others
    if (others === 0) return t('ownAhead', { count: own })
    return own === 0 ? t('othersAhead', { count: others }) : t('allAhead', { count: others, own })
  }

  /** The same for where it stands beside the state. */
  function describeTurn({ position: place, waiting_reason: reason }: Place): string {
    const why = reason && say(REASONS[reason])
    if (place === undefined) return why ?? ''
    return why === undefined ? t('place', { place }) : t('placeWhy', { place, why })
  }

  function describeProgress({ loading, message, share, steps }: Progress): string {
    if (loading) return t('loadingModel', { name: loading.name, size: formatBytes(loading.bytes) })
    if (message === '') return t('starting')
    if (share !== null && steps !== undefined) return t('step', { step: Math.round(share * steps), steps })
    const stage = STAGES[message]
    const words = stage === undefined ? message : say(stage)
    return share === null ? words : t('share', { words, percent: Math.round(share * 100) })
  }

  function describeFault({ type = '', message }: ItemError = {}): string {
    const known = FAULTS[type]
    return known === undefined ? (message ?? t('unknownReason')) : say(known)
  }

  return {
    describeTurn,
    describeProgress,
    /** A sentence that says it all. */
    describeItem({ status, place, imageName, error, seconds }: TrackedItem, progress?: Progress): string {
      switch (status) {
        case 'pending':
          return describePlace(place ?? {})
        case 'waiting':
          return t('waitingForCalled')
        case 'in_progress':
          if (imageName !== undefined) return t('saving')
          return progress === undefined ? t('starting') : describeProgress(progress)
        case 'completed':
          return seconds === undefined ? t('done') : t('doneIn', { duration: formatDuration(seconds) })
        case 'failed':
          return t('failedBecause', { reason: describeFault(error) })
        case 'canceled':
          return t('canceled')
      }
    },
    /** What to do about an error. */
    advise({ type = '' }: ItemError): string {
      const advice = ADVICE[type] ?? 'queue:adviceRetry'
      return say(advice)
    },
  }
}
