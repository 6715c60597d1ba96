import path from 'node:path';
import { AwsFiles } from '../../../src/aws/config/AwsFiles.ts';
import type { Settings } from '../../../src/aws/config/awsConfig.ts';
import type { ReadFiles, ReadSettings } from './BotocoreReader.ts';

/** What this extension makes of `config` and `credentials` in that directory, in the form in which botocore says it. */
export async function ourReading(directory: string): Promise<{ whole: ReadFiles; readable: ReadFiles }> {
  const { config, credentials, profiles } = await new AwsFiles().read({
    AWS_CONFIG_FILE: path.join(directory, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(directory, 'credentials'),
  });
  const sections = (map: ReadonlyMap<string, { readonly settings: Settings }>) =>
    Object.fromEntries([...map].map(([name, { settings }]) => [name, asWritten(settings)]));
  const readable = {
    profiles: Object.fromEntries([...profiles].map(([name, settings]) => [name, asWritten(settings)])),
    sso_sessions: sections(config.ssoSessions),
    services: sections(config.services),
  };
  const isRefused = config.ini.problems.length + credentials.problems.length > 0;
  return { whole: isRefused ? { error: 'ConfigParseError' } : readable, readable };
}

/** With comments behind values, as botocore has them. */
function asWritten(settings: Settings): ReadSettings {
  return Object.fromEntries(
    [...settings].map(([name, { written, deeper }]) => [
      name,
      written.startsWith('\n')
        ? Object.fromEntries([...(deeper ?? [])].map(([key, nested]) => [key, nested.written]))
        : written,
    ]),
  );
}

/** Without the empty lines within values, which mean nothing. */
export function normalized(read: ReadFiles): ReadFiles {
  return JSON.parse(JSON.stringify(read).replace(/(\\n)+/g, '\\n')) as ReadFiles;
}
