import {defineConfig} from 'eslint/config'
import tseslint from 'typescript-eslint'

/** What starts processes, sqld or a terminal, and what starts a browser. */
const PROCESSES = [
  'node:child_process',
  '@lydell/node-pty',
  '**/support/{documented,load,processes,served,signing-in,simulation,site,terminal}.js',
]
const BROWSERS = ['playwright-core', '**/support/browser.js']

const restrictedImports = (group, message) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {patterns: [{group, message, allowTypeImports: true, allowImportNames: ['tempFolder']}]},
  ],
})

export default defineConfig(
  {ignores: ['dist/', 'build/', 'coverage/', 'node_modules/', 'tmp/', 'test/support/api-types.ts']},
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {parserOptions: {projectService: true}},
    linterOptions: {reportUnusedDisableDirectives: 'error'},
    rules: {
      // Numeric code indexes arrays whose bounds the loop has checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Numbers in templates are safe and read well.
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      // `() => list.push(x)` is plain.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An empty function is an honest default for a callback.
      '@typescript-eslint/no-empty-function': 'off',
      // The package that is to take the place of hono/aws-lambda is not published yet.
      '@typescript-eslint/no-deprecated': [
        'error',
        {allow: [{from: 'package', name: ['handle', 'LambdaContext', 'LambdaEvent'], package: 'hono'}]},
      ],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/class-literal-property-style': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', {max: 300, skipBlankLines: false, skipComments: false}],
      complexity: ['error', 15],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', 400],
      // chai's `expect(x).to.be.true` and friends.
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: ['test/**/*.test.ts'],
    ignores: ['test/**/*.{process,full}.test.ts', 'test/tiers.test.ts'],
    rules: restrictedImports(
      [...PROCESSES, ...BROWSERS],
      'A unit test stays in its process: name the file x.process.test.ts or x.full.test.ts (CONTRIBUTING.md).',
    ),
  },
  {
    files: ['test/**/*.process.test.ts'],
    rules: restrictedImports(
      BROWSERS,
      'A test with a browser is in the full tier: name the file x.full.test.ts.',
    ),
  },
  {files: ['benchmarks/**/*.ts', 'scripts/**/*.ts'], rules: {'no-console': 'off'}},
)
