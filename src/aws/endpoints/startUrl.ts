import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { REGIONS } from './regions.ts';

/** Hosts whose portal lives at `/start`, so that a host alone is enough to know the whole address. */
const START_PATH_HOST = /\.awsapps\.(com|cn)$/;

/** What people call their portal when they do not give its whole address: `d-1234567890` or an alias. */
const PORTAL_ID = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** The hosts that name their region. */
const REGION_IN_HOST = [
  /^[^.]+\.portal\.([a-z0-9-]+)\.app\.aws$/,
  /^[^.]+\.([a-z0-9-]+)\.portal\.amazonaws\.com(?:\.cn)?$/,
  /^[^.]+\.portal\.([a-z0-9-]+)\.app\.amazonwebservices\.com\.cn$/,
  /^[^.]+\.([a-z0-9-]+)\.portal\.amazonaws\.eu$/,
  /^[^.]+\.portal\.([a-z0-9-]+)\.api\.amazonwebservices\.eu$/,
];

/**
 * The access portal's address in its one canonical form: `https`, no query, no fragment, no slash at the end.
 * Accepts a whole address in any of the forms people copy (`…/start`, `…/start/`, `…/start/#/`), and a bare portal id
 * or alias.
 *
 * @throws AwsSsoError `InvalidRequest` with a sentence that says what is wrong.
 */
export function parseStartUrl(text: string): string {
  const input = text.trim();
  if (input === '') {
    throw new AwsSsoError('InvalidRequest', l10n.t('Enter the start URL of your AWS access portal.'));
  }
  if (input.toLowerCase() in REGIONS) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('This is a region. The start URL of the portal comes first.'),
    );
  }
  if (PORTAL_ID.test(input)) {
    return `https://${input.toLowerCase()}.awsapps.com/start`;
  }
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(input) ? input : `https://${input}`);
  } catch {
    throw notAnAddress();
  }
  if (url.protocol !== 'https:') {
    throw new AwsSsoError('InvalidRequest', l10n.t('The start URL must begin with https://.'));
  }
  if (url.username || url.password || !url.hostname.includes('.')) {
    throw notAnAddress();
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `https://${url.host}${path === '' && START_PATH_HOST.test(url.hostname) ? '/start' : path}`;
}

/** The region that a start URL's host names, where it does: not on `awsapps.com`. */
export function regionOfStartUrl(startUrl: string): string | undefined {
  const { hostname } = new URL(startUrl);
  return REGION_IN_HOST.map((pattern) => pattern.exec(hostname)?.[1]).find((region) => region !== undefined);
}

/** A short name for the portal of a start URL: its id or alias. */
export function portalName(startUrl: string): string {
  return new URL(startUrl).hostname.split('.')[0] ?? startUrl;
}

/** The start URL as people recognise it in a list: without what all of them have in common. */
export function portalAddress(startUrl: string): string {
  return startUrl.replace(/^https:\/\//, '').replace(/\/start$/, '');
}

/** The text is not quoted: it may hold a password. */
function notAnAddress(): AwsSsoError {
  return new AwsSsoError(
    'InvalidRequest',
    l10n.t(
      'This is not a start URL. One looks like https://d-1234567890.awsapps.com/start, or is the id or alias alone.',
    ),
  );
}
