import * as l10n from '@vscode/l10n';
import { isIssuer, regionOfStartUrl } from '../../aws/endpoints/startUrl.ts';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { PortalFacts } from './Facts.ts';
import type { Finding, Section } from './Finding.ts';
import { named, quoted } from './quoted.ts';

/** A session as it is configured. */
export function portalSection(facts: PortalFacts): Section {
  const { name, isSignedIn } = facts;
  const state: Finding = {
    ...{ grade: 'info', label: l10n.t('State') },
    text: isSignedIn ? l10n.t('signed in') : l10n.t('not signed in'),
  };
  return {
    title: l10n.t('Session {0}', quoted(name)),
    findings: [startUrlFinding(facts), regionFinding(facts), state],
  };
}

function startUrlFinding({ name, startUrl, page, leadsTo }: PortalFacts): Finding {
  const label = l10n.t('Start URL');
  if (isIssuer(startUrl)) {
    const text = l10n.t('{0}, an identifier without a page, so it isn’t contacted.', startUrl);
    return { grade: 'info', label, text };
  }
  if (leadsTo) {
    return ownDomainFinding(name, startUrl, leadsTo);
  }
  if (!page) {
    const text = l10n.t(
      '{0}, suggested by this workspace, so it isn’t contacted before you sign in to it.',
      startUrl,
    );
    return { grade: 'info', label, text };
  }
  const { ms } = page;
  if ('error' in page) {
    const reason = messageOf(page.error);
    const sentence = l10n.t('The start URL of {0} doesn’t respond. {1}', named(name), reason);
    const text = l10n.t('{0} doesn’t respond. {1} ({2} ms)', startUrl, reason, ms);
    return { grade: 'note', label, text, verdict: { cause: 'startUrl', sentence } };
  }
  const { status, redirectHost } = page.value;
  if (status >= 400) {
    const sentence = l10n.t(
      'The start URL of {0} responds with HTTP {1}. Compare it with the address of your AWS access portal.',
      named(name),
      status,
    );
    const text = l10n.t('{0} responds with HTTP {1} ({2} ms).', startUrl, status, ms);
    return { grade: 'note', label, text, verdict: { cause: 'startUrl', sentence } };
  }
  const text =
    redirectHost === undefined
      ? l10n.t('{0} responds (HTTP {1}, {2} ms).', startUrl, status, ms)
      : l10n.t(
          '{0} responds (HTTP {1}, {2} ms) and redirects to {3}.',
          startUrl,
          status,
          ms,
          quoted(redirectHost),
        );
  return { grade: 'ok', label, text };
}

function ownDomainFinding(
  name: string,
  startUrl: string,
  leadsTo: NonNullable<PortalFacts['leadsTo']>,
): Finding {
  const label = l10n.t('Start URL');
  const { ms } = leadsTo;
  if ('value' in leadsTo) {
    const text = l10n.t('{0} leads to {1} ({2} ms).', startUrl, leadsTo.value.startUrl, ms);
    return { grade: 'ok', label, text };
  }
  const reason = messageOf(leadsTo.error);
  const sentence = l10n.t('The start URL of {0} can’t be used. {1}', named(name), reason);
  const cause = isAwsSsoError(leadsTo.error, 'InvalidRequest') ? 'setting' : 'network';
  const text = l10n.t('{0} can’t be used. {1} ({2} ms)', startUrl, reason, ms);
  return { grade: 'problem', label, text, verdict: { cause, sentence } };
}

function regionFinding({ name, startUrl, region, leadsTo }: PortalFacts): Finding {
  const label = l10n.t('Region');
  const found = leadsTo && 'value' in leadsTo ? leadsTo.value.region : undefined;
  if (found !== undefined && found !== region) {
    // A sign-in takes the other one.
    const sentence = l10n.t(
      'The session {0} has the region {1}, but its start URL leads to {2}. Correct the region, which the AWS CLI uses.',
      named(name),
      region,
      found,
    );
    const text = l10n.t('{0}, but the start URL leads to {1}, and a sign-in uses that.', region, found);
    return { grade: 'note', label, text, verdict: { cause: 'region', sentence } };
  }
  const other = regionOfStartUrl(startUrl);
  if (other === undefined || other === region) {
    return { grade: 'info', label, text: region };
  }
  const sentence = l10n.t(
    'The session {0} has the region {1}, but its start URL names {2}. Correct the region in {3}.',
    named(name),
    region,
    other,
    'awsSso.sessions',
  );
  const text = l10n.t('{0}, but the start URL names {1}.', region, other);
  return { grade: 'problem', label, text, verdict: { cause: 'region', sentence } };
}
