import { type GoldenResult, isNamed } from '@bottega/testing'

/** What came of the names that `--require` asked for. */
export interface RequirementReport {
  /** Why the run fails. */
  readonly faults: readonly string[]
  /** What else is worth knowing: names of groups that the set does not have. */
  readonly notes: readonly string[]
}

/**
 * Holds the results against the required names. A name fails when one of its cases is unsupported, or when it names no case of a
 * group that the set has: then it is misspelled, or the case is gone. A group that is absent entirely belongs to another set.
 *
 * @param ids  ids of all cases of the set, also of those that were not run
 */
export function judgeRequired(
  required: readonly string[],
  ids: readonly string[],
  results: readonly GoldenResult[],
): RequirementReport {
  const unsupported = results.filter(({ id, status }) => status === 'unsupported' && required.some((name) => isNamed(id, name)))
  const unknown = required.filter((name) => !ids.some((id) => isNamed(id, name)))
  const hasGroup = (name: string) => {
    const [group = ''] = name.split('/')
    return ids.some((id) => isNamed(id, group))
  }
  const misspelled = unknown.filter(hasGroup)
  return {
    faults: [
      ...unsupported.map(({ id }) => `${id} is required, but unsupported`),
      ...misspelled.map((name) => `${name} is required, but its group has no such case`),
    ],
    notes: unknown.filter((name) => !hasGroup(name)).map((name) => `No case is named ${name}`),
  }
}
