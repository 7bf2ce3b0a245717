// One direction: suite → cases → calls → results → ratings → statistics. Each folder of src/ may import
// itself and the folders named here; see docs/architecture.md.
const MAY_IMPORT = {
  errors: [],
  statistics: [],
  chips: [],
  text: ['errors'],
  suite: ['errors', 'text', 'chips'],
  net: ['errors'],
  records: ['chips', 'suite'],
  providers: ['errors', 'net', 'statistics', 'chips', 'suite', 'records'],
  store: ['errors', 'text', 'net', 'chips', 'suite', 'records', 'statistics'],
  run: ['errors', 'text', 'chips', 'suite', 'records', 'providers'],
  versions: ['errors', 'text', 'chips', 'suite', 'records', 'store'],
  sync: ['errors', 'suite', 'records', 'store', 'run'],
  rating: ['errors', 'text', 'chips', 'suite', 'records'],
  figures: ['errors', 'text', 'statistics', 'chips', 'records', 'store', 'versions'],
  decide: ['errors', 'text', 'statistics', 'suite', 'records', 'store', 'versions'],
  export: ['text', 'chips', 'records'],
  plugins: ['errors', 'text', 'chips', 'suite', 'records', 'providers', 'export'],
  report: ['text', 'statistics', 'chips', 'records', 'figures'],
  server: [
    'errors',
    'text',
    'chips',
    'suite',
    'records',
    'providers',
    'run',
    'store',
    'rating',
    'figures',
    'decide',
    'versions',
    'report',
  ],
  terminal: [
    'errors',
    'text',
    'statistics',
    'chips',
    'suite',
    'records',
    'run',
    'rating',
    'figures',
    'decide',
    'versions',
  ],
}
const ALL = Object.keys(MAY_IMPORT)
MAY_IMPORT.cli = ALL
MAY_IMPORT.commands = [...ALL, 'cli']

module.exports = {
  forbidden: [
    {name: 'no-cycles', severity: 'error', from: {}, to: {circular: true}},
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: {path: '^src'},
      to: {dependencyTypes: ['npm-dev', 'npm-no-pkg']},
    },
    {
      name: 'libsql-only-in-store',
      severity: 'error',
      from: {pathNot: '^src/store'},
      to: {path: 'node_modules/@libsql'},
    },
    {
      name: 'known-folder',
      severity: 'error',
      from: {},
      to: {path: '^src/', pathNot: `^src/(${Object.keys(MAY_IMPORT).join('|')})/`},
    },
    ...Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
      name: `direction-${folder}`,
      severity: 'error',
      from: {path: `^src/${folder}/`},
      to: {path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/`},
    })),
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
