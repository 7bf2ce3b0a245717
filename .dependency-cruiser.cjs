// One direction: suite → cases → calls → results → ratings → statistics. Each folder of src/ may import
// itself and the folders named here; see docs/architecture.md.
const MAY_IMPORT = {
  errors: [],
  statistics: [],
  chips: [],
  files: ['errors'],
  suite: ['errors', 'files', 'chips'],
  config: ['errors', 'files'],
  records: ['chips', 'suite'],
  providers: ['errors', 'statistics', 'chips', 'suite', 'records'],
  store: ['errors', 'chips', 'suite', 'records', 'statistics'],
  run: ['errors', 'chips', 'suite', 'records', 'providers'],
  sync: ['errors', 'suite', 'records', 'store', 'run'],
  rating: ['errors', 'records', 'formats'],
  analysis: ['statistics', 'chips', 'records'],
  evaluation: ['errors', 'statistics', 'chips', 'records', 'store', 'analysis'],
  export: ['chips', 'records', 'formats'],
  plugins: ['errors', 'files', 'chips', 'suite', 'records', 'providers', 'export'],
  hooks: ['suite', 'providers', 'export'],
  report: ['statistics', 'chips', 'records', 'analysis', 'evaluation', 'formats'],
  formats: ['records', 'analysis', 'evaluation'],
  api: ['errors', 'chips', 'suite', 'records', 'providers', 'run', 'store', 'rating', 'analysis', 'evaluation', 'formats'],
  web: ['errors', 'chips', 'records', 'store', 'rating', 'analysis', 'evaluation', 'formats', 'report', 'api'],
  terminal: ['errors', 'files', 'statistics', 'chips', 'suite', 'records', 'run', 'rating', 'analysis', 'evaluation', 'formats'],
  cli: ['errors', 'files', 'config', 'plugins', 'chips', 'suite', 'records', 'providers', 'run', 'sync', 'store', 'statistics', 'rating', 'analysis', 'evaluation', 'formats', 'export', 'report', 'terminal', 'api', 'web'],
  commands: ['errors', 'files', 'config', 'plugins', 'chips', 'suite', 'records', 'providers', 'run', 'sync', 'store', 'statistics', 'rating', 'analysis', 'evaluation', 'formats', 'export', 'report', 'terminal', 'api', 'web', 'cli'],
}

module.exports = {
  forbidden: [
    {name: 'no-cycles', severity: 'error', from: {}, to: {circular: true}},
    {name: 'no-dev-dependencies', severity: 'error', from: {path: '^src'}, to: {dependencyTypes: ['npm-dev', 'npm-no-pkg']}},
    {name: 'libsql-only-in-store', severity: 'error', from: {pathNot: '^src/store'}, to: {path: 'node_modules/@libsql'}},
    {name: 'known-folder', severity: 'error', from: {}, to: {path: '^src/', pathNot: `^src/(${Object.keys(MAY_IMPORT).join('|')})/`}},
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
    enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types']},
  },
}
