import * as l10n from '@vscode/l10n';
import { withoutUserInfo } from '../../http/fallback/withoutUserInfo.ts';
import type { Entry } from './Facts.ts';
import { quoted } from './quoted.ts';

/** Settings that decide about the network or the sign-in, and say nothing else. */
const PLAIN = [
  'http.proxySupport',
  'http.proxyStrictSSL',
  'http.electronFetch',
  'http.systemCertificates',
  'http.experimental.systemCertificatesV2',
  'http.fetchAdditionalSupport',
  'http.useLocalProxyConfiguration',
  'awsSso.importAwsConfig',
  'awsSso.signInFlow',
  'awsSso.shareTokensWithAwsCli',
];

/** More names than that say nothing more. */
const MAX_NAMES = 10;

/**
 * How settings stand that may be behind a failure, without those that this editor does not have. No secret is in it.
 *
 * @param get undefined where there is no such setting.
 */
export function settingEntries(get: (name: string) => unknown): readonly Entry[] {
  const entry = (name: string, text: (value: unknown) => string | undefined): Entry[] => {
    const value = get(name);
    const shown = value === undefined ? undefined : text(value);
    return shown === undefined ? [] : [[name, shown]];
  };
  return [
    ...entry('http.proxy', (value) =>
      typeof value === 'string' && value !== '' ? withoutUserInfo(value) : l10n.t('none'),
    ),
    ...entry('http.noProxy', (value) => (Array.isArray(value) ? listOf(value.map(String)) : undefined)),
    ...entry('http.proxyAuthorization', (value) => (value ? l10n.t('set') : l10n.t('none'))),
    ...PLAIN.flatMap((name) =>
      entry(name, (value) =>
        typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined,
      ),
    ),
  ];
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map(quoted).join(', ');
  const rest = names.length - MAX_NAMES;
  if (shown === '') {
    return l10n.t('none');
  }
  return rest > 0 ? l10n.t('{0} and {1} more', shown, rest) : shown;
}
