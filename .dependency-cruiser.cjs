/**
 * Who may import whom. Dependencies point one way: renderer → shared ← electron, main → shell, ipc, engine, and the
 * engine knows none of them. Parsed by swc: TypeScript 7 has no API that dependency-cruiser could use.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'window-stays-in-its-sandbox',
      comment: 'The window reaches the main process through the contract alone.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|demo|scripts|test|cli)/' },
    },
    {
      name: 'window-runs-in-a-browser',
      severity: 'error',
      from: { path: '^renderer/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shared-knows-nobody',
      comment: 'Words that every part uses depend on no part.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(electron|renderer|demo|scripts|test)/|^node_modules/electron/' },
    },
    {
      name: 'shared-runs-anywhere',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-is-plain-node',
      comment: 'The terminal, the tests and the benches run the engine without Electron.',
      severity: 'error',
      from: { path: '^electron/(engine|cli)/' },
      to: { path: '^node_modules/electron/|^electron$' },
    },
    {
      name: 'engine-knows-no-front',
      severity: 'error',
      from: { path: '^electron/engine/' },
      to: { path: '^electron/(?!engine/)' },
    },
    {
      name: 'terminal-needs-no-window',
      severity: 'error',
      from: { path: '^electron/cli/' },
      to: { path: '^electron/(shell|ipc|(main|run)\\.ts|preload\\.cts)' },
    },
    {
      name: 'preload-carries-names-only',
      comment: 'A sandboxed preload is one small file: the names of the methods, no validation library.',
      severity: 'error',
      from: { path: '^electron/preload\\.cts$' },
      to: {
        path: '.',
        pathNot: '^shared/contract/names\\.ts$|^node_modules/electron/|^electron$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'demo-stays-out-of-the-product',
      comment:
        'Only development code knows the demo world; the app asks it through one module that builds for users drop.',
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/', pathNot: '^electron/ipc/demo-methods\\.ts$' },
      to: { path: '^demo/' },
    },
    {
      name: 'demo-methods-come-late',
      comment: 'A static import would keep the demo in builds for users.',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^electron/ipc/demo-methods\\.ts$', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'nothing-of-the-product-imports-its-tools',
      severity: 'error',
      from: { path: '^(electron|shared|renderer|demo)/' },
      to: { path: '^(scripts|test)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?inline$|^virtual:' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(out|dist)/|fixtures/' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.cts', '.js', '.cjs', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
