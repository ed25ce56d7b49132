// Plants an offence against every layering rule in a small copy of the house and sees each one caught.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '../clone/root.mjs'

type Files = Readonly<Record<string, string>>

const require = createRequire(import.meta.url)
const ruleNames: string[] = require('../../.dependency-cruiser.cjs').forbidden.map(({ name }: { name: string }) => name)

const importOf = (...specifiers: string[]) => specifiers.map((specifier) => `import '${specifier}'\n`).join('')
const manifest = (name: string, ...dependencies: string[]) =>
  JSON.stringify({
    name,
    version: '1.0.0',
    type: 'module',
    exports: { '.': name.startsWith('@bottega/') ? './src/index.ts' : './index.js' },
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '1.0.0'])),
  })

const engine = 'packages/engine/src'
const program = 'apps/bottega/src'
const web = 'apps/web/src'
const engineFolders = ['tensor', 'formats', 'onnx', 'text', 'networks', 'schedulers', 'families', 'denoise', 'runtime']
const programFolders = ['commands', 'http', 'services', 'policies', 'data', 'queue', 'files', 'events', 'auth', 'worker']

// Every room with one legal import or more
const house: Files = {
  'packages/contracts/package.json': manifest('@bottega/contracts', 'zod'),
  'packages/contracts/src/index.ts': importOf('zod'),
  'packages/graph/package.json': manifest('@bottega/graph', '@bottega/contracts'),
  'packages/graph/src/index.ts': importOf('@bottega/contracts'),
  'packages/engine/package.json': manifest('@bottega/engine', 'onnxruntime-node'),
  [`${engine}/index.ts`]: importOf(...engineFolders.map((folder) => `./${folder}/index.ts`)),
  ...Object.fromEntries(engineFolders.map((folder) => [`${engine}/${folder}/index.ts`, ''])),
  [`${engine}/denoise/denoise.ts`]: importOf('../schedulers/index.ts', '../tensor/index.ts'),
  [`${engine}/denoise/denoise.test.ts`]: importOf('@bottega/testing', '../runtime/index.ts'),
  [`${engine}/families/define-family.ts`]: '',
  [`${engine}/families/one/family.ts`]: importOf('../define-family.ts'),
  [`${engine}/families/two/family.ts`]: importOf('../define-family.ts'),
  [`${engine}/runtime/session.ts`]: importOf('onnxruntime-node'),
  [`${engine}/schedulers/sigmas.ts`]: '',
  [`${engine}/schedulers/euler.ts`]: importOf('./sigmas.ts'),
  'packages/nodes/package.json': manifest('@bottega/nodes', '@bottega/graph', '@bottega/engine'),
  'packages/nodes/src/index.ts': importOf('@bottega/graph', '@bottega/engine'),
  'packages/client/package.json': manifest('@bottega/client', '@bottega/contracts'),
  'packages/client/src/index.ts': importOf('@bottega/contracts'),
  'packages/testing/package.json': manifest('@bottega/testing', '@bottega/engine'),
  'packages/testing/src/index.ts': importOf('@bottega/engine'),
  'apps/bottega/package.json': manifest('@bottega/bottega', '@bottega/engine', '@bottega/nodes', '@photostructure/sqlite'),
  ...Object.fromEntries(programFolders.map((folder) => [`${program}/${folder}/index.ts`, ''])),
  [`${program}/commands/serve.ts`]: importOf('../main.ts'),
  [`${program}/data/sqlite.ts`]: importOf('@photostructure/sqlite'),
  [`${program}/main.ts`]: importOf('./services/boards.ts', '@bottega/nodes'),
  [`${program}/services/boards.ts`]: importOf('../data/index.ts', '../policies/index.ts'),
  'apps/web/package.json': manifest('@bottega/web', '@bottega/contracts', '@bottega/graph', '@bottega/client'),
  [`${web}/app/router.ts`]: importOf('../features/boards/index.ts'),
  [`${web}/features/boards/index.ts`]: importOf('./page.ts'),
  [`${web}/features/boards/page.ts`]: importOf('../../shared/date.ts', '../gallery/index.ts', '@bottega/client'),
  [`${web}/features/gallery/index.ts`]: importOf('./page.ts'),
  [`${web}/features/gallery/page.ts`]: importOf('../../shared/date.ts'),
  [`${web}/shared/date.ts`]: '',
  ...Object.fromEntries(
    ['zod', 'onnxruntime-node', '@photostructure/sqlite', 'unlisted'].flatMap((name) => [
      [`node_modules/${name}/package.json`, manifest(name)],
      [`node_modules/${name}/index.js`, ''],
    ]),
  ),
}

