import * as nodeModule from 'node:module';

type Next = (specifier: string, context: unknown) => unknown;
/** The types of Node.js 20 do not know it yet. */
type RegisterHooks = (hooks: {
  resolve: (specifier: string, context: { parentURL?: string }, next: Next) => unknown;
}) => void;

const SOURCES = new URL('../../../src/', import.meta.url).href;
const OURS = new URL('l10n.ts', import.meta.url).href;

const { registerHooks } = nodeModule as unknown as { registerHooks: RegisterHooks };

// The bundles have a module of ours in the place of this package, and so do the sources in tests.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@vscode/l10n' && context.parentURL?.startsWith(SOURCES)
      ? { url: OURS, shortCircuit: true }
      : next(specifier, context),
});
