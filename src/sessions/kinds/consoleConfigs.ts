import type { LoginProfile } from '../../aws/config/loginProfiles.ts';
import { parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import { isRegion } from '../../aws/endpoints/regions.ts';
import type { ConsoleConfig } from './console.ts';

/** Where nothing says another: where the AWS console itself begins. */
export const DEFAULT_REGION = 'us-east-1';

/** The sessions that profiles name, each once; with a region as the AWS SDKs would find it. */
export function consoleConfigs(
  profiles: readonly LoginProfile[],
  env: Readonly<Record<string, string | undefined>>,
): readonly ConsoleConfig[] {
  const variable = env['AWS_REGION'];
  const configs = new Map<string, ConsoleConfig>();
  for (const { arn, region } of profiles) {
    if (!configs.has(arn)) {
      const proposed = [region, variable].find((text) => isRegion(text) && isInPartition(text, arn));
      configs.set(arn, { arn, region: proposed ?? regionOfPartition(arn) });
    }
  }
  return [...configs.values()];
}

/** What the names of its regions begin with, and where its console begins. */
const PARTITIONS: readonly { readonly name: string; readonly prefix: string; readonly region: string }[] = [
  { name: 'aws-cn', prefix: 'cn-', region: 'cn-north-1' },
  { name: 'aws-us-gov', prefix: 'us-gov-', region: 'us-gov-west-1' },
  { name: 'aws-eusc', prefix: 'eusc-', region: 'eusc-de-east-1' },
];

function regionOfPartition(arn: string): string {
  const { partition } = parseConsoleArn(arn);
  return PARTITIONS.find(({ name }) => name === partition)?.region ?? DEFAULT_REGION;
}

/** A refresh token is nothing to send to another partition. */
function isInPartition(region: string, arn: string): boolean {
  const { partition } = parseConsoleArn(arn);
  const { name = 'aws' } = PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? {};
  // The regions of the others are not known here.
  return name === partition || partition.startsWith('aws-iso');
}
