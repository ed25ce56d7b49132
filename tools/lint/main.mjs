// The house rules that no linter knows: reads every text file of the project and prints what breaks one.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { listFiles } from '../clone/files.mjs'
import { root } from '../clone/root.mjs'
import { findOffences, makeRules } from './rules.mjs'

// data and what is made, not written
const skipped = new Set([
  '.git',
  'node_modules',
  'dist',
  'coverage',
  '.bench',
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
const offences = files.flatMap((path) => findOffences(rules, path, readFileSync(join(root, path), 'utf8')))
for (const { path, line, message } of offences) console.error(`${path}:${line} ${message}`)
process.exitCode = offences.length > 0 ? 1 : 0
