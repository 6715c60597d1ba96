import * as v from 'valibot';
import type { HttpRequest } from '../../http/client/HttpClient.ts';
import { isSuccess, RestJsonClient, WholeNumber } from './RestJsonClient.ts';
import type { Operation } from './retries.ts';
import { serviceError, unexpectedAnswer } from './serviceError.ts';

/** The most that the service gives at once. */
const PAGE_SIZE = '100';

/** More accounts than an organization can have, and than anybody waits for. */
const MAX_PAGES = 1_000;

const Account = v.object({
  accountId: v.string(),
  accountName: v.optional(v.string()),
  emailAddress: v.optional(v.string()),
});

const Role = v.object({ roleName: v.string(), accountId: v.optional(v.string()) });

const RoleCredentials = v.object({
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  sessionToken: v.string(),
  /** Epoch milliseconds: the only time of these APIs that is not in seconds. */
  expiration: WholeNumber,
});

const ListAccountsAnswer = v.object({ accountList: v.array(Account), nextToken: v.optional(v.string()) });
const ListAccountRolesAnswer = v.object({ roleList: v.array(Role), nextToken: v.optional(v.string()) });
const GetRoleCredentialsAnswer = v.object({ roleCredentials: RoleCredentials });

export type Account = v.InferOutput<typeof Account>;
export type Role = v.InferOutput<typeof Role>;
export type RoleCredentials = v.InferOutput<typeof RoleCredentials>;

/**
 * The IAM Identity Center portal API, version 2019-06-10, for the holder of one access token.
 *
 * Every method throws AwsSsoError: `NotSignedIn` when the service no longer accepts the token, `RoleNotAssigned`,
 * `Throttled`, `InvalidRequest`, `Service`, `Network`; the signal's reason when aborted.
 */
export class SsoPortal extends RestJsonClient {
  /** API operation ListAccounts, page by page as they are asked for. */
  async *listAccounts(accessToken: string, signal: AbortSignal): AsyncGenerator<Account, void, void> {
    const pages = this.#pages(
      'ListAccounts',
      '/assignment/accounts',
      {},
      accessToken,
      ListAccountsAnswer,
      signal,
    );
    for await (const { accountList } of pages) {
      yield* accountList;
    }
  }

  /** API operation ListAccountRoles, page by page as they are asked for. */
  async *listAccountRoles(
    accessToken: string,
    accountId: string,
    signal: AbortSignal,
  ): AsyncGenerator<Role, void, void> {
    const query = { account_id: accountId };
    const pages = this.#pages(
      'ListAccountRoles',
      '/assignment/roles',
      query,
      accessToken,
      ListAccountRolesAnswer,
      signal,
    );
    for await (const { roleList } of pages) {
      yield* roleList;
    }
  }

  /** API operation GetRoleCredentials. */
  async getRoleCredentials(
    accessToken: string,
    { accountId, roleName }: { accountId: string; roleName: string },
    signal: AbortSignal,
  ): Promise<RoleCredentials> {
    const url = this.#url('/federation/credentials', { account_id: accountId, role_name: roleName });
    const answer = await this.#get('GetRoleCredentials', url, accessToken, GetRoleCredentialsAnswer, signal);
    return answer.roleCredentials;
  }

  /** API operation Logout: ends the access token's session at the service. */
  logout(accessToken: string, signal: AbortSignal): Promise<void> {
    const url = this.#url('/logout', {});
    const attempt = async (): Promise<void> => {
      const response = await this.http({ method: 'POST', url, headers: bearer(accessToken), signal });
      const { host } = new URL(url);
      if (!isSuccess(response)) {
        throw serviceError('sso', response, host, [accessToken]);
      }
      if (/^\s*</.test(response.body)) {
        throw unexpectedAnswer(host, response);
      }
    };
    return this.retries.run('Logout', attempt, signal);
  }

  /** Each page asks for the next one by the token that came with it. */
  async *#pages<Schema extends v.GenericSchema<unknown, { nextToken?: string | undefined }>>(
    operation: Operation,
    path: string,
    query: Readonly<Record<string, string>>,
    accessToken: string,
    schema: Schema,
    signal: AbortSignal,
  ): AsyncGenerator<v.InferOutput<Schema>, void, void> {
    const seen = new Set<string>();
    let nextToken: string | undefined;
    do {
      const url = this.#url(path, { ...query, max_result: PAGE_SIZE, next_token: nextToken });
      const page = await this.#get(operation, url, accessToken, schema, signal);
      yield page;
      nextToken = page.nextToken || undefined;
      if (nextToken !== undefined && (seen.has(nextToken) || seen.size === MAX_PAGES - 1)) {
        // It would go on for ever.
        throw unexpectedAnswer(new URL(url).host);
      }
      seen.add(nextToken ?? '');
    } while (nextToken !== undefined);
  }

  #get<Schema extends v.GenericSchema>(
    operation: Operation,
    url: string,
    accessToken: string,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<v.InferOutput<Schema>> {
    const request = { method: 'GET', url, headers: bearer(accessToken), signal } as const;
    return this.call('sso', operation, () => request, schema, signal);
  }

  /** Encodes by RFC 3986: page tokens hold `+`, `/` and `=`, and a space is `%20`. */
  #url(path: string, query: Readonly<Record<string, string | undefined>>): string {
    const pairs = Object.entries(query)
      .filter((pair): pair is [string, string] => pair[1] !== undefined)
      .map(([name, value]) => `${name}=${encodeRfc3986(value)}`);
    return this.endpoint + path + (pairs.length > 0 ? `?${pairs.join('&')}` : '');
  }
}

/** Whether it is a request for a page of a list, which can wait. */
export function isListing({ url }: HttpRequest): boolean {
  return new URL(url).pathname.includes('/assignment/');
}

/** The token as it is, in a header of the service's own. */
function bearer(accessToken: string): Record<string, string> {
  return { 'x-amz-sso_bearer_token': accessToken };
}

function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
