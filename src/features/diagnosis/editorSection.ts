import * as l10n from '@vscode/l10n';
import { messageOf } from '../../base/errors.ts';
import { LARGE_CLOCK_OFFSET_MS } from '../../http/client/clockOffset.ts';
import type { HeldLock } from '../../sessions/windows/checkLock.ts';
import type { Facts } from './Facts.ts';
import type { Cause, Finding, Section } from './Finding.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** What a sign-in needs of this machine and this editor. */
export function editorSection(facts: Facts): Section {
  return {
    title: l10n.t('VS Code'),
    findings: [
      ...settingsFindings(facts),
      clockFinding(facts),
      secretsFinding(facts),
      windowsFinding(facts),
      lockFinding(facts),
      ...heldFindings(facts),
    ],
  };
}

function problem(label: string, cause: Cause, sentence: string): Finding {
  return { grade: 'problem', label, text: sentence, verdict: { cause, sentence } };
}

function settingsFindings({ sessions, problems }: Facts): readonly Finding[] {
  const settings = l10n.t('Settings');
  const file = l10n.t('AWS config file');
  return [
    ...('error' in sessions ? [problem(l10n.t('Sessions'), 'setting', messageOf(sessions.error))] : []),
    ...problems.settings.map((sentence) => problem(settings, 'setting', sentence)),
    // Those are other sessions than the ones above, and may be meant for others.
    ...problems.awsConfig.map((text): Finding => ({ grade: 'note', label: file, text })),
  ];
}

function clockFinding({ endpoints }: Facts): Finding {
  const label = l10n.t('Clock');
  const offset = endpoints
    .flatMap(({ first, second }) => [first, second])
    .map((outcome) => ('value' in outcome ? outcome.value.clockOffset : NaN))
    .find((known) => !Number.isNaN(known));
  if (offset === undefined) {
    return { grade: 'info', label, text: l10n.t('Not compared: no response from AWS has a date.') };
  }
  const size = Math.abs(offset);
  if (size < LARGE_CLOCK_OFFSET_MS) {
    const seconds = Math.round(size / SECOND_MS);
    return { grade: 'ok', label, text: l10n.t('Within {0} s of AWS’s clock.', Math.max(1, seconds)) };
  }
  const minutes = Math.round(size / MINUTE_MS);
  return problem(
    label,
    'clock',
    offset > 0
      ? l10n.t(
          'This machine’s clock is {0} min fast. Correct it: AWS refuses signed requests otherwise, even if you can sign in.',
          minutes,
        )
      : l10n.t(
          'This machine’s clock is {0} min slow. Correct it: AWS refuses signed requests otherwise, even if you can sign in.',
          minutes,
        ),
  );
}

function secretsFinding({ secrets }: Facts): Finding {
  const label = l10n.t('Secret storage');
  if ('value' in secrets) {
    return {
      grade: 'ok',
      label,
      text: l10n.t('A value was written, read, and deleted ({0} ms).', secrets.ms),
    };
  }
  const sentence = l10n.t(
    'VS Code can’t keep secrets, so your sign-in would be lost. {0}',
    messageOf(secrets.error),
  );
  return problem(label, 'secretStorage', sentence);
}

function windowsFinding({ otherWindows }: Facts): Finding {
  const label = l10n.t('Other windows');
  if ('error' in otherWindows) {
    return problem(label, 'windows', messageOf(otherWindows.error));
  }
  const { value: count } = otherWindows;
  const text =
    count === 0
      ? l10n.t('No other windows.')
      : count === 1
        ? l10n.t('1 other window.')
        : l10n.t('{0} other windows.', count);
  return { grade: 'info', label, text };
}

function lockFinding({ lock }: Facts): Finding {
  const label = l10n.t('Lock');
  if ('error' in lock) {
    return problem(label, 'windows', l10n.t('Couldn’t acquire the lock. {0}', messageOf(lock.error)));
  }
  if (!lock.value.works) {
    const sentence = l10n.t(
      'VS Code’s windows can’t coordinate: their lock file can’t be written. See the log for details.',
    );
    return problem(label, 'windows', sentence);
  }
  return { grade: 'ok', label, text: l10n.t('Taken and released ({0} ms).', lock.ms) };
}

function heldFindings({ lock }: Facts): readonly Finding[] {
  const held = 'value' in lock ? lock.value.held : [];
  return held.map((one) => ({ grade: 'info', label: l10n.t('Lock in use'), text: heldSentence(one) }));
}

function heldSentence({ purpose, pid, heldMs, isGone }: HeldLock): string {
  const who = pid === undefined ? l10n.t('an unknown process') : l10n.t('the process {0}', pid);
  const seconds = Math.round(heldMs / SECOND_MS);
  const use =
    purpose === 'sign-in'
      ? l10n.t('A sign-in, by {0}, for {1} s.', who, seconds)
      : l10n.t('A token refresh, by {0}, for {1} s.', who, seconds);
  return isGone ? l10n.t('{0} It has ended.', use) : use;
}
