import type { Options } from './Options.ts';
import { fail, NAME } from './fail.ts';
import { fromJson, toJson } from './json.ts';
import { isOfRole } from './wanted.ts';

type Json = Readonly<Record<string, unknown>>;

export function misfit(): never {
  fail(`${NAME} gave an answer that does not fit the question.`);
}

/**
 * The answer to a question. Secrets are those that the caller's own editor has given: who answers the command has none to give.
 *
 * @throws Error `Service` when it is no answer to that question.
 */
export function answered(
  method: string,
  { session, accountId }: Options = {},
  value: Json,
  held = '',
): unknown {
  if (isOfRole(method)) {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = fromJson(held || misfit()) as Json;
    // Nothing else gets into the process: whoever answers could have it load code of theirs.
    const isFit = ([name, set]: [string, unknown]): boolean =>
      /^AWS_(\w+=null|(DEFAULT_)?REGION="[\w-]+")$/.test(`${name}=${toJson(set)}`);
    return method === 'getRoleCredentials'
      ? {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
          expiration: Expiration,
          accountId,
        }
      : {
          ...Object.fromEntries(Object.entries(value).filter(isFit)),
          AWS_ACCESS_KEY_ID: AccessKeyId,
          AWS_SECRET_ACCESS_KEY: SecretAccessKey,
          AWS_SESSION_TOKEN: SessionToken,
          AWS_CREDENTIAL_EXPIRATION: Expiration,
        };
  }
  if (method === 'getAccessToken') {
    const { session: name, expiration } = value;
    const isSession = typeof name === 'string' && name === (session ?? name);
    return isSession && held && Date.parse(expiration as string)
      ? { token: held, tokenType: 'Bearer', expiration, session: name }
      : misfit();
  }
  const isText = (...texts: unknown[]): boolean => texts.every((text) => typeof text === 'string');
  const isAccount = (item: Json): boolean => /^\d{12}$/.test(item['accountId'] as string);
  const isRole = (item: Json): boolean => item['accountId'] === accountId && isText(item['roleName']);
  const isKnown = ({ id, name, startUrl, region }: Json): boolean => isText(id, name, startUrl, region);
  const isAll = (list: unknown, isOne: (item: Json) => boolean): boolean =>
    Array.isArray(list) && list.every((item: Json | null) => item && isOne(item));
  const isFit =
    method === 'sessions'
      ? [value['sessions'], ...Object.values<unknown>((value['change'] as Json | undefined) ?? {})].every(
          (list) => isAll(list, isKnown),
        )
      : method === 'signIn'
        ? isKnown(value) && value['name'] === (session ?? value['name'])
        : isAll(value, method === 'listAccounts' ? isAccount : isRole);
  return isFit ? value : misfit();
}
