import type { Text } from '../texts/texts.ts';
import type { Html } from './html.ts';
import type { Language } from './Language.ts';

/** What the scopes of AWS' own applications mean to a person. */
const meanings: Readonly<Record<string, Text>> = {
  'sso:account:access': 'See the AWS accounts and roles you are assigned, and use them',
  'codewhisperer:completions': 'Suggest code as you type',
  'codewhisperer:analysis': 'Analyze your code',
  'codewhisperer:conversations': 'Chat about your code',
  'codewhisperer:taskassist': 'Work on tasks in your code',
  'codewhisperer:transformations': 'Transform and upgrade your code',
  'codecatalyst:read_write': 'Read and change your CodeCatalyst spaces and projects',
};

/** What an application with these scopes may do. Without any it is a legacy client of the portal. */
export function permissions({ t }: Language, scopes: readonly string[]): Html[] {
  const asked = scopes.length > 0 ? scopes : ['sso:account:access'];
  return asked.map((scope) => {
    const meaning = meanings[scope];
    return meaning === undefined ? t('Use the permission “{0}”', scope) : t(meaning);
  });
}
