import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { shownLabels } from './scripts/lint/shownLabels.ts';

export default tseslint.config(
  { ignores: ['dist/', 'build/', '.vscode-test/', '**/dist/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Conflicts with noPropertyAccessFromIndexSignature, which says where a name is not known to exist.
      '@typescript-eslint/dot-notation': 'off',
      // An empty string is as good as none wherever this code says `||`.
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      'no-console': 'error',
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-globals': ['error', 'fetch'] } },
  {
    // What people are shown there. The items of the view are cleaned in one place, whatever is put into them.
    files: ['src/features/{accounts,links,roles,served,signIn,terminals,view}/**/*.ts'],
    ignores: ['src/features/view/treeItem.ts'],
    plugins: { own: { rules: { 'shown-labels': shownLabels } } },
    rules: { 'own/shown-labels': 'error' },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-console': 'off', '@typescript-eslint/explicit-function-return-type': 'off' },
  },
  {
    files: ['examples/providers-only/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: { fetch: 'readonly' } },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], languageOptions: { globals: { process: 'readonly' } } },
);