// Rule → the file that breaks it and what it imports
const offences: Readonly<Record<string, readonly [file: string, specifier: string]>> = {
  resolves: [`${engine}/text/lost.ts`, './nowhere.ts'],
  'no-cycles': [`${engine}/text/cycle.ts`, './cycle.ts'],
  'no-feature-cycles': [`${web}/features/gallery/queries.ts`, '../boards/index.ts'],
  'packages-by-the-door': [`${program}/services/window.ts`, '../../../../packages/engine/src/tensor/index.ts'],
  'packages-import-no-app': ['packages/client/src/upward.ts', '../../../apps/bottega/src/main.ts'],
  'apps-do-not-meet': [`${web}/shared/neighbour.ts`, '../../../bottega/src/main.ts'],
  'contracts-sees': ['packages/contracts/src/sight.ts', '@bottega/graph'],
  'graph-sees': ['packages/graph/src/sight.ts', '@bottega/engine'],
  'engine-sees': [`${engine}/text/sight.ts`, '@bottega/contracts'],
  'nodes-sees': ['packages/nodes/src/sight.ts', '@bottega/client'],
  'client-sees': ['packages/client/src/sight.ts', '@bottega/graph'],
  'web-sees': [`${web}/shared/sight.ts`, '@bottega/engine'],
  'testing-in-tests-only': [`${program}/services/factory.ts`, '@bottega/testing'],
  ...Object.fromEntries(
    engineFolders.map((folder, at) => {
      const right = engineFolders[at + 1]
      return [
        `engine-${folder}-looks-left`,
        [`${engine}/${folder}/right.ts`, right === undefined ? '../index.ts' : `../${right}/index.ts`] as const,
      ]
    }),
  ),
  'families-do-not-meet': [`${engine}/families/two/borrowed.ts`, '../one/family.ts'],
  'schedulers-self-contained': [`${engine}/schedulers/heun.ts`, './euler.ts'],
  'one-door-to-onnxruntime': [`${program}/worker/direct.ts`, 'onnxruntime-node'],
  'one-door-to-sqlite': [`${program}/services/query.ts`, '@photostructure/sqlite'],
  'program-commands-sees': [`${program}/commands/useradd.ts`, '../data/index.ts'],
  'program-http-sees': [`${program}/http/boards.ts`, '../data/index.ts'],
  'program-services-sees': [`${program}/services/answer.ts`, '../http/index.ts'],
  'program-policies-sees': [`${program}/policies/board.ts`, '../services/index.ts'],
  'program-queue-sees': [`${program}/queue/claim.ts`, '../services/index.ts'],
  'program-events-sees': [`${program}/events/bus.ts`, '../data/index.ts'],
  'program-auth-sees': [`${program}/auth/token.ts`, '../services/index.ts'],
  'program-data-sees': [`${program}/data/boards.ts`, '../policies/index.ts'],
  'program-pictures-sees': [`${program}/pictures/intake.ts`, '../data/index.ts'],
  'program-files-sees': [`${program}/files/images.ts`, '../data/index.ts'],
  'program-worker-sees': [`${program}/worker/host.ts`, '../services/index.ts'],
  'features-by-the-door': [`${web}/features/boards/state.ts`, '../gallery/page.ts'],
  'app-enters-features-by-the-door': [`${web}/app/layout.ts`, '../features/boards/page.ts'],
  'app-composes-features': [`${web}/features/boards/actions.ts`, '../../app/router.ts'],
  'shared-lies-below': [`${web}/shared/hooks.ts`, '../features/boards/index.ts'],
  'npm-by-the-list': [`${engine}/tensor/hoisted.ts`, 'unlisted'],
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bottega-layers-'))
  build(house)
  mkdirSync(join(folder, 'node_modules/@bottega'))
  for (const name of ['contracts', 'graph', 'engine', 'nodes', 'client', 'testing']) {
    symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules/@bottega', name))
  }
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) copyFileSync(join(root, name), join(folder, name))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a house in order passes', () => {
  expect(cruise()).toEqual([])
})

test('every rule catches its offence', () => {
  build(Object.fromEntries(Object.values(offences).map(([file, specifier]) => [file, importOf(specifier)])))
  const planted = Object.entries(offences).map(([rule, [file]]) => (rule === 'no-feature-cycles' ? rule : `${rule} ${file}`))
  expect(cruise()).toEqual(expect.arrayContaining(planted))
})

test('every rule has an offence in this file', () => {
  expect(Object.keys(offences).sort()).toEqual([...ruleNames].sort())
})

function build(files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

interface Report {
  readonly summary: { readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[] }
}

// "rule file" of each violation; a cycle of folders has no single file
function cruise(): string[] {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const { stdout, stderr } = spawnSync(process.execPath, [cruiser, 'packages', 'apps', '--output-type', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  expect(stderr).toBe('')
  // the tool's documented JSON output
  const report = JSON.parse(stdout) as Report
  return report.summary.violations.map(({ rule, from }) =>
    rule.name === 'no-feature-cycles' ? rule.name : `${rule.name} ${from}`,
  )
}
