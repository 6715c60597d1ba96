import { decide } from '../decide.ts';
import { normalizedUserCode } from '../state/identifiers.ts';
import { standingOf, withUserCode } from '../state/deviceAuthorization.ts';
import { decisions } from './decisions.ts';
import { codeForm, confirmation, outcome, rejectedCodeForm } from './deviceViews.ts';
import type { Instance } from '../instance.ts';
import type { Route } from '../route.ts';
import type { Answer } from '../wire/answer.ts';
import type { ReceivedRequest } from '../wire/receivedRequest.ts';

/** The verification URI of RFC 8628 section 3.3: type or confirm the code, then allow or deny. */
export const devicePageRoutes: readonly Route[] = [
  { method: 'GET', path: '/device', handle: show },
  { method: 'POST', path: '/device', handle: settle },
];

function show({ store, settings }: Instance, { query }: ReceivedRequest): Answer {
  const typed = query.get('user_code')?.trim();
  if (!typed) return codeForm();
  const authorization = withUserCode(store, normalizedUserCode(typed));
  if (!authorization) return rejectedCodeForm(typed, 'unknown');
  const standing = standingOf(authorization, settings.clock());
  return standing === 'pending' ? confirmation(authorization) : rejectedCodeForm(typed, standing);
}

function settle(instance: Instance, { body }: ReceivedRequest): Answer {
  const form = new URLSearchParams(body);
  const typed = form.get('user_code') ?? '';
  const decision = decisions.get(form.get('decision'));
  if (!decision) return rejectedCodeForm(typed, 'undecided');
  const userCode = normalizedUserCode(typed);
  const settled = decide(instance, userCode, decision);
  if (settled !== 'decided') return rejectedCodeForm(typed, settled);
  const clientName = withUserCode(instance.store, userCode)?.client.clientName ?? '';
  return outcome(decision, clientName);
}
