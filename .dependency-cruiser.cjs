/** The floors of the house, top to bottom. Imports go down only. */
const floors = ['features', 'sessions', 'oauth', 'aws', 'http', 'base'];

const upward = floors.slice(1).map((floor, index) => ({
  name: `${floor}-imports-up`,
  comment: 'Imports go down only: see the map in docs/ARCHITECTURE.md.',
  severity: 'error',
  from: { path: `^src/${floor}/` },
  to: { path: [`^src/(${floors.slice(0, index + 1).join('|')})/`, '^src/(extension|main)\\.ts$'] },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'vscode-only-in-the-features',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(features/|(extension|main)\\.ts$)' },
      to: { path: '(^|@types/)vscode(/|$)' },
    },
    {
      name: 'nothing-imports-the-root',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/(extension|main)\\.ts$', dependencyTypesNot: ['require', 'type-only'] },
    },
    {
      name: 'an-editor-that-starts-reads-little',
      severity: 'error',
      from: { path: '^src/extension\\.ts$' },
      to: {
        path: '^src/(main\\.ts|sessions/|oauth/|aws/|http/)',
        dependencyTypesNot: ['require', 'type-only'],
      },
    },
    {
      name: 'the-second-path-is-loaded-when-needed',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/http/fallback/(UndiciPath|openSocket)\\.ts$' },
      to: {
        path: '^src/http/fallback/(UndiciPath|openSocket|undici)\\.ts$',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'the-diagnosis-is-loaded-when-needed',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/features/diagnosis/' },
      to: { path: '^src/features/diagnosis/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'the-helper-reads-little',
      comment: 'It starts for each call of an AWS tool, and has no editor around it.',
      severity: 'error',
      from: { path: '^src/helper/' },
      to: {
        pathNot: [
          '^src/helper/',
          '^src/sessions/windows/(announcements|LineReader)\\.ts$',
          '^(node:)?(net|path|fs)$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'what-ships-needs-no-tests',
      severity: 'error',
      from: { path: '^(src|api)/' },
      to: { path: '^(test|scripts|examples)/' },
    },
    {
      name: 'undici-in-one-place',
      comment:
        'All of it would set a dispatcher for the `fetch` of every other extension: only parts of it, in one file.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/http/fallback/undici(Parts\\.d)?\\.ts$' },
      to: { path: 'node_modules/undici' },
    },
    {
      name: 'undici-by-its-parts',
      severity: 'error',
      from: { path: '^src/http/fallback/undici\\.ts$' },
      to: { path: 'node_modules/undici/(index|index-fetch)\\.js$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
