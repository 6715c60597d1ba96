import type { RoleChain } from '../config/roleChains.ts';
import { endpoint, type EndpointConfiguration, endpointSource } from './endpoints.ts';

/** Where AssumeRole is sent, and the region that the request is signed for. */
export interface StsEndpoint {
  readonly address: string;
  readonly signingRegion: string;
}

/** The one address of STS that is of no region, with the region that it is signed for. */
const GLOBAL: StsEndpoint = { address: 'https://sts.amazonaws.com', signingRegion: 'us-east-1' };

/** The regions that `sts_regional_endpoints = legacy` sends there. As in botocore. */
const LEGACY_REGIONS: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]);

/**
 * The endpoint of STS for a role chain, as botocore chooses it: that of the region in the environment, or of the profile.
 * Without any, it is the global one; in other partitions, which have none, that of the region of IAM Identity Center.
 *
 * @throws AwsSsoError as `endpoint`.
 */
export function stsEndpoint(
  {
    region,
    ssoRegion,
    isLegacyEndpoint,
    links,
  }: Pick<RoleChain, 'region' | 'ssoRegion' | 'isLegacyEndpoint' | 'links'>,
  configuration: EndpointConfiguration,
): StsEndpoint {
  const { env } = configuration;
  const isPlain = !['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'].some(
    (name) => env[name]?.toLowerCase() === 'true',
  );
  const named = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || region;
  const isGlobal =
    named === undefined ? links[0]?.roleArn.startsWith('arn:aws:') : isLegacy(isLegacyEndpoint, env, named);
  if (isGlobal && isPlain && endpointSource('sts', configuration) === 'region') {
    return GLOBAL;
  }
  const signingRegion = named ?? (isGlobal ? GLOBAL.signingRegion : ssoRegion);
  return { address: endpoint('sts', signingRegion, configuration), signingRegion };
}

function isLegacy(isLegacyEndpoint: boolean, env: EndpointConfiguration['env'], region: string): boolean {
  const byVariable = env['AWS_STS_REGIONAL_ENDPOINTS'];
  return (
    LEGACY_REGIONS.has(region) && (byVariable ? byVariable.toLowerCase() === 'legacy' : isLegacyEndpoint)
  );
}
