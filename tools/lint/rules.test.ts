import { expect, test } from 'vitest'
import { findOffences, makeRules } from './rules.mjs'

const rules = makeRules(['sd1', 'sdxl'])

const offences: [rule: string, path: string, text: string][] = [
  ['family-at-home', 'packages/engine/src/denoise/denoise.ts', "if (family.id === 'sd1') return"],
  ['family-at-home', 'packages/engine/src/families/sdxl/family.ts', 'const base = "sd1"'],
  ['no-machine-paths', 'docs/start.md', `Look into ${['', 'home', 'anna', 'models'].join('/')} first`],
  ['no-machine-paths', 'tools/x.mjs', `const folder = '${['', 'tmp', 'x'].join('/')}'`],
  ['no-todo-without-issue', 'tools/x.mjs', '// TODO close it'],
  ['name-the-subject', 'packages/engine/src/text/utils.ts', ''],
  ['say-what-it-is', 'packages/engine/src/text/clip.ts', 'const a = 1\nexport function encode() {}\n'],
]

test.each(offences)('%s: finds it in %s', (rule, path, text) => {
  expect(findOffences(rules, path, text).map((offence) => offence.rule)).toEqual([rule])
})

const allowed: [path: string, text: string][] = [
  ['packages/engine/src/families/sd1/family.ts', "/** The family. */\nexport const sd1 = { id: 'sd1' }\n"],
  ['packages/engine/src/families/index.ts', "const ids = ['sd1', 'sdxl']"],
  ['packages/engine/src/families/sd1/family.test.ts', "expect(identify(keys)).toBe('sd1')\nexport const x = 1"],
  ['docs/start.md', 'Call it from any/home/you like, or from ~/tmp/x.'],
  ['tools/x.mjs', '// TODO(#12) close it'],
  [
    'packages/engine/src/text/clip.ts',
    '/** Length of a prompt, in tokens. */\nexport const LENGTH = 77\nexport const WIDTH = 768\n',
  ],
]

test.each(allowed)('leaves %s alone: %s', (path, text) => {
  expect(findOffences(rules, path, text)).toEqual([])
})

test('every rule has an offence in this file', () => {
  expect(new Set(offences.map(([rule]) => rule))).toEqual(new Set(rules.map((rule) => rule.name)))
})
