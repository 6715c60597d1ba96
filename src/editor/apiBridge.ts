import type * as vscode from 'vscode';
import * as v from 'valibot';
import type { AwsSsoApi, AwsSsoErrorCode, AwsSsoExports } from '../../api/src/index.ts';
import { messageOf } from '../base/errors.ts';
import { asAwsSsoError } from './Caller.ts';
import type { ProviderFailures } from './ProviderFailures.ts';

const Question = v.object({
  version: v.number(),
  method: v.picklist([
    'sessions',
    'signIn',
    'getAccessToken',
    'listAccounts',
    'listAccountRoles',
    'getRoleCredentials',
    'explain',
  ]),
  options: v.optional(v.unknown()),
  /** What the editor has handed out to the caller, in the caller's own extension host. */
  proof: v.optional(
    v.object({
      providerId: v.string(),
      id: v.string(),
      accessToken: v.string(),
      account: v.object({ id: v.string(), label: v.string() }),
    }),
  ),
});
type Question = v.InferOutput<typeof Question>;
type Method = Exclude<Question['method'], 'explain' | 'sessions'>;

interface Ask {
  readonly providerId: string;
  readonly scopes: readonly string[];
  readonly options: vscode.AuthenticationGetSessionOptions;
}

/** Plain JSON: nothing else crosses from one extension host to another. */
export type Answer =
  | { readonly value: unknown }
  | { readonly error: { readonly code: AwsSsoErrorCode; readonly message: string } }
  /** What the caller has to ask its editor for. It then repeats the question, with the proof. */
  | { readonly ask: Ask };

export interface BridgeParts {
  readonly exports: AwsSsoExports;
  readonly load: () => Promise<unknown>;
  readonly failures: ProviderFailures;
}

/**
 * The API for callers in other extension hosts, where `exports` do not reach but commands do. Who calls a command is not
 * known, so it opens nothing by itself: a secret is answered with the same secret only, and the caller has that from its own
 * `authentication.getSession`, with the consent that the editor asked for in its name.
 */
export function apiBridge({ exports, load, failures }: BridgeParts): (question: unknown) => Promise<Answer> {
  return async (question) => {
    let ask: Ask | undefined;
    try {
      const { version, method, options, proof } = v.parse(Question, question);
      const namespace = provenBy(proof, (asked) => (ask ??= asked));
      const api = exports.getAPI(version as 1, namespace as typeof vscode);
      if (method === 'explain') {
        return failure(asAwsSsoError(asError(options), failures));
      }
      await load();
      const value: unknown = method === 'sessions' ? api.sessions : await (api[method] as Call)(options);
      return ask ? { ask } : { value: JSON.parse(JSON.stringify(value ?? null)) as unknown };
    } catch (error) {
      return ask ? { ask } : failure(error);
    }
  };
}

type Call = (options: unknown) => ReturnType<AwsSsoApi[Method]>;

/** A caller whose editor has handed out the proof, once; what else it would be asked for is told. */
function provenBy(
  proof: Question['proof'],
  onAsk: (ask: Ask) => void,
): { readonly authentication: Pick<typeof vscode.authentication, 'getSession'> } {
  let first: Ask | undefined;
  const getSession = (
    providerId: string,
    scopes: readonly string[],
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<vscode.AuthenticationSession | undefined> => {
    if (!first && proof?.providerId === providerId) {
      first = { providerId, scopes, options };
      return Promise.resolve({ ...proof, scopes });
    }
    // A proof that was not enough is too old, which is no reason to be silent.
    onAsk(first ?? { providerId, scopes, options });
    return Promise.resolve(undefined);
  };
  return { authentication: { getSession: getSession as typeof vscode.authentication.getSession } };
}

function failure(error: unknown): Answer {
  const { code = 'Service' } = error as { code?: AwsSsoErrorCode };
  return {
    error: { code: error instanceof v.ValiError ? 'InvalidRequest' : code, message: messageOf(error) },
  };
}

/** As the editor rejected in the caller's extension host. */
function asError(options: unknown): Error {
  const { name = 'Error', message = '' } = options as { name?: string; message?: string };
  return Object.assign(new Error(message), { name });
}
