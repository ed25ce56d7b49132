import { enumField, optional, stringField } from '@bottega/graph'
import { refuse } from '../refuse.ts'

/** Stands for a key that a person writes. */
export const CUSTOM_LABEL = '* CUSTOM LABEL *'

/** The inputs that choose a key of metadata: one of the usual ones, or any. */
export function labelInputs<const L extends string>(labels: readonly L[], byDefault: L | typeof CUSTOM_LABEL = CUSTOM_LABEL) {
  return {
    label: enumField([CUSTOM_LABEL, ...labels], { input: 'direct', default: byDefault, description: 'The key' }),
    custom_label: optional(stringField({ input: 'direct', description: 'The key, if it is none of the usual ones' })),
  }
}

interface Labels {
  readonly label?: string
  readonly custom_label?: string | null
}

/** What is wrong with the chosen key, as a sentence; undefined when nothing is. */
export function findLabelFault({ label, custom_label }: Labels): string | undefined {
  const isMissing = label === CUSTOM_LABEL && (custom_label ?? '').trim() === ''
  return isMissing ? 'Write the key into custom_label, or choose a label.' : undefined
}

/**
 * The chosen key.
 *
 * @throws EngineError `request_invalid` when none is
 */
export function readLabel(labels: Required<Labels>): string {
  const fault = findLabelFault(labels)
  if (fault !== undefined) refuse(fault)
  return labels.label === CUSTOM_LABEL ? (labels.custom_label ?? '') : labels.label
}
