import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { spoiled, substituteFor } from './faultyAnswer.ts';
import { routeOf } from './routes.ts';
import { emptyAnswer } from './wire/answer.ts';
import { OidcException, oidcExceptionAnswer } from './wire/oidcException.ts';
import { received, targetOf } from './wire/receivedRequest.ts';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Faults } from './faults.ts';
import type { Instance } from './instance.ts';
import type { Route } from './route.ts';
import type { Answer } from './wire/answer.ts';

export interface RequestRecord {
  /** Epoch milliseconds of its arrival, by the Identity Center's clock. */
  readonly at: number;
  readonly method: string;
  /** With the query, as it was sent. */
  readonly path: string;
  /** The API operation. Pages have none. */
  operation?: string;
  /** The grant type that tokens are asked for with. */
  grant?: string;
  /** 0 until it is answered, and for good if the connection was dropped. */
  status: number;
  /** The `error` of sso-oidc and AWS Sign-In, the exception's name of the portal. */
  error?: string;
}

/** Takes each request through its record, the fault that waits for it, its route, and back onto the wire. */
export function requestListener(
  instance: Instance,
  faults: Faults,
  requests: RequestRecord[],
  stopped: AbortSignal,
): RequestListener {
  const { clock } = instance.settings;

  async function listen(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = incoming;
    const target = targetOf(path);
    const route = routeOf(method, target.path, target.query);
    const record: RequestRecord = {
      at: clock(),
      method,
      path,
      ...(route.operation !== undefined && { operation: route.operation }),
      status: 0,
    };
    requests.push(record);
    const answer = await answerTo(incoming, route, record).catch((error: unknown) => {
      if (stopped.aborted || !incoming.complete) return undefined;
      console.error(error);
      return oidcExceptionAnswer(new OidcException('server_error'));
    });
    if (!answer) return void incoming.socket.destroy();
    record.status = answer.status;
    if (answer.error !== undefined) record.error = answer.error;
    send(response, answer, new Date(clock() + faults.dateSkewMs));
  }

  /** `undefined` where the client is to see its connection break instead. */
  async function answerTo(
    incoming: IncomingMessage,
    route: Route,
    record: RequestRecord,
  ): Promise<Answer | undefined> {
    const request = await received(incoming);
    if (request === 'too large') return emptyAnswer(413);
    const grant = route.operation === 'CreateToken' ? grantIn(request.body) : undefined;
    if (grant !== undefined) record.grant = grant;
    const operation = operationOf(route, request.body);
    if (operation !== undefined) record.operation = operation;
    const fault = operation === undefined ? undefined : faults.take(operation);
    if (operation === undefined || !fault) return route.handle(instance, request);
    if (fault.kind === 'drop') return undefined;
    if (fault.kind === 'delay') await sleep(fault.ms, undefined, { signal: stopped });
    if (fault.kind === 'delayBefore' && !(await staysFor(fault.ms, incoming))) return undefined;
    const substitute = substituteFor(operation, fault);
    if (substitute && !('after' in fault && fault.after)) return substitute;
    const answer = route.handle(instance, request);
    if (fault.kind === 'delayAfter' && !(await staysFor(fault.ms, incoming))) return undefined;
    return substitute ?? spoiled(fault, answer);
  }

  /** Whether the client is still there after that time, or after the end of all faults. */
  async function staysFor(ms: number, { socket }: IncomingMessage): Promise<boolean> {
    const gone = new AbortController();
    const leave = () => gone.abort();
    socket.once('close', leave);
    const awake = AbortSignal.any([stopped, faults.over, gone.signal]);
    await sleep(ms, undefined, { signal: awake }).catch(() => stopped.throwIfAborted());
    socket.off('close', leave);
    return !socket.destroyed;
  }

  return (incoming, response) => void listen(incoming, response);
}

function operationOf({ operation, actions }: Route, body: string): string | undefined {
  const action = actions && new URLSearchParams(body).get('Action');
  return action && actions.includes(action) ? action : operation;
}

/** Nothing that does not look like the name of a grant, which could be a secret. */
function grantIn(body: string): string | undefined {
  return /"grantType"\s*:\s*"([a-z_:-]{1,60})"/.exec(body)?.[1];
}

function send(
  response: ServerResponse,
  { status, headers, body, breaksOffAt, isForeign, isDoubled }: Answer,
  date: Date,
): void {
  const all: Record<string, string> = {
    Date: date.toUTCString(),
    ...(!isForeign && { 'x-amzn-RequestId': randomUUID() }),
    ...headers,
  };
  const fields = Object.entries(all).flatMap(([name, value]) =>
    isDoubled ? [name, value, name, value] : [name, value],
  );
  response.writeHead(status, ['Content-Length', String(Buffer.byteLength(body)), ...fields]);
  if (breaksOffAt === undefined) return void response.end(body);
  response.write(body.slice(0, breaksOffAt), () => response.destroy());
}
