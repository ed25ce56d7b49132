// The house rules that no linter knows: reads every text file of the project and prints what breaks one.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { listFiles } from '../clone/files.mjs'
import { root } from '../clone/root.mjs'
import { findLiteralText } from './literal-text.mjs'
import { findLocaleOffences } from './locales.mjs'
import { findOffences, makeRules } from './rules.mjs'

// data and what is made, not written
const skipped = new Set([
  '.git',
  'node_modules',
  'dist',
  'coverage',
  '.bench',
  '.screens',
  'bottega-pictures',
  'fixtures',
  'starter-model',
  'starter',
])
const isText = /\.(ts|tsx|mjs|cjs|json|md|yaml|yml|css|html)$|(^|\/)(run|NOTICE)$/

const families = readdirSync(join(root, 'packages/engine/src/families'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
const rules = makeRules(families)
const files = listFiles(root, (name) => skipped.has(name))
  .map((path) => relative(root, path).replaceAll(sep, '/'))
  .filter((path) => isText.test(path) && path !== 'package-lock.json')
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
const page = files.filter(({ path }) => path.startsWith('apps/web/src/'))
const offences = [
  ...files.flatMap(({ path, text }) => findOffences(rules, path, text)),
  ...page.filter(({ path }) => /(?<!\.test|\.d)\.tsx?$/.test(path)).flatMap(({ path, text }) => findLiteralText(path, text)),
  ...findLocaleOffences(page),
]
for (const { path, line, message } of offences) console.error(`${path}:${line} ${message}`)
process.exitCode = offences.length > 0 ? 1 : 0
