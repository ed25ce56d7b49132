// The list of the decision records, from their headings.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../clone/root.mjs'

/** @returns {string} the text of docs/decisions/index.md */
export function makeDecisionsIndex() {
  const folder = join(root, 'docs/decisions')
  const rows = readdirSync(folder)
    .filter((name) => /^\d{4}-/.test(name))
    .sort()
    .map((name) => {
      const [, title] = /^# (.+)/.exec(readFileSync(join(folder, name), 'utf8')) ?? []
      return `- [${title}](${name})`
    })
  return [
    '# Decisions',
    'Written by `npm run gen`; do not edit.',
    'Choices that were not obvious, a page each: what was decided, why, and what was tried instead.',
    rows.join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}
