import * as l10n from '@vscode/l10n';
import type { EndpointSource, Service } from '../../aws/endpoints/endpoints.ts';
import type { ProbeAnswer } from '../../aws/services/probe.ts';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Outcome } from '../../base/Outcome.ts';
import type { EndpointFacts, EndpointProblem } from './Facts.ts';
import type { Finding, Section } from './Finding.ts';
import { certificateFinding, type Trust } from './certificateFinding.ts';
import { quoted } from './quoted.ts';

/** More addresses than that say nothing more. */
const MAX_ADDRESSES = 4;

/** An address of AWS: which, why that one, and what lies on the way to it. */
export function endpointSection(facts: EndpointFacts): Section {
  const { service, region, taken, first } = facts;
  const findings: Finding[] = [
    { grade: 'info', label: l10n.t('Address'), text: sourceOf(facts.address, facts.source) },
    usersOf(facts.usedBy),
    nameFinding(facts, 'value' in taken),
    proxyFinding(facts.proxy),
    ...(facts.certificates ? [certificateFinding(facts.address, facts.certificates, trustOf(first))] : []),
    ...pathFindings(facts),
  ];
  return { title: titleOf(service, region), findings };
}

/** An address that cannot be used, and so was not asked. */
export function endpointProblemSection({ service, region, usedBy, error }: EndpointProblem): Section {
  const sentence = messageOf(error);
  const address: Finding = {
    ...{ grade: 'problem', label: l10n.t('Address'), text: sentence },
    verdict: { cause: 'setting', sentence },
  };
  return { title: titleOf(service, region), findings: [address, usersOf(usedBy)] };
}

function titleOf(service: Service, region: string): string {
  switch (service) {
    case 'oidc':
      return l10n.t('IAM Identity Center, {0}', region);
    case 'portal':
      return l10n.t('Access portal, {0}', region);
    case 'signin':
      return l10n.t('AWS Sign-In, {0}', region);
  }
}

function sourceOf(address: string, source: EndpointSource): string {
  switch (source) {
    case 'region':
      return l10n.t('{0}, from the region', address);
    case 'setting':
      return l10n.t('{0}, from the setting {1}', address, 'awsSso.endpoints');
    case 'configFile':
      return l10n.t('{0}, from the AWS config file', address);
    default:
      return l10n.t('{0}, from the variable {1}', address, source.variable);
  }
}

function usersOf(usedBy: readonly string[]): Finding {
  const text = usedBy.length > 0 ? usedBy.map(quoted).join(', ') : l10n.t('console sessions');
  return { grade: 'info', label: l10n.t('Used by'), text };
}

function nameFinding({ names, proxy }: EndpointFacts, answered: boolean): Finding {
  const label = l10n.t('Name');
  if ('value' in names) {
    const shown = names.value.slice(0, MAX_ADDRESSES);
    const more = names.value.length > shown.length ? [...shown, '…'] : shown;
    return { grade: 'ok', label, text: more.join(', ') };
  }
  const byProxy = 'value' in proxy && proxy.value !== undefined;
  return byProxy || answered
    ? {
        grade: 'note',
        label,
        text: l10n.t('Not resolved by this machine. That’s fine if a proxy resolves it.'),
      }
    : { grade: 'problem', label, text: messageOf(names.error) };
}

/** The editor does not say which one its own path takes. */
function proxyFinding(proxy: Outcome<string | undefined>): Finding {
  const label = l10n.t('Proxy');
  if ('error' in proxy) {
    return { grade: 'note', label, text: messageOf(proxy.error) };
  }
  const text = l10n.t(
    '{0}, from settings and environment. VS Code may use another.',
    proxy.value ?? l10n.t('none'),
  );
  return { grade: 'info', label, text };
}

/** Whether the editor trusts the certificate that its own path is shown. */
function trustOf(first: Outcome<ProbeAnswer>): Trust {
  if ('value' in first) {
    return 'yes';
  }
  return isAwsSsoError(first.error) && first.error.network?.kind === 'certificate' ? 'no' : 'unknown';
}

function pathFindings({ taken, first, second }: EndpointFacts): readonly Finding[] {
  const works = 'value' in taken;
  const reached: Finding = works
    ? { grade: 'ok', label: l10n.t('Reached'), text: expected(taken.value) }
    : {
        ...{ grade: 'problem', label: l10n.t('Reached'), text: messageOf(taken.error) },
        verdict: { cause: 'network', sentence: messageOf(taken.error) },
      };
  const by = (label: string, outcome: Outcome<ProbeAnswer>): Finding => ({
    grade: 'value' in outcome ? 'ok' : works ? 'note' : 'problem',
    label,
    text: answerOf(outcome, reached.text),
  });
  const byFirst = by(l10n.t('VS Code’s path'), first);
  const isOnlySecond = works && 'error' in first;
  return [
    reached,
    isOnlySecond ? { ...byFirst, verdict: onlySecond(first.error) } : byFirst,
    by(l10n.t('Second path'), second),
  ];
}

function onlySecond(error: unknown): NonNullable<Finding['verdict']> {
  const sentence = l10n.t(
    'You can sign in, but not through VS Code’s own network path, which other extensions may use. {0}',
    messageOf(error),
  );
  return { cause: 'firstPath', sentence };
}

function expected({ status, exception }: ProbeAnswer): string {
  return l10n.t('AWS responds as expected ({0} {1}).', status, exception);
}

/** @param said what stands above. */
function answerOf(outcome: Outcome<ProbeAnswer>, said: string): string {
  const { ms } = outcome;
  if ('value' in outcome) {
    return l10n.t('AWS responded in {0} ms.', ms);
  }
  const sentence = messageOf(outcome.error);
  return sentence === said ? l10n.t('The same, after {0} ms.', ms) : l10n.t('{0} ({1} ms)', sentence, ms);
}
