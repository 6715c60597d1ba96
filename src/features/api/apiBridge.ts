import type * as vscode from 'vscode';
import * as v from 'valibot';
import type { AwsSsoApi, AwsSsoExports, EnvironmentOptions, SsoSession } from '../../../api/src/index.ts';
import { type AwsSsoError, isAwsSsoError, messageOf } from '../../base/errors.ts';
import { sameSecret, sha256 } from '../../base/sameSecret.ts';
import { changeOf } from '../accounts/changeOf.ts';
import type { CreateSessionErrors } from '../accounts/CreateSessionErrors.ts';
import { environmentOptions } from './apiOptions.ts';
import { type Answer, type Ask, Known, type Method, Question, Rejection } from './bridgeMessages.ts';
import { asAwsSsoError } from './editorError.ts';
import type { ProcessEnvironment } from './ProcessEnvironment.ts';
import { RefusalPauses } from './RefusalPauses.ts';

export interface ApiBridgeOptions {
  readonly exports: AwsSsoExports;
  readonly load: () => Promise<unknown>;
  /** What the provider hands out as the access token of a session, if that is there. */
  readonly secretOf: (providerId: string, id: string) => string | undefined;
  readonly processes: Pick<ProcessEnvironment, 'expiring'>;
  readonly errors: CreateSessionErrors;
}

/** Where the caller finds, in what it was handed out, what it is not told. */
const SECRETS: Readonly<Partial<Record<Method, Pick<Answer, 'secrets'>>>> = {
  getAccessToken: { secrets: { token: '' } },
  getRoleCredentials: {
    secrets: {
      accessKeyId: 'AccessKeyId',
      secretAccessKey: 'SecretAccessKey',
      sessionToken: 'SessionToken',
    },
  },
  getEnvironment: {
    secrets: {
      AWS_ACCESS_KEY_ID: 'AccessKeyId',
      AWS_SECRET_ACCESS_KEY: 'SecretAccessKey',
      AWS_SESSION_TOKEN: 'SessionToken',
    },
  },
};

/** No more callers are remembered than this, of those who were refused. */
const MOST_REFUSED = 100;

/**
 * The API for callers in other extension hosts, where `exports` do not reach but commands do. Neither who calls a command
 * nor who answers it is known, so no secret goes either way: the caller has its own from its own
 * `authentication.getSession`, with the consent that the editor asked for in its name, and shows a digest of it.
 */
export function apiBridge({ exports, load, secretOf, processes, errors }: ApiBridgeOptions) {
  const refusing = new Map<number, RefusalPauses>();

  return async (question: unknown): Promise<Answer> => {
    let ask: Ask | undefined;
    let refusals = new RefusalPauses();
    try {
      const { version, who = 0, method, options, proof } = v.parse(Question, question);
      refusals = refusing.get(who) ?? refusals;
      const { namespace, proven } = provenBy(proof, secretOf, (asked) => (ask ??= asked));
      const api = exports.getAPI(version as 1, namespace as typeof vscode);
      if (method === 'explain') {
        return failure(explained(who, options));
      }
      await load();
      if (method === 'sessions') {
        return { value: asJson(sessionsSince(options, api.sessions)) };
      }
      const value = await (method === 'getEnvironment'
        ? environment(api, options)
        : (api[method] as Call)(options));
      if (!ask) {
        refusals.forget(proven());
        const secrets = (value ? SECRETS[method] : undefined) ?? {};
        return { value: asJson(withoutSecrets(value, secrets)), ...secrets };
      }
    } catch (error) {
      if (!ask) {
        return failure(error);
      }
    }
    return leftAlone(ask, refusals) ?? { ask };
  };

  /** Child processes of another extension host may run on another machine, where nobody reaches this one. */
  async function environment(api: AwsSsoApi, options: unknown): Promise<object | undefined> {
    const [role, region] = environmentOptions(options as EnvironmentOptions);
    const given = await api.getRoleCredentials(options as EnvironmentOptions);
    return given && processes.expiring({ ...given, expiration: given.expiration.getTime() }, role, region);
  }

  /** What the editor's rejection means, in the caller's extension host. */
  function explained(who: number, options: unknown): AwsSsoError {
    const { name, message, scopes } = v.parse(Rejection, options);
    const error = asAwsSsoError(Object.assign(new Error(message), { name }), errors);
    const refusals = refusing.get(who) ?? new RefusalPauses();
    refusals.add(scopes, error);
    if (refusals.of(scopes)) {
      refusing.set(who, refusals);
    }
    const [oldest] = refusing.keys();
    if (refusing.size > MOST_REFUSED && oldest !== undefined) {
      refusing.delete(oldest);
    }
    return error;
  }
}

type Call = (options: unknown) => ReturnType<AwsSsoApi[Method]>;

/** A caller whose editor has handed out what it proves, once; what else it would be asked for is told. */
function provenBy(
  proof: Question['proof'],
  secretOf: ApiBridgeOptions['secretOf'],
  onAsk: (ask: Ask) => void,
): { readonly namespace: Pick<typeof vscode, 'authentication'>; readonly proven: () => readonly string[] } {
  let first: Ask | undefined;
  const getSession = (
    providerId: string,
    scopes: readonly string[],
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<vscode.AuthenticationSession | undefined> => {
    const accessToken = proof?.providerId === providerId ? secretOf(providerId, proof.id) : undefined;
    if (
      !first &&
      proof &&
      accessToken !== undefined &&
      sameSecret(sha256(accessToken).join(), proof.digest)
    ) {
      first = { providerId, scopes, options };
      return Promise.resolve({ id: proof.id, account: proof.account, accessToken, scopes });
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

/** For whom the person has just refused: what it may have by now, and the refusal. */
function leftAlone(ask: Ask, refusals: RefusalPauses): Answer | undefined {
  const { silent, account } = ask.options;
  const refusal = silent ? undefined : refusals.of(ask.scopes);
  return (
    refusal && {
      ask: { ...ask, options: { silent: true, ...(account ? { account } : {}) } },
      ...failure(refusal),
    }
  );
}

function sessionsSince(options: unknown, sessions: readonly SsoSession[]): object {
  const { before } = v.parse(Known, options) ?? { before: [] };
  const change = changeOf(before as unknown as readonly SsoSession[], asJson(sessions));
  return { sessions, change };
}

/** The caller has them. */
function withoutSecrets(value: unknown, { secrets = {} }: Pick<Answer, 'secrets'>): unknown {
  const isSecret = ([name]: [string, unknown]): boolean => name in secrets;
  return Object.keys(secrets).length > 0 && value
    ? Object.fromEntries(Object.entries(value).filter((entry) => !isSecret(entry)))
    : value;
}

function asJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value ?? null)) as Value;
}

function failure(error: unknown): Answer {
  const code = isAwsSsoError(error)
    ? error.code
    : error instanceof v.ValiError
      ? 'InvalidRequest'
      : 'Service';
  return { error: { code, message: messageOf(error) } };
}
