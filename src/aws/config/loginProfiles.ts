import { readFile } from 'node:fs/promises';
import { awsConfigFile } from './awsConfigSessions.ts';
import { configSections } from './configSections.ts';
import { isConsoleArn } from '../endpoints/consoleArn.ts';
import { isRegion } from '../endpoints/regions.ts';

/** A profile of the AWS config file that gets its credentials by AWS Sign-In. */
export interface LoginProfile {
  readonly profile: string;
  /** Its `login_session`. */
  readonly arn: string;
  /** Undefined where the profile names none. */
  readonly region: string | undefined;
}

/** Those of the AWS config file. A file that is missing or cannot be read has none. */
export async function loginProfiles(
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly LoginProfile[]> {
  const text = await readFile(awsConfigFile(env), 'utf8').catch(() => '');
  return configSections(text)
    .sections.filter(({ kind }) => kind === 'profile')
    .flatMap(({ name, settings }) => {
      const arn = settings.get('login_session')?.value ?? '';
      const region = settings.get('region')?.value;
      return isConsoleArn(arn) ? [{ profile: name, arn, region: isRegion(region) ? region : undefined }] : [];
    });
}
