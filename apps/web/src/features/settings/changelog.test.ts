import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parseChangelog } from './changelog.ts'

test('releases, kinds and entries are told apart; links keep their words', () => {
  const text = `# Changelog

What changes.

## 1.1

### Added

- \`npm start\` serves
  the page, see [the *whole* guide](docs/guide.md).
- A second.

### Fixed

- A third.

## 1.0
`
  expect(parseChangelog(text)).toEqual([
    {
      name: '1.1',
      parts: [
        {
          name: 'Added',
          changes: [
            [
              { text: 'npm start', isCode: true },
              { text: ' serves the page, see the whole guide.', isCode: false },
            ],
            [{ text: 'A second.', isCode: false }],
          ],
        },
        { name: 'Fixed', changes: [[{ text: 'A third.', isCode: false }]] },
      ],
    },
    { name: '1.0', parts: [] },
  ])
})

test('the changelog of the project is written in what is understood', async () => {
  const text = await readFile(new URL('../../../../../CHANGELOG.md', import.meta.url), 'utf8')
  const releases = parseChangelog(text)
  const entries = releases.flatMap(({ parts }) => parts.flatMap(({ changes }) => changes))
  expect(entries).toHaveLength(text.match(/^- /gm)?.length ?? 0)
  expect(
    entries
      .flat()
      .map((piece) => piece.text)
      .join(''),
  ).not.toMatch(/\]\(|\*|`/)
})
