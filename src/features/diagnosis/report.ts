import * as l10n from '@vscode/l10n';
import { editorSection } from './editorSection.ts';
import { endpointProblemSection, endpointSection } from './endpointFindings.ts';
import type { Entry, Facts } from './Facts.ts';
import type { Finding, Grade, Section } from './Finding.ts';
import { portalSection } from './portalSection.ts';
import { onOneLine } from './quoted.ts';
import { outcomeWord, type Verdict, verdictOf } from './verdict.ts';
import { withoutPrivate } from './withoutPrivate.ts';

/** The width that lines are broken at, in characters. */
const WIDTH = 100;

export interface Report {
  readonly verdict: Verdict;
  /** Markdown that reads as well where nobody renders it. */
  readonly text: string;
}

/** What people read, and may show to anybody: without the home directory, too. */
export function reportOf(facts: Facts, home: string): Report {
  const clean = (text: string): string => withoutPrivate(plain(onOneLine(text)), home);
  const sections: readonly Section[] = [
    ...facts.portals.map(portalSection),
    ...facts.endpointProblems.map(endpointProblemSection),
    ...facts.endpoints.map(endpointSection),
    editorSection(facts),
    {
      title: l10n.t('Versions and settings'),
      findings: [...facts.versions, ...facts.settings, variables(facts)].map(asFinding),
    },
  ];
  const found = verdictOf(facts, sections);
  const verdict = { ...found, sentence: clean(found.sentence) };
  const lines = [
    `# ${l10n.t('AWS SSO: Diagnostics')}`,
    ...paragraph(`**${MARKS[verdict.grade]} ${outcomeWord(verdict)}.** ${headline(verdict)}`),
    ...paragraph(
      l10n.t(
        '{0}. Contains no secrets, accounts, or user names, so you can share it.',
        `${facts.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      ),
    ),
    ...sections.flatMap(({ title, findings }) =>
      render({
        title: clean(title),
        findings: findings.map((finding) => ({ ...finding, text: clean(finding.text) })),
      }),
    ),
  ];
  return { verdict, text: `${lines.join('\n')}\n` };
}

function headline({ sentence, others }: Verdict): string {
  if (others === 0) {
    return sentence;
  }
  return others === 1
    ? l10n.t('{0} There’s one more finding below.', sentence)
    : l10n.t('{0} There are {1} more findings below.', sentence, others);
}

const GRADES = ['ok', 'note', 'problem', 'info'] as const;
const MARKS: Readonly<Record<Exclude<Grade, 'info'>, string>> = { ok: '✓', note: '!', problem: '✗' };

function gradeWord(grade: Grade): string {
  switch (grade) {
    case 'ok':
      return l10n.t('ok');
    case 'note':
      return l10n.t('note');
    case 'problem':
      return l10n.t('problem');
    case 'info':
      // A fact, which is neither.
      return '';
  }
}

function variables({ variables: names }: Facts): Entry {
  return [l10n.t('Environment variables'), names.length > 0 ? names.join(', ') : l10n.t('none')];
}

function asFinding([label, text]: Entry): Finding {
  return { grade: 'info', label, text };
}

function render({ title, findings }: Section): readonly string[] {
  // Where nothing is good or bad, there is nothing to mark.
  const isMarked = findings.some(({ grade }) => grade !== 'info');
  const wordWidth = Math.max(...GRADES.map((grade) => gradeWord(grade).length));
  const markWidth = isMarked ? wordWidth + 4 : 0;
  const labelWidth = Math.max(...findings.map(({ label }) => label.length));
  const items = findings.flatMap(({ grade, label, text }) => {
    const mark = grade === 'info' ? '' : `${MARKS[grade]} ${gradeWord(grade).padEnd(wordWidth)}  `;
    // Behind the label: a list item that begins with spaces would be code in Markdown.
    return broken(`- ${`${mark}**${label}:**`.padEnd(markWidth + labelWidth + 5)}  `, text);
  });
  return ['', `## ${title}`, '', ...items];
}

/** What others have chosen must not become a tag, a link or an image where the report is rendered. Code spans are safe. */
function plain(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '‹').replaceAll('](', '] (')))
    .join('');
}

function paragraph(text: string): readonly string[] {
  return ['', ...broken('', text)];
}

/** In lines that begin below each other: a list item goes on in Markdown, too, where its line is indented. */
function broken(start: string, text: string): readonly string[] {
  const lines: string[] = [];
  let line = start;
  for (const word of text.split(' ')) {
    const isFirst = line.trimEnd() === start.trimEnd() || line.trim() === '';
    if (!isFirst && line.length + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = ' '.repeat(start.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
