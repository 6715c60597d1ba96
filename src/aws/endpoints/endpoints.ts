import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { isRegion, parseRegion } from './regions.ts';

/** The services of a sign-in, by the names that the `awsSso.endpoints` setting uses. */
export type Service = 'oidc' | 'portal' | 'signin';

/** And STS, which role chains need. */
type AnyService = Service | 'sts';

const ENVIRONMENT_VARIABLE = {
  oidc: 'AWS_ENDPOINT_URL_SSO_OIDC',
  portal: 'AWS_ENDPOINT_URL_SSO',
  signin: 'AWS_ENDPOINT_URL_SIGNIN',
  sts: 'AWS_ENDPOINT_URL_STS',
} as const;

const HOST_PREFIX = { oidc: 'oidc', portal: 'portal.sso', signin: 'signin', sts: 'sts' } as const;

interface Partition {
  readonly regions: RegExp;
  readonly suffix: string;
  /** Absent where the partition has no dual-stack addresses. */
  readonly dualStackSuffix?: string;
  /** What follows the region in the plain host of sign-in, which has rules of its own. */
  readonly signinSuffix: string;
  /** Its plain addresses, but for sign-in, are the FIPS ones already. */
  readonly alwaysFips?: true;
}

/** As in the endpoint rules of the AWS SDKs. The last one stands for every region that no other one claims. */
const PARTITIONS: readonly Partition[] = [
  {
    regions: /^cn-/,
    suffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
    signinSuffix: 'signin.amazonaws.cn',
  },
  {
    regions: /^us-gov-/,
    suffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    signinSuffix: 'signin.amazonaws-us-gov.com',
    alwaysFips: true,
  },
  {
    regions: /^us-iso-/,
    suffix: 'c2s.ic.gov',
    dualStackSuffix: 'api.aws.ic.gov',
    signinSuffix: 'signin.c2shome.ic.gov',
  },
  {
    regions: /^us-isob-/,
    suffix: 'sc2s.sgov.gov',
    dualStackSuffix: 'api.aws.scloud',
    signinSuffix: 'signin.sc2shome.sgov.gov',
  },
  { regions: /^eu-isoe-/, suffix: 'cloud.adc-e.uk', signinSuffix: 'signin.csphome.adc-e.uk' },
  { regions: /^us-isof-/, suffix: 'csp.hci.ic.gov', signinSuffix: 'signin.csphome.hci.ic.gov' },
  {
    regions: /^eusc-/,
    suffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
    signinSuffix: 'signin.amazonaws-eusc.eu',
  },
  {
    regions: /./,
    suffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    signinSuffix: 'signin.aws.amazon.com',
  },
];

/** What the AWS config file says. */
export interface ConfiguredEndpoints {
  readonly services: Readonly<Partial<Record<AnyService, string>>>;
  /** For all services. */
  readonly global?: string;
}

export interface EndpointConfiguration {
  /** The user's `awsSso.endpoints` setting. */
  readonly settings: Readonly<Partial<Record<Service, string>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config: ConfiguredEndpoints;
}

/** Where an address comes from: the setting, a variable, the AWS config file, or the region alone. */
export type EndpointSource = 'setting' | { readonly variable: string } | 'configFile' | 'region';

/**
 * The address of a service in a region, without a slash at the end. The user's setting wins over the variable of the
 * service, which wins over `AWS_ENDPOINT_URL`; then come, in the same order, the service and the whole in the AWS
 * config file. Without any of them the region decides, together with
 * `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT`. All as in the AWS SDKs.
 *
 * @throws AwsSsoError `InvalidRequest` when the region, where it decides, is none; when an address is not https, nor http to a loopback address; when one is set
 * together with FIPS or dual-stack; when the partition has no dual-stack addresses.
 */
export function endpoint(service: AnyService, region: string, configuration: EndpointConfiguration): string {
  const { env } = configuration;
  const fips = isSet(env, 'AWS_USE_FIPS_ENDPOINT');
  const dualStack = isSet(env, 'AWS_USE_DUALSTACK_ENDPOINT');
  const { override } = overrideOf(service, configuration);
  if (!override) {
    // Whatever it was read from, a region that is none must not choose the host.
    return `https://${host(service, parseRegion(region), { fips, dualStack })}`;
  }
  if (fips || dualStack) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t(
        'A custom AWS endpoint can’t be combined with AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT. Remove one of them.',
      ),
    );
  }
  return checked(override);
}

/**
 * What the tokens of a service belong to: its address in force, or, whichever of AWS's own that is (FIPS, dual-stack), the
 * plain one of the region.
 *
 * @throws AwsSsoError as `endpoint`.
 */
