import type { LoginProfile } from '../aws/loginProfiles.ts';
import { isRegion } from '../aws/regions.ts';
import type { ConsoleConfig } from './ConsoleSession.ts';

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
      configs.set(arn, { arn, region: region ?? (isRegion(variable) ? variable : DEFAULT_REGION) });
    }
  }
  return [...configs.values()];
}
