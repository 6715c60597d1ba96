import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { consoleAddress } from './endpoints.ts';

/** Browsers and the portal take more; no page of the console needs it. */
const MAX_LENGTH = 2_000;

/** A service, as addresses of the console name it: `s3`, `systems-manager`. */
const SERVICE = /^[a-z0-9][a-z0-9-]{1,39}$/;

/**
 * The address of a page of the console: of a service by its name, or the one that is given, in its canonical form. Only what is
 * on a host of the console in the partition of the region: the portal is to lead nowhere else.
 *
 * @throws AwsSsoError `InvalidRequest`
 */
export function consoleDestination(text: string, region: string): string {
  const home = consoleAddress(region);
  const typed = text.trim();
  if (SERVICE.test(typed.toLowerCase())) {
    return `${home}/${typed.toLowerCase()}/home`;
  }
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  const { hostname } = new URL(home);
  const isThere = url?.hostname === hostname || url?.hostname.endsWith(`.${hostname}`);
  const isPlain = url?.origin === `https://${url?.hostname}` && !url?.username && !url?.password;
  if (!url || !isThere || !isPlain || url.href.length > MAX_LENGTH) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('This isn’t a page of the AWS console. Enter a service such as s3, or an address at {0}.', home),
    );
  }
  return url.href;
}
