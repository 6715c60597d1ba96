import * as l10n from '@vscode/l10n';
import { messageOf } from '../../base/errors.ts';
import type { Outcome } from '../../base/Outcome.ts';
import type { ShownCertificates } from '../../http/client/SecondPath.ts';
import type { Finding, Grade } from './Finding.ts';
import { quoted } from './quoted.ts';

/** Hosts whose certificates come from well-known authorities: those of private partitions, and others, may not. */
const HOST_OF_AWS = /\.(amazonaws\.com(\.cn)?|aws\.amazon\.com|api\.aws|amazonaws\.eu)$/;
/** The authorities that AWS uses, and what may take their place. Only a hint hangs on it. */
const WELL_KNOWN = /\b(amazon|starfield|digicert|globalsign|entrust|let’?'?s encrypt|isrg)\b/i;

/** Of the editor's own path; `unknown` where that has not come to see a certificate. */
export type Trust = 'yes' | 'no' | 'unknown';

/** Who vouches for the host to the second path, until when, and whether that is believed here. */
export function certificateFinding(
  address: string,
  certificates: Outcome<ShownCertificates>,
  trustOfEditor: Trust,
): Finding {
  const label = l10n.t('Certificate');
  if ('error' in certificates) {
    return { grade: 'note', label, text: l10n.t('Not available: {0}', messageOf(certificates.error)) };
  }
  const { chain, problem } = certificates.value;
  const [own] = chain;
  if (!own) {
    return { grade: 'note', label, text: l10n.t('The server sent none.') };
  }
  const issuers = chain
    .map(({ issuer }) => issuer)
    .filter((issuer, index, all) => all.indexOf(issuer) === index);
  const shown = l10n.t(
    'For {0}, issued by {1}, valid until {2} (second path).',
    quoted(own.subject),
    issuers.map(quoted).join(' ← '),
    own.validTo.toISOString().slice(0, 10),
  );
  const isHostOfAws = HOST_OF_AWS.test(new URL(address).hostname);
  const hint =
    isHostOfAws && !issuers.some((issuer) => WELL_KNOWN.test(issuer))
      ? l10n.t('The certificate isn’t from an issuer AWS uses. A proxy may be inspecting traffic.')
      : undefined;
  const [grade, trust] = trustFinding(problem, trustOfEditor);
  return {
    grade: grade === 'ok' && hint !== undefined ? 'note' : grade,
    label,
    text: [shown, trust, hint].filter((text) => text !== undefined).join(' '),
  };
}

/** @param problem why the second path does not trust it; undefined: it does. */
function trustFinding(problem: string | undefined, ofEditor: Trust): readonly [Grade, string] {
  if (problem === undefined) {
    switch (ofEditor) {
      case 'yes':
        return ['ok', l10n.t('Trusted.')];
      case 'no':
        return ['note', l10n.t('Trusted by the second path, but not by VS Code.')];
      case 'unknown':
        return ['ok', l10n.t('Trusted by the second path.')];
    }
  }
  switch (ofEditor) {
    case 'yes':
      return ['note', l10n.t('Trusted by VS Code, but not by the second path ({0}).', problem)];
    case 'no':
      return ['problem', l10n.t('Not trusted ({0}).', problem)];
    case 'unknown':
      return ['problem', l10n.t('Not trusted by the second path ({0}).', problem)];
  }
}
