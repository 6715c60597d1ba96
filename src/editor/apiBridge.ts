import type * as vscode from 'vscode';
import * as v from 'valibot';
import type { AwsSsoApi, AwsSsoErrorCode, AwsSsoExports } from '../../api/src/index.ts';
import { type AwsSsoError, isAwsSsoError, messageOf } from '../base/errors.ts';
import { asAwsSsoError, refused } from './Caller.ts';
import type { ProviderFailures } from './ProviderFailures.ts';
import { Refusals } from './Refusals.ts';

const Question = v.object({
  version: v.number(),
  /** Which caller it is, in its own words: good for nothing but to leave it alone after a refusal. */
  who: v.optional(v.number()),
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
/** What the editor has rejected with, and what it was asked for. */
const Rejection = v.object({
  name: v.optional(v.string(), 'Error'),
  message: v.string(),
  scopes: v.optional(v.array(v.string()), []),
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
  const callers = new Map<number, Refusals>();

  return async (question) => {
    let ask: Ask | undefined;
    let refusals = new Refusals();
    const asking = (): Answer | undefined =>
      ask && (!ask.options.silent && refusals.holds(ask.scopes) ? failure(refused()) : { ask });
    try {
      const { version, who, method, options, proof } = v.parse(Question, question);
      if (who !== undefined) {
        refusals = callers.get(who) ?? refusals;
        callers.set(who, refusals);
      }
      const { namespace, proven } = provenBy(proof, (asked) => (ask ??= asked));
      const api = exports.getAPI(version as 1, namespace as typeof vscode);
      if (method === 'explain') {
        return failure(explained(options, refusals));
      }
      await load();
      const value: unknown = method === 'sessions' ? api.sessions : await (api[method] as Call)(options);
      if (!ask) {
        refusals.forget(proven());
      }
      return asking() ?? { value: JSON.parse(JSON.stringify(value ?? null)) as unknown };
    } catch (error) {
      return asking() ?? failure(error);
    }
  };

  /** What the editor's rejection means, in the caller's extension host. */
  function explained(options: unknown, refusals: Refusals): AwsSsoError {
    const { name, message, scopes } = v.parse(Rejection, options);
    const error = asAwsSsoError(Object.assign(new Error(message), { name }), failures);
    if (isAwsSsoError(error, 'ConsentDenied')) {
      refusals.add(scopes);
    }
    return error;
  }
}

type Call = (options: unknown) => ReturnType<AwsSsoApi[Method]>;

/** A caller whose editor has handed out the proof, once; what else it would be asked for is told. */
function provenBy(
  proof: Question['proof'],
  onAsk: (ask: Ask) => void,
): { readonly namespace: Pick<typeof vscode, 'authentication'>; readonly proven: () => readonly string[] } {
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
  return {
    namespace: { authentication: { getSession } as unknown as typeof vscode.authentication },
    proven: () => first?.scopes ?? [],
  };
}

function failure(error: unknown): Answer {
  const code = isAwsSsoError(error)
    ? error.code
    : error instanceof v.ValiError
      ? 'InvalidRequest'
      : 'Service';
  return { error: { code, message: messageOf(error) } };
}
