import * as l10n from '@vscode/l10n';
import type { Facts } from './Facts.ts';
import type { Cause, Grade, Section } from './Finding.ts';

/** What it all comes to. */
export interface Verdict {
  readonly grade: Extract<Grade, 'ok' | 'note' | 'problem'>;
  /** What is wrong, and the one thing to do about it; or that nothing is. */
  readonly sentence: string;
  /** How many other findings are worth a look. */
  readonly others: number;
  /** Whether there was a session to check. */
  readonly hadSession: boolean;
}

/** From what is likely to be behind the others, to what does no harm for now. */
const CAUSES: readonly Cause[] = [
  'setting',
  'network',
  'secretStorage',
  'region',
  'windows',
  'clock',
  'startUrl',
  'firstPath',
];

/** The verdict in a word or two. */
export function outcomeWord({ grade }: Verdict): string {
  switch (grade) {
    case 'ok':
      return l10n.t('All is well');
    case 'note':
      return l10n.t('Note');
    case 'problem':
      return l10n.t('Problem');
  }
}

export function verdictOf(facts: Facts, sections: readonly Section[]): Verdict {
  const hadSession = facts.endpoints.length + facts.endpointProblems.length > 0;
  const findings = sections.flatMap((section) => section.findings);
  const verdicts = findings
    .flatMap(({ grade, verdict }) => (verdict ? [{ grade, ...verdict }] : []))
    .sort((one, other) => CAUSES.indexOf(one.cause) - CAUSES.indexOf(other.cause));
  const [first] = verdicts;
  if (first) {
    const others = new Set(verdicts.map(({ sentence }) => sentence)).size - 1;
    const grade = first.grade === 'problem' ? 'problem' : 'note';
    return { grade, sentence: first.sentence, others, hadSession };
  }
  return hadSession
    ? {
        ...{ grade: 'ok', others: 0, hadSession },
        sentence: l10n.t('You can sign in. AWS responds, and VS Code can keep secrets.'),
      }
    : {
        ...{ grade: 'note', others: 0, hadSession },
        sentence: l10n.t(
          'You have no session yet, so AWS wasn’t contacted. Add one with “AWS SSO: Add SSO Session…”, then run diagnostics again.',
        ),
      };
}
