// Builds the program, the other entries and the page into a folder: node tools/build.mjs FOLDER (tools/prepare.mjs names it).
// Packages of npm stay outside and are found in node_modules; our own packages are built in, and so is kysely, whose hundreds of
// small files would be a fifth of what a start costs.
import { existsSync, realpathSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { buildWeb } from './build-web.mjs'
import { root } from './clone/root.mjs'

const entries = {
  program: 'apps/bottega/src/program.ts',
  worker: 'apps/bottega/src/worker/main.ts',
  reader: 'apps/bottega/src/data/reader.ts',
  gen: 'tools/gen/main.ts',
  golden: 'tools/golden/main.ts',
  bench: 'tools/bench/main.ts',
  seed: 'tools/seed/main.ts',
  screens: 'tools/screens/main.ts',
}

const target = resolve(process.argv[2] ?? 'dist/manual')

const BUILT_IN = /^(@bottega\/|kysely$)/

const npmPackagesOutside = {
  name: 'npm packages stay outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === 'entry-point' || BUILT_IN.test(path) ? undefined : { path, external: true },
    )
  },
}

const programBuild = build({
  absWorkingDir: root,
  entryPoints: entries,
  outdir: target,
  plugins: [npmPackagesOutside],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // flat: `new URL('./worker.js', import.meta.url)` holds in every chunk
  chunkNames: '[name]-[hash]',
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
})
// esbuild has printed what is wrong
const [{ metafile }, webProblems] = await Promise.all([programBuild, buildWeb(join(target, 'web'))]).catch(() => process.exit(1))

const externalProblems = Object.entries(metafile.inputs).flatMap(([importer, { imports }]) =>
  imports.filter(({ external, path }) => external && !isBuiltin(path)).flatMap((found) => judgeExternal(importer, found)),
)
const problems = [...externalProblems, ...webProblems]
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0

// The bundle looks a package up from dist/, the source meant the one that is found from its own folder.
function judgeExternal(importer, { kind, path }) {
  const name = path.startsWith('@') ? path.split('/').slice(0, 2).join('/') : path.split('/')[0]
  const meant = findPackage(dirname(join(root, importer)), name)
  const found = findPackage(target, name)
  const problems = []
  if (found === undefined || meant !== found) {
    problems.push(`${importer} imports ${name}: ${meant ?? 'not installed'} from there, ${found ?? 'not found'} from the build`)
  }
  if (isLoadedLate(importer, name) && kind !== 'dynamic-import') {
    problems.push(`${importer} imports ${name} at the top; only a dynamic import leaves the server without it until it is needed`)
  }
  return problems
}

// What few requests need, every start would pay for.
function isLoadedLate(importer, name) {
  if (name === 'sharp') return /^apps\/bottega\/src\/(?!worker\/)/.test(importer)
  return name.startsWith('onnxruntime') || name === 'yaml'
}

function findPackage(from, name) {
  const folder = join(from, 'node_modules', name)
  if (existsSync(folder)) return realpathSync(folder)
  return dirname(from) === from ? undefined : findPackage(dirname(from), name)
}

function isBuiltin(path) {
  return path.startsWith('node:') || builtinModules.includes(path)
}
