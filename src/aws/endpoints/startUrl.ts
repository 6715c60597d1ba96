import * as l10n from '@vscode/l10n';
import { awsHost, isDirectoryHost, regionInHost } from './awsHosts.ts';
import { isLoopback } from './endpoints.ts';
import { notStartUrl, problemOfAddress, problemOfText } from './notStartUrl.ts';
import { isRegion } from './regions.ts';

/** Hosts with the portal at `/start`, so that a host alone is enough to know the whole address. */
const START_PATH_HOST = /\.awsapps\.(com|cn)$/;

/** What people call their portal when they do not give its whole address: `d-1234567890` or an alias. */
const PORTAL_ID = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** What shows as nothing, and comes along from web pages, chats and documents. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]+|(?!\s)\p{Cc}/gu;
/** Hyphens of documents, which look like that of an id. */
const HYPHEN = /[\u2010\u2011]/g;

/** An address in a text, without the brackets, quotes and full stop around it. */
const ADDRESS_IN_TEXT = /(?:https?:\/\/|(?:\b[a-z0-9-]+\.)+(?=awsapps\.))[^\s<>"'`“”‘’«»,;|\])}]+/gi;

/** Words and endings that host names of own portals have in common. */
const USUAL_LABEL = /^(aws|sso|start|portal|access|login|signin|sign-in|www|cloud|console|identity)$/;
const TWO_LABEL_ENDING = /^(ac|co|com|edu|gov|net|or|org)$/;

/**
 * The access portal's address in its one canonical form: `https`, no fragment, no slash at the end, no invisible characters.
 * Accepts a whole address in any of the forms people copy (`…/start`, `…/start/`, `…/start/#/`), and a bare portal id
 * or alias. Plain http is for this machine's own addresses, and is used only with services that are there, too.
 *
 * @throws AwsSsoError `InvalidRequest` with a sentence that says what is wrong.
 */
export function parseStartUrl(text: string): string {
  const input = visible(text);
  const problem = problemOfText(input);
  if (problem !== undefined) {
    throw notStartUrl(problem);
  }
  if (PORTAL_ID.test(input)) {
    return `https://${input.toLowerCase()}.awsapps.com/start`;
  }
  if (/\s/.test(input)) {
    throw notStartUrl();
  }
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(input) ? input : `https://${input}`);
  } catch {
    throw notStartUrl();
  }
  const isHere = url.protocol === 'http:' && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !isHere) {
    throw notStartUrl(l10n.t('The start URL must begin with https://.'));
  }
  // RFC 3986 section 3.2.2: a dot at the end says that the name is whole.
  url.hostname = url.hostname.replace(/\.$/, '');
  if (url.username || url.password || (!isHere && !url.hostname.includes('.'))) {
    throw notStartUrl();
  }
  const problemOfUrl = problemOfAddress(url);
  if (problemOfUrl !== undefined) {
    throw notStartUrl(problemOfUrl);
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.protocol}//${url.host}${path === '' && START_PATH_HOST.test(url.hostname) ? '/start' : path}`;
}

/**
 * The start URL in what somebody has typed or pasted, where it is plain which one: `SSO start URL: https://…`.
 *
 * @throws AwsSsoError as `parseStartUrl`.
 */
export function typedStartUrl(text: string): string {
  const input = visible(text);
  const found = [...input.matchAll(ADDRESS_IN_TEXT)].map(([address]) => address.replace(/[.:!?]+$/, ''));
  const [address] = found;
  return parseStartUrl(address !== undefined && new Set(found).size === 1 ? address : input);
}

/**
 * Whether a start URL is an organization's own domain ("vanity domain"), which leads to the portal by a redirect. All that is
 * AWS's comes first.
 */
export function isOwnDomain(startUrl: string): boolean {
  return awsHost(new URL(startUrl).hostname) === undefined;
}

/** Whether a start URL is the issuer of an instance: it names the instance, and nothing answers there. */
export function isIssuer(startUrl: string): boolean {
  return awsHost(new URL(startUrl).hostname) === 'issuer';
}

/**
 * The start URL of the portal that a page is of, such as the one where a code is confirmed (`…/start/#/device`). Those at
 * `portal.amazonaws.com` don't sign in everybody whom the service sends there.
 */
export function portalOfPage(page: string): string | undefined {
  const { hostname, origin, pathname } = new URL(page);
  const isPortal = awsHost(hostname) === 'portal' && !/\.portal\.amazonaws\.[a-z.]+$/.test(hostname);
  return isPortal ? parseStartUrl(origin + pathname) : undefined;
}

/** The region that a start URL's host names, where it does: as a rule not on `awsapps.com`. */
export function regionOfStartUrl(startUrl: string): string | undefined {
  const region = regionInHost(new URL(startUrl).hostname);
  return isRegion(region) ? region : undefined;
}

/** A short name for the portal of a start URL: what tells it from others, such as its id or alias. */
export function portalName(startUrl: string): string {
  const { hostname, pathname } = new URL(startUrl);
  const segments = pathname.split('/').filter((segment) => segment !== '');
  if (isIssuer(startUrl) || isDirectoryHost(hostname)) {
    return nameOf(segments.at(-1) ?? hostname);
  }
  return isOwnDomain(startUrl)
    ? nameOf([distinguishing(hostname), ...segments.filter((one) => !USUAL_LABEL.test(one))].join('-'))
    : nameOf(hostname.split('.')[0]!);
}

/** The start URL as people recognise it in a list: without what all of them have in common. */
export function portalAddress(startUrl: string): string {
  return startUrl.replace(/^https:\/\//, '').replace(/\/start$/, '');
}

function visible(text: string): string {
  return text.replace(INVISIBLE, '').replace(HYPHEN, '-').trim();
}

/** `corp` of `aws.corp.example`, `dev-corp` of `aws.dev.corp.co.uk`. */
function distinguishing(hostname: string): string {
  const labels = hostname.split('.');
  if (labels.length < 2 || labels.every((label) => /^\d+$/.test(label))) {
    return hostname;
  }
  labels.pop();
  if (labels.length > 1 && TWO_LABEL_ENDING.test(labels.at(-1)!)) {
    labels.pop();
  }
  while (labels.length > 1 && USUAL_LABEL.test(labels[0]!)) {
    labels.shift();
  }
  return labels.join('-');
}

/** With the characters that names of sessions may have. */
function nameOf(text: string): string {
  return text.replace(/[^\w.-]+/g, '-');
}
