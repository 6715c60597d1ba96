import { shownSentence } from './shown.ts';

/**
 * Has whatever is put into a template be `shown`, so that no caller can forget that. A sentence with links of our own is
 * therefore no argument of another: join the two.
 *
 * @param t of `vscode.l10n`, or `@vscode/l10n`.
 */
export function withShownArguments<T extends (...args: never[]) => string>(t: T): T {
  const fill = t as unknown as (template: unknown, ...args: unknown[]) => string;
  const fillShown = (template: unknown, ...args: unknown[]): string =>
    isWithArguments(template)
      ? fill({ ...template, args: shownArgument(template.args) })
      : fill(template, ...args.map(shownArgument));
  return fillShown as unknown as T;
}

function isWithArguments(template: unknown): template is { readonly args: unknown } {
  return typeof template === 'object' && template !== null && 'args' in template;
}

/** By position or by name. */
function shownArgument(argument: unknown): unknown {
  if (typeof argument === 'string') {
    return shownSentence(argument);
  }
  if (Array.isArray(argument)) {
    return argument.map(shownArgument);
  }
  return typeof argument === 'object' && argument !== null
    ? Object.fromEntries(Object.entries(argument).map(([name, value]) => [name, shownArgument(value)]))
    : argument;
}
