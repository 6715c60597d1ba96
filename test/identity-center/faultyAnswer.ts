import { isOidcError, OidcException, oidcExceptionAnswer } from './wire/oidcException.ts';
import { isPortalError, PortalException, portalExceptionAnswer } from './wire/portalException.ts';
import { isSigninError, SigninException, signinExceptionAnswer } from './wire/signinException.ts';
import type { Fault } from './faults.ts';
import type { Answer } from './wire/answer.ts';

/** The answer that stands in for the operation's own, for the faults that have one. */
export function substituteFor(operation: string, fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'status':
      return { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '', isForeign: true };
    case 'error': {
      const answer = exceptionAnswer(operation, fault.error);
      return { ...answer, headers: { ...answer.headers, ...fault.headers } };
    }
    case 'html':
      return htmlAnswer(fault.status);
    default:
      return undefined;
  }
}

/** What becomes of the operation's own answer. `undefined` is none at all. */
export function spoiled(fault: Fault, answer: Answer): Answer | undefined {
  const half = Math.floor(answer.body.length / 2);
  switch (fault.kind) {
    case 'dropAfter':
      return undefined;
    case 'dropWithin':
      return answer.body === '' ? undefined : { ...answer, breaksOffAt: half };
    case 'cut':
      return { ...answer, body: answer.body.slice(0, half) };
    case 'oversized':
      return { ...answer, body: answer.body + ' '.repeat(fault.bytes ?? 16 * 1024 * 1024) };
    case 'contentType':
      return { ...answer, headers: { ...answer.headers, 'Content-Type': fault.type } };
    case 'doubledHeaders':
      return { ...answer, isDoubled: true };
    default:
      return answer;
  }
}

/** `server_error` is an exception of two services; the operation tells which is meant. */
function exceptionAnswer(operation: string, error: string): Answer {
  if (operation === 'CreateOAuth2Token' && isSigninError(error)) {
    return signinExceptionAnswer(new SigninException(error));
  }
  if (isOidcError(error)) return oidcExceptionAnswer(new OidcException(error));
  if (isPortalError(error)) return portalExceptionAnswer(new PortalException(error));
  throw new TypeError(`No exception of ${operation} is named ${error}`);
}

/** What a proxy, a captive portal or a load balancer says in place of the service. */
function htmlAnswer(status: number): Answer {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    ...(status === 407 && { 'Proxy-Authenticate': 'Basic realm="proxy"' }),
  };
  const body = `<!doctype html><html lang="en"><title>${status}</title><p>This is not the service.</p></html>\n`;
  return { status, headers, body, isForeign: true };
}
