import { isConsoleArn } from '../endpoints/consoleArn.ts';
import { isRegion } from '../endpoints/regions.ts';
import { textOf } from './awsConfig.ts';
import type { AwsFiles } from './AwsFiles.ts';
import type { Environment } from './homeDirectory.ts';

/** A profile of the AWS files that gets its credentials by AWS Sign-In. */
export interface LoginProfile {
  readonly profile: string;
  /** Its `login_session`. */
  readonly arn: string;
  /** Undefined where the profile names none. */
  readonly region: string | undefined;
}

/** Those of the AWS files. */
export async function loginProfiles(files: AwsFiles, env: Environment): Promise<readonly LoginProfile[]> {
  const { profiles } = await files.read(env);
  return [...profiles].flatMap(([profile, settings]) => {
    const arn = textOf(settings, 'login_session') ?? '';
    const region = textOf(settings, 'region');
    return isConsoleArn(arn) ? [{ profile, arn, region: isRegion(region) ? region : undefined }] : [];
  });
}
