import * as v from 'valibot';
import { hostOf } from '../../http/client/addressParts.ts';
import type { HttpClient } from '../../http/client/HttpClient.ts';
import { isSuccess } from './RestJsonClient.ts';
import type { Retries } from './retries.ts';
import { serviceError, unexpectedAnswer } from './serviceError.ts';
import type { RoleCredentials } from './SsoPortal.ts';

const Answer = v.object({ SigninToken: v.pipe(v.string(), v.nonEmpty()) });

/** What the console is opened with. */
export interface FederationOptions {
  readonly http: HttpClient;
  readonly retries: Retries;
  /** The address of AWS Sign-In, without a slash at the end. */
  readonly signin: string;
  /** The page of the console. */
  readonly destination: string;
  /** Where the console leads a person when its session is over. */
  readonly issuer: string | undefined;
}

/**
 * Exchanges credentials for an address that opens the console with them within 15 minutes (IAM User Guide, "Enable
 * custom identity broker access to the AWS console"). For roles that the access portal doesn't know. Without a duration, which
 * AWS doesn't take for a role over a role. As a form, not in a query: VS Code writes addresses into its log when it looks for a
 * proxy.
 *
 * @throws AwsSsoError `Network`, `Service`, `Throttled`; the signal's reason when aborted.
 */
export async function federatedConsoleLink(
  { http, retries, signin, destination, issuer }: FederationOptions,
  { accessKeyId, secretAccessKey, sessionToken }: RoleCredentials,
  signal: AbortSignal,
): Promise<string> {
  const session = { sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken };
  const url = `${signin}/federation`;
  const body = new URLSearchParams({ Action: 'getSigninToken', Session: JSON.stringify(session) }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const token = await retries.run(
    'getSigninToken',
    async () => {
      const response = await http({ method: 'POST', url, headers, body, signal });
      if (!isSuccess(response)) {
        throw serviceError('signin', response, hostOf(url), [secretAccessKey, sessionToken]);
      }
      const answer = v.safeParse(Answer, parsed(response.body));
      if (!answer.success) {
        throw unexpectedAnswer(hostOf(url), response);
      }
      return answer.output.SigninToken;
    },
    signal,
  );
  const login = {
    Action: 'login',
    ...(issuer && { Issuer: issuer }),
    Destination: destination,
    SigninToken: token,
  };
  return `${url}?${new URLSearchParams(login).toString()}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
