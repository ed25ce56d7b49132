// Names the state of the sources: the build of a state lies in dist/<its hash>/.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { findJson, listFiles, writeIfAllowed } from './files.mjs'

const isNoInput = (name) => /\.test\.tsx?$|\.md$/.test(name) || name === 'fixtures' || name === 'node_modules'

/**
 * Lists the files that decide what the build makes; tests, fixtures and documents that the page does not show do not, nor do the
 * assets of packages, which are read from where they lie.
 *
 * @param {string} root  absolute path of the clone
 * @returns {string[]} absolute paths
 */
function listInputs(root) {
  const rooms = ['packages', 'apps'].flatMap((group) =>
    existsSync(join(root, group)) ? readdirSync(join(root, group)).map((name) => join(root, group, name)) : [],
  )
  return [
    ...[
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'tools/build.mjs',
      'tools/build-web.mjs',
      'CHANGELOG.md',
      'NOTICE',
    ].map((name) => join(root, name)),
    ...rooms.map((room) => join(room, 'package.json')),
    ...['index.html', 'docs.html', 'tsconfig.json'].map((name) => join(root, 'apps/web', name)),
    ...[
      ...rooms.map((room) => join(room, 'src')),
      join(root, 'apps/web/public'),
      ...['gen', 'golden', 'bench', 'seed', 'screens'].map((tool) => join(root, 'tools', tool)),
    ].flatMap((folder) => listFiles(folder, isNoInput)),
  ].filter((path) => existsSync(path))
}

/**
 * Hashes names and contents of all inputs. The result is remembered in dist/inputs.json under a fingerprint of the files'
 * sizes, times and inodes, because reading every file takes several times as long as asking for its state.
 *
 * @param {string} root  absolute path of the clone
 * @returns {string} 16 hexadecimal digits
 */
export function hashInputs(root) {
  const files = listInputs(root).map((path) => ({ path, name: relative(root, path), state: statSync(path) }))
  const states = files.map(({ name, state }) => [name, state.size, state.mtimeMs, state.ino].join(' '))
  const fingerprint = createHash('sha256').update(states.join('\n')).digest('hex')
  const memory = join(root, 'dist/inputs.json')
  const remembered = findJson(memory)
  if (remembered?.fingerprint === fingerprint) return remembered.hash

  const hash = createHash('sha256')
  for (const { path, name } of files) {
    const content = readFileSync(path)
    hash.update(`${name}\n${content.length}\n`).update(content)
  }
  const digest = hash.digest('hex').slice(0, 16)
  writeIfAllowed(() => {
    mkdirSync(dirname(memory), { recursive: true })
    writeFileSync(`${memory}.${process.pid}`, JSON.stringify({ fingerprint, hash: digest }))
    renameSync(`${memory}.${process.pid}`, memory)
  })
  return digest
}
