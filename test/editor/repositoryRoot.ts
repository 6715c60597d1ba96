import path from 'node:path';

export const repositoryRoot = path.resolve(import.meta.dirname, '../..');

/** Where downloads go, as `@vscode/test-electron` has it; not in version control. */
export const downloadsFolder = path.join(repositoryRoot, '.vscode-test');
