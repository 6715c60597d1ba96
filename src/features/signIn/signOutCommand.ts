import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { userOfArn } from '../../aws/endpoints/consoleArn.ts';
import { portalAddress } from '../../aws/endpoints/startUrl.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { shown } from '../../base/shown.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { consoleId, consoleLabel, type SignedInConsole } from '../../sessions/kinds/console.ts';
import { sessionId, sessionLabel, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { PickItem, Ui } from '../ui/Ui.ts';

export interface SignOutOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'stored' | 'signOut'>;
  readonly consoles: Pick<ConsoleSessions, 'load' | 'stored' | 'signOut'>;
  readonly ui: Pick<Ui, 'show' | 'pick'>;
}

/** A session that can be signed out of. */
interface Candidate {
  readonly id: string;
  /** By which a caller names it: for a console session, its ARN. */
  readonly name: string;
  readonly label: string;
  readonly item: { readonly label: string; readonly description: string };
  readonly signOut: () => Promise<unknown>;
}

const Proposal = v.strictObject({ session: v.optional(v.string()) });

/**
 * Signs out of the session that the argument names, or that the person picks. Asks first, in a modal dialog:
 * a program can press Enter in a list, and what has the focus in our view.
 *
 * @param isNode whether the argument is a node of our own view.
 * @throws AwsSsoError `Cancelled`; `InvalidRequest` for an argument of another form; as `signOut` of the sessions.
 */
export async function signOutCommand(
  { sessions, consoles, ui }: SignOutOptions,
  argument: unknown,
  isNode: (argument: unknown) => argument is { readonly sessionId: string },
): Promise<void> {
  const node = isNode(argument) ? argument : undefined;
  const name = node ? undefined : nameIn(argument);
  await Promise.all([sessions.load(), consoles.load()]);
  const all = [
    ...sessions.stored().map((session) => ofIdentityCenter(session, sessions)),
    ...consoles.stored().map((session) => ofConsole(session, consoles)),
  ];
  const candidates = all.filter((one) =>
    node ? one.id === node.sessionId : (name ?? one.name) === one.name,
  );
  const [only, ...others] = candidates;
  if (!only) {
    const text =
      name === undefined ? l10n.t('You’re not signed in.') : l10n.t('You’re not signed in to “{0}”.', name);
    void ui.show({ severity: 'information', text });
    return;
  }
  const chosen = others.length === 0 ? [only] : await pickSessions(candidates, ui);
  await confirm(chosen, ui);
  // One that fails is out of use all the same, and must not keep the others from being signed out.
  const results = await Promise.allSettled(chosen.map(({ signOut }) => signOut()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
  const [first, ...rest] = chosen;
  const text =
    first && rest.length === 0
      ? l10n.t('Signed out of {0}.', first.label)
      : l10n.t('Signed out of {0} sessions.', chosen.length);
  void ui.show({ severity: 'information', text });
}

function nameIn(argument: unknown): string | undefined {
  const proposal = v.safeParse(Proposal, argument ?? {});
  if (!proposal.success) {
    throw new AwsSsoError('InvalidRequest', l10n.t('The argument must look like {0}.', '{ session? }'));
  }
  return proposal.output.session;
}

async function confirm(chosen: readonly Candidate[], ui: Pick<Ui, 'show'>): Promise<void> {
  const button = l10n.t('Sign Out');
  const labels = chosen.map(({ label }) => shown(label)).join(', ');
  const pressed = await ui.show({
    severity: 'warning',
    text: l10n.t('Sign out of {0}?', labels),
    detail: l10n.t('Terminals and extensions that use this session lose access.'),
    buttons: [button],
  });
  if (pressed !== button) {
    throw cancelled();
  }
}

function ofIdentityCenter(session: SignedInSession, sessions: SignOutOptions['sessions']): Candidate {
  const id = sessionId(session);
  return {
    id,
    name: session.name,
    label: sessionLabel(session),
    item: { label: shown(session.name), description: shown(portalAddress(session.startUrl)) },
    signOut: () => sessions.signOut(id),
  };
}

function ofConsole(session: SignedInConsole, consoles: SignOutOptions['consoles']): Candidate {
  const id = consoleId(session);
  const label = consoleLabel(session);
  return {
    id,
    name: session.arn,
    label,
    item: { label: shown(userOfArn(session.arn)), description: l10n.t('AWS console, {0}', label) },
    signOut: () => consoles.signOut(id),
  };
}

async function pickSessions(
  candidates: readonly Candidate[],
  ui: Pick<Ui, 'pick'>,
): Promise<readonly Candidate[]> {
  const items: (PickItem & { readonly chosen: readonly Candidate[] })[] = [
    ...candidates.map((one) => ({ ...one.item, chosen: [one] })),
    { label: l10n.t('$(sign-out) All Sessions'), description: '', chosen: candidates },
  ];
  const choice = await ui.pick({
    title: l10n.t('Sign Out'),
    canGoBack: false,
    placeholder: l10n.t('Select a session to sign out of'),
    items,
  });
  if (typeof choice !== 'object') {
    throw cancelled();
  }
  return choice.chosen;
}
