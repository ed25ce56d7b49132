// .dependency-cruiser.cjs: who may import whom (docs/architecture.md)
// tests, and what journeys share
const test = '\\.(test|journey)\\.tsx?$'
const rule = (name, from, to, more = {}) => ({ name, severity: 'error', ...more, from, to })
const inside = (room, names) => `^${room}/(${names.join('|')})(/|\\.ts$)`

// A package sees only the packages named here.
const packages = { contracts: [], graph: ['contracts'], engine: [], nodes: ['graph', 'engine'], client: ['contracts'] }
// A folder of the engine sees only folders to its left.
const engine = ['tensor', 'formats', 'onnx', 'text', 'networks', 'schedulers', 'families', 'denoise', 'runtime']
// A folder of the program sees only itself, packages, the base of its errors, and the folders (or single files) named here.
const program = {
  commands: ['services', 'main', 'painting'],
  http: ['services', 'auth'],
  services: ['policies', 'data', 'queue', 'files', 'events', 'auth', 'worker', 'pictures'],
  policies: ['data'],
  queue: ['data'],
  events: ['policies', 'auth'],
  auth: ['data'],
  data: [],
  files: [],
  pictures: [],
  worker: ['pictures'],
}

module.exports = {
  forbidden: [
    rule('resolves', {}, { couldNotResolve: true }),
    rule('no-cycles', {}, { circular: true }),
    rule('no-feature-cycles', { path: '^apps/web/src/features/' }, { circular: true }, { scope: 'folder' }),
    rule(
      'packages-by-the-door',
      { path: '^(packages|apps)/([^/]+)/' },
      { path: '^packages/[^/]+/src/', pathNot: ['^$1/$2/', '^packages/[^/]+/src/index\\.ts$'] },
    ),
    rule('packages-import-no-app', { path: '^packages/' }, { path: '^apps/' }),
    rule('apps-do-not-meet', { path: '^apps/([^/]+)/' }, { path: '^apps/', pathNot: '^apps/$1/' }),
    ...Object.entries(packages).map(([name, seen]) =>
      rule(
        `${name}-sees`,
        { path: `^packages/${name}/`, pathNot: test },
        { path: '^packages/', pathNot: `^packages/(${[name, ...seen].join('|')})/` },
      ),
    ),
    rule(
      'web-sees',
      { path: '^apps/web/', pathNot: test },
      { path: '^packages/', pathNot: '^packages/(contracts|graph|client)/' },
    ),
    rule(
      'testing-in-tests-only',
      { path: '^(packages|apps)/', pathNot: [test, '^packages/testing/'] },
      { path: '^packages/testing/' },
    ),
    ...engine.map((name, at) =>
      rule(
        `engine-${name}-looks-left`,
        { path: inside('packages/engine/src', [name]), pathNot: test },
        { path: inside('packages/engine/src', [...engine.slice(at + 1), 'index']) },
      ),
    ),
    rule(
      'families-do-not-meet',
      { path: '^packages/engine/src/families/([^/]+)/' },
      {
        path: '^packages/engine/src/families/',
        pathNot: ['^packages/engine/src/families/$1/', '/families/(architectures|define-family|latent-rgb)\\.ts$'],
      },
    ),
    rule(
      'schedulers-self-contained',
      { path: '^packages/engine/src/schedulers/[^/]+\\.ts$', pathNot: ['/index\\.ts$', test] },
      { path: '^packages/engine/src/schedulers/', pathNot: '/schedulers/(types|sigmas|math)\\.ts$' },
    ),
    rule(
      'one-door-to-onnxruntime',
      { pathNot: '^packages/engine/src/runtime/' },
      { path: '(^|/)onnxruntime-(node|common)(/|$)' },
    ),
    rule('one-door-to-sqlite', { path: '^(packages|apps)/', pathNot: '/data/sqlite\\.ts$' }, { path: '@photostructure/sqlite' }),
    ...Object.entries(program).map(([name, seen]) =>
      rule(
        `program-${name}-sees`,
        { path: `^apps/bottega/src/${name}/`, pathNot: test },
        { path: '^apps/bottega/src/', pathNot: inside('apps/bottega/src', [name, 'coded-error', ...seen]) },
      ),
    ),
    rule(
      'features-by-the-door',
      { path: '^apps/web/src/features/([^/]+)/' },
      { path: '^apps/web/src/features/', pathNot: ['^apps/web/src/features/$1/', '^apps/web/src/features/[^/]+/index\\.ts$'] },
    ),
    rule(
      'app-enters-features-by-the-door',
      { path: '^apps/web/src/(app/|main)' },
      { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/[^/]+/index\\.ts$' },
    ),
    rule(
      'app-composes-features',
      { path: '^apps/web/src/', pathNot: '^apps/web/src/(app/|main)' },
      { path: '^apps/web/src/app/' },
    ),
    rule('shared-lies-below', { path: '^apps/web/src/shared/' }, { path: '^apps/web/src/(features|app)/' }),
    rule(
      'npm-by-the-list',
      { path: '^(packages|apps)/[^/]+/src/', pathNot: test },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.json' },
    // anchored: '(^|/)dist/' would also hide npm packages and blind the one-door rules
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|tools/starter-model)/' },
    // without this, @bottega/* does not resolve and every rule between packages is blind
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
