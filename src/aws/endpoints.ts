import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../base/errors.ts';

/** The services of a sign-in, by the names that the `awsSso.endpoints` setting uses. */
export type Service = 'oidc' | 'portal';

const ENVIRONMENT_VARIABLE = { oidc: 'AWS_ENDPOINT_URL_SSO_OIDC', portal: 'AWS_ENDPOINT_URL_SSO' } as const;

/** Partitions by the prefix of their regions' names; every other region belongs to `aws`. */
const PARTITIONS = [
  { regions: /^cn-/, suffix: 'amazonaws.com.cn' },
  { regions: /^eusc-/, suffix: 'amazonaws.eu' },
  { regions: /^us-iso-/, suffix: 'c2s.ic.gov' },
  { regions: /^us-isob-/, suffix: 'sc2s.sgov.gov' },
  { regions: /^eu-isoe-/, suffix: 'cloud.adc-e.uk' },
  { regions: /^us-isof-/, suffix: 'csp.hci.ic.gov' },
];

export interface EndpointOverrides {
  /** The user's `awsSso.endpoints` setting. */
  readonly settings: Readonly<Partial<Record<Service, string>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The address of a service in a region, without a slash at the end. The user's setting wins over the variable of the
 * service, which wins over `AWS_ENDPOINT_URL`, as in the AWS SDKs.
 *
 * @throws AwsSsoError `InvalidRequest` when an override is not https, nor http to a loopback address.
 */
export function endpoint(service: Service, region: string, { settings, env }: EndpointOverrides): string {
  const ignoreEnv = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  const override =
    settings[service] ||
    (ignoreEnv ? undefined : env[ENVIRONMENT_VARIABLE[service]] || env['AWS_ENDPOINT_URL']);
  return override ? checkedOverride(override) : `https://${host(service, region)}`;
}

function host(service: Service, region: string): string {
  const suffix = PARTITIONS.find(({ regions }) => regions.test(region))?.suffix ?? 'amazonaws.com';
  return `${service === 'oidc' ? 'oidc' : 'portal.sso'}.${region}.${suffix}`;
}

function checkedOverride(override: string): string {
  const url = parse(override);
  const loopback = url !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t(
        'The endpoint “{0}” cannot be used. It must begin with https://, or with http:// for this machine’s own addresses.',
        override,
      ),
    );
  }
  return override.replace(/\/+$/, '');
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
