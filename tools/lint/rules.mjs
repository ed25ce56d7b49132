// The house rules as a table: which files one applies to, what breaks it, and what to do instead.
const isCode = /\.(ts|tsx|mjs|cjs)$/
const isTest = /\.test\.tsx?$/
const folders = ['home', 'Users', 'root', 'tmp', 'work', 'workspace', 'mnt'].join('|')

/**
 * @typedef {object} Rule
 * @property {string} name
 * @property {(path: string) => boolean} applies
 * @property {RegExp} offence
 * @property {(found: string, path: string) => boolean} [allows]
 * @property {(found: string, path: string) => string} message
 */

/** @type {Rule[]} */
const textRules = [
  {
    name: 'no-machine-paths',
    applies: () => true,
    offence: new RegExp(`(?<![\\w.)\\]}*~-])/(?:${folders})/[\\w.-]+|[A-Z]:\\\\+Users\\b`, 'g'),
    message: (found) => `${found} is a path of one machine: take it from the caller, or from os.tmpdir()`,
  },
  {
    name: 'no-todo-without-issue',
    applies: (path) => !path.startsWith('tools/lint/'),
    offence: /\b(?:TODO|FIXME|XXX)\b(?!\(#\d+\))/g,
    message: (found) => `${found} needs the number of its issue, as in TODO(#12)`,
  },
  {
    name: 'name-the-subject',
    applies: (path) => /(^|\/)(utils?|helpers?|misc|common|manager)\.(ts|tsx|mjs|cjs)$/.test(path),
    offence: /^/g,
    message: (_, path) => `${path.split('/').at(-1)} does not say what it is about: name the subject`,
  },
  {
    name: 'say-what-it-is',
    applies: (path) => /\.tsx?$/.test(path) && !isTest.test(path) && !/\.config\.ts$/.test(path),
    offence: /(?<!\*\/\n|^export .*\n)^export (?:async |abstract |declare )*(?:function|const|class|interface|type) \w+/gm,
    message: (found) => `${found} needs a doc comment whose first sentence says what it is`,
  },
]

/**
 * A family's id is a string of its own folder; elsewhere one asks what a family supports. Otherwise each new family touches
 * sixty files instead of six.
 *
 * @param {string[]} families  the ids
 * @returns {Rule}
 */
const makeFamilyRule = (families) => ({
  name: 'family-at-home',
  applies: (path) => isCode.test(path) && !isTest.test(path) && path !== 'packages/engine/src/families/index.ts',
  offence: new RegExp(`(['"\`])(?:${families.join('|')})\\1`, 'g'),
  allows: (found, path) => path.startsWith(`packages/engine/src/families/${found.slice(1, -1)}/`),
  message: (found) =>
    `${found} may stand only in its own folder of families/, in tests and in data: ask for what the family supports`,
})

/**
 * Collects the house rules.
 *
 * @param {string[]} families  ids of the model families: the folders in packages/engine/src/families
 * @returns {Rule[]}
 */
export function makeRules(families) {
  return [makeFamilyRule(families), ...textRules]
}

/**
 * Finds what breaks a house rule in one file.
 *
 * @param {Rule[]} rules
 * @param {string} path  relative to the clone, with slashes
 * @param {string} text  its content
 * @returns {{ rule: string, path: string, line: number, message: string }[]}
 */
export function findOffences(rules, path, text) {
  return rules
    .filter((rule) => rule.applies(path))
    .flatMap((rule) =>
      [...text.matchAll(rule.offence)]
        .filter(([found]) => !rule.allows?.(found, path))
        .map((match) => ({
          rule: rule.name,
          path,
          line: text.slice(0, match.index).split('\n').length,
          message: rule.message(match[0], path),
        })),
    )
}
