// node tools/common-passwords.mjs FILE: makes the list of passwords that strict checking refuses from src/passwords.json of the
// npm package @zxcvbn-ts/language-common (MIT licence, named in NOTICE). Needed only if the list is to be renewed.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './clone/root.mjs'

const [source] = process.argv.slice(2)
if (source === undefined) {
  console.error('Give the path of passwords.json.')
  process.exit(2)
}
// the other rules refuse what is shorter, or has no letter or no digit
const passesOtherRules = (password) => [...password].length >= 8 && /\d/.test(password) && /\p{L}/u.test(password)
const passwords = new Set(JSON.parse(readFileSync(source, 'utf8')).filter(passesOtherRules))
writeFileSync(join(root, 'apps/bottega/assets/common-passwords.txt'), `${[...passwords].join('\n')}\n`)
console.log(`wrote ${passwords.size} passwords`)
