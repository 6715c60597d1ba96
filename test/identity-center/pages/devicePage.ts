import { decide } from '../decide.ts';
import { normalizedUserCode } from '../state/identifiers.ts';
import { standingOf, withUserCode } from '../state/deviceAuthorization.ts';
import { decisions } from './decisions.ts';
import { codeForm, confirmation, outcome, rejectedCodeForm } from './deviceViews.ts';
import { languageOf } from './Language.ts';
import type { Instance } from '../instance.ts';
import type { Route } from '../route.ts';
import type { Answer } from '../wire/answer.ts';
import type { ReceivedRequest } from '../wire/receivedRequest.ts';

/** The verification URI of RFC 8628 section 3.3: type or confirm the code, then allow or deny. */
export const devicePageRoutes: readonly Route[] = [
  { method: 'GET', path: '/device', handle: show },
  { method: 'POST', path: '/device', handle: settle },
];

function show({ store, settings }: Instance, request: ReceivedRequest): Answer {
  const language = languageOf(request);
  const typed = request.query.get('user_code')?.trim();
  if (!typed) return codeForm(language);
  const authorization = withUserCode(store, normalizedUserCode(typed));
  if (!authorization) return rejectedCodeForm(language, typed, 'unknown');
  const standing = standingOf(authorization, settings.clock());
  return standing === 'pending'
    ? confirmation(language, authorization)
    : rejectedCodeForm(language, typed, standing);
}

function settle(instance: Instance, request: ReceivedRequest): Answer {
  const language = languageOf(request);
  const form = new URLSearchParams(request.body);
  const typed = form.get('user_code') ?? '';
  const decision = decisions.get(form.get('decision'));
  if (!decision) return rejectedCodeForm(language, typed, 'undecided');
  const userCode = normalizedUserCode(typed);
  const settled = decide(instance, userCode, decision);
  if (settled !== 'decided') return rejectedCodeForm(language, typed, settled);
  const clientName = withUserCode(instance.store, userCode)?.client.clientName ?? '';
  return outcome(language, decision, clientName);
}
