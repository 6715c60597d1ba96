import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { cliTime } from '../cache/cliTime.ts';
import { processCredentials } from './processCredentials.ts';
import type { RoleCredentials } from '../services/SsoPortal.ts';

/** What the text is pasted into. `bash` is any POSIX shell; `json` is what a `credential_process` prints. */
export type PastedInto = 'bash' | 'fish' | 'powershell' | 'cmd' | 'json';

interface Syntax {
  readonly set: (name: string, value: string) => string;
  readonly lineEnd: '\n' | '\r\n';
  /** What no value can hold, however it is quoted. */
  readonly forbidden: RegExp;
}

/** A terminal acts on control characters that are pasted before any shell sees a quote. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;

const SYNTAX: Readonly<Record<Exclude<PastedInto, 'json'>, Syntax>> = {
  // Many shells keep lines that begin with a blank out of their history.
  bash: {
    set: (name, value) => ` export ${name}='${value.replaceAll("'", "'\\''")}'`,
    lineEnd: '\n',
    forbidden: CONTROL,
  },
  fish: {
    set: (name, value) => ` set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`,
    lineEnd: '\n',
    forbidden: CONTROL,
  },
  // To PowerShell, typographic quotes are quotes.
  powershell: {
    set: (name, value) => `$Env:${name} = '${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`,
    lineEnd: '\n',
    forbidden: CONTROL,
  },
  // Within the quotes all is literal but these three, which no quoting tames both at the prompt and in a batch file.
  cmd: {
    set: (name, value) => `set "${name}=${value}"`,
    lineEnd: '\r\n',
    forbidden: /[\p{Cc}\p{Cs}"%!]/u,
  },
};

/**
 * The credentials of a role, and the region where given, as text to paste.
 *
 * @throws AwsSsoError `Service` when the service gave credentials that cannot be pasted safely; none of AWS are such.
 */
export function shellExports(into: PastedInto, credentials: RoleCredentials, region?: string): string {
  if (into === 'json') {
    return `${JSON.stringify(processCredentials(credentials), null, 2)}\n`;
  }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const variables = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: cliTime(credentials.expiration),
    // The SDKs read the one, older tools the other.
    ...(region ? { AWS_REGION: region, AWS_DEFAULT_REGION: region } : {}),
  };
  const { set, lineEnd, forbidden } = SYNTAX[into];
  return Object.entries(variables)
    .map(([name, value]) => {
      if (forbidden.test(value)) {
        throw new AwsSsoError(
          'Service',
          l10n.t('The value of {0} can’t be pasted safely. Copy the credentials as JSON instead.', name),
        );
      }
      return set(name, value) + lineEnd;
    })
    .join('');
}