export function issuerAddress(
  service: Service,
  region: string,
  configuration: EndpointConfiguration,
): string {
  const address = endpoint(service, region, configuration);
  if (!isRegion(region)) {
    return address;
  }
  const hasDualStack = partitionOf(region).dualStackSuffix !== undefined;
  const own = [false, true].flatMap((fips) =>
    [false, ...(hasDualStack ? [true] : [])].map(
      (dualStack) => `https://${host(service, region, { fips, dualStack })}`,
    ),
  );
  const [plain = address] = own;
  return own.includes(address) ? plain : address;
}

/** An address that neither AWS nor the user's settings name. */
export interface ForeignEndpoint {
  readonly address: string;
  readonly source: Exclude<EndpointSource, 'setting' | 'region'>;
}

/** The address of a service, where another program may have chosen it. @throws AwsSsoError as `endpoint`. */
export function foreignEndpoint(
  service: Service,
  region: string,
  configuration: EndpointConfiguration,
): ForeignEndpoint | undefined {
  const source = endpointSource(service, configuration);
  if (source === 'setting' || source === 'region') {
    return undefined;
  }
  const address = endpoint(service, region, configuration);
  const byRegion = { settings: {}, env: {}, config: { services: {} } };
  const isAws =
    isRegion(region) && issuerAddress(service, region, configuration) === endpoint(service, region, byRegion);
  return isAws ? undefined : { address, source };
}

/** What `endpoint` follows. */
export function endpointSource(service: AnyService, configuration: EndpointConfiguration): EndpointSource {
  return overrideOf(service, configuration).source;
}

interface Override {
  readonly source: EndpointSource;
  /** Absent where the region decides. */
  readonly override?: string;
}

function overrideOf(service: AnyService, { settings, env, config }: EndpointConfiguration): Override {
  const mayBeConfigured = !isSet(env, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS');
  const variable = [ENVIRONMENT_VARIABLE[service], 'AWS_ENDPOINT_URL'].find((name) => env[name]);
  const inFile = config.services[service] || config.global;
  const set = service === 'sts' ? undefined : settings[service];
  if (set) {
    return { source: 'setting', override: set };
  }
  if (mayBeConfigured && variable !== undefined) {
    return { source: { variable }, override: env[variable]! };
  }
  return mayBeConfigured && inFile ? { source: 'configFile', override: inFile } : { source: 'region' };
}

function isSet(env: EndpointConfiguration['env'], name: string): boolean {
  return env[name]?.toLowerCase() === 'true';
}

/** Whether both regions are of one partition, which has accounts, and people who run it, of its own. */
export function isSamePartition(one: string, other: string): boolean {
  return partitionOf(one) === partitionOf(other);
}

function partitionOf(region: string): Partition {
  return PARTITIONS.find(({ regions }) => regions.test(region))!;
}

function host(
  service: AnyService,
  region: string,
  { fips, dualStack }: { fips: boolean; dualStack: boolean },
): string {
  const partition = partitionOf(region);
  if (dualStack && partition.dualStackSuffix === undefined) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('{0} has no dual-stack endpoints. Remove AWS_USE_DUALSTACK_ENDPOINT.', region),
    );
  }
  if (service === 'signin' && !fips && !dualStack) {
    return `${region}.${partition.signinSuffix}`;
  }
  if (service === 'signin' && fips && !dualStack && region.startsWith('us-gov-')) {
    // The one exception of its rules.
    return `${region === 'us-gov-west-1' ? '' : `${region}.`}signin-fips.amazonaws-us-gov.com`;
  }
  const isPlainHost = !dualStack && partition.alwaysFips && service !== 'signin';
  const prefix = HOST_PREFIX[service] + (fips && !isPlainHost ? '-fips' : '');
  return `${prefix}.${region}.${dualStack ? partition.dualStackSuffix : partition.suffix}`;
}

/** The address of the AWS console for a region, without a slash at the end. */
export function consoleAddress(region: string): string {
  return `https://${partitionOf(parseRegion(region)).signinSuffix.replace('signin', 'console')}`;
}

/** Whether secrets may be sent to the address, and a person to it. */
export function isHttpsOrLoopback(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** @param hostname of a `URL`. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function checked(override: string): string {
  const url = isHttpsOrLoopback(override) ? new URL(override) : undefined;
  if (!url || url.username || url.password || url.search || url.hash) {
    // Not quoted: it may hold a password.
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t(
        'A custom AWS endpoint isn’t valid. Use https:// (or http:// for this machine only), without user name or query, in the setting {0} and the variables AWS_ENDPOINT_URL….',
        'awsSso.endpoints',
      ),
    );
  }
  // As a request will show it: a proof is made for the very same text.
  return url.origin + url.pathname.replace(/\/+$/, '');
}
