import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { outcomeOf, valueOf } from '../../base/Outcome.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../http/client/HttpClient.ts';
import { networkError } from '../../http/failures/networkError.ts';
import { awsHost } from '../endpoints/awsHosts.ts';
import { parseStartUrl, regionOfStartUrl } from '../endpoints/startUrl.ts';

/** How long an own domain may take for an answer, in milliseconds. */
const TIMEOUT_MS = 10_000;

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** The server doesn't do HEAD (RFC 9110 sections 15.5.6 and 15.6.2). */
const NO_HEAD: readonly number[] = [405, 501];

/** The portal that an organization's own domain leads to. */
export interface PortalBehind {
  /** Its start URL, in the canonical form. */
  readonly startUrl: string;
  /** Absent where its host doesn't name it. */
  readonly region?: string;
}

interface PortalBehindOptions {
  readonly http: HttpClient;
  /** Whether plain http will do on loopback: where the services are there, too. */
  readonly isLoopbackAllowed: boolean;
}

/**
 * Asks an organization's own domain for its portal, as the AWS CLI does since 2.35.13: one redirect, to an address that AWS owns.
 * Nothing secret is sent, and nothing is fetched from where it leads to.
 *
 * @param startUrl in its canonical form.
 * @throws AwsSsoError `InvalidRequest` when it leads elsewhere or nowhere; `Service` when it has trouble of its own; `Network` when it
 * doesn't answer; the signal's reason.
 */
export async function portalBehind(
  startUrl: string,
  { http, isLoopbackAllowed }: PortalBehindOptions,
  signal: AbortSignal,
): Promise<PortalBehind> {
  const { host, protocol } = new URL(startUrl);
  if (protocol !== 'https:' && !isLoopbackAllowed) {
    throw new AwsSsoError('InvalidRequest', l10n.t('The start URL must begin with https://.'));
  }
  const ask = async (method: HttpRequest['method']): Promise<HttpResponse> => {
    const silence = (): Error => networkError(new DOMException('', 'TimeoutError'), host);
    const asked = await outcomeOf(TIMEOUT_MS, signal, silence, (over) =>
      http({ method, url: startUrl, signal: over }),
    );
    return valueOf(asked);
  };
  const head = await ask('HEAD');
  const { status, header } = NO_HEAD.includes(head.status) ? await ask('GET') : head;
  if (status >= 500 || status === 429) {
    const sentence = l10n.t(
      '{0} has a problem (HTTP {1}), so its portal isn’t known. Try again later.',
      host,
      status,
    );
    throw new AwsSsoError('Service', sentence);
  }
  const location = header('location');
  if (!REDIRECTS.includes(status) || !location || !URL.canParse(location, startUrl)) {
    const sentence = l10n.t(
      '{0} doesn’t lead to an AWS access portal (HTTP {1}). Check the start URL, or use the portal’s own address.',
      host,
      status,
    );
    throw new AwsSsoError('InvalidRequest', sentence);
  }
  return portalAt(new URL(location, startUrl), host);
}

function portalAt(target: URL, host: string): PortalBehind {
  // A fragment is for the page alone, and a query for who counts visits.
  target.search = '';
  const hostname = target.hostname.replace(/\.$/, '');
  const kind = awsHost(hostname);
  const isPlain = target.port === '' && target.username === '' && target.password === '';
  if ((kind !== 'portal' && kind !== 'issuer') || !isPlain) {
    const sentence = l10n.t(
      '{0} leads to {1}, which isn’t an AWS access portal. Check the start URL, and for a proxy or a network that asks to sign in first.',
      host,
      target.host || target.protocol,
    );
    throw new AwsSsoError('InvalidRequest', sentence);
  }
  if (target.protocol !== 'https:') {
    const sentence = l10n.t(
      '{0} leads to {1} without https, so it isn’t used. Tell your administrator.',
      host,
      target.host,
    );
    throw new AwsSsoError('InvalidRequest', sentence);
  }
  const startUrl = parseStartUrl(target.href);
  const region = regionOfStartUrl(startUrl);
  return { startUrl, ...(region === undefined ? {} : { region }) };
}
