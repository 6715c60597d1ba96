import * as l10n from '@vscode/l10n';
import { portalAddress } from '../../aws/endpoints/startUrl.ts';
import { shown } from '../../base/shown.ts';
import { isBuilderId, noRolesOfBuilderId } from '../../sessions/kinds/builderId.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import type { SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { ACCOUNT_ACCESS_SCOPE, withScopes } from '../../sessions/kinds/scopes.ts';
import type { SignIn } from '../signIn/SignIn.ts';
import { type Picked, decided } from '../roles/pickOne.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { Ui } from '../ui/Ui.ts';
import type { RoleArgument } from '../roles/roleArgument.ts';

interface RoleSessionOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'named' | 'withId' | 'find' | 'serving'>;
  readonly signIn: Pick<SignIn, 'run' | 'choose'>;
  readonly ui: Pick<Ui, 'pick'>;
}

/**
 * Asks for a session with roles, as far as it isn't decided. Signs in where nobody is.
 *
 * @throws AwsSsoError as `askRole`.
 */
export async function askRoleSession(
  { sessions, signIn, ui }: RoleSessionOptions,
  title: string,
  wanted: Pick<RoleArgument, 'session' | 'sessionId'>,
): Promise<Picked<SignedInSession>> {
  const { session: name, sessionId: id } = wanted;
  if (id !== undefined) {
    const config = sessions.withId(id);
    const signedIn = sessions.find(id);
    const isServing = signedIn?.registrationScopes.includes(ACCOUNT_ACCESS_SCOPE) === true;
    return decided(isServing ? signedIn : await signIn.run(withScopes(config, [ACCOUNT_ACCESS_SCOPE])));
  }
  if (name !== undefined) {
    // Says which there are, when there is none of that name.
    sessions.named(name);
  }
  const serving = sessions.serving(name, [ACCOUNT_ACCESS_SCOPE]).filter((one) => !isBuilderId(one));
  const [only, ...others] = serving;
  if (only && others.length === 0) {
    return decided(only);
  }
  if (!only) {
    const config = await signIn.choose(name);
    if (isBuilderId(config)) {
      throw noRolesOfBuilderId();
    }
    return decided(await signIn.run(withScopes(config, [ACCOUNT_ACCESS_SCOPE])));
  }
  const items = serving.map((value) => ({
    label: shown(value.name),
    description: shown(portalAddress(value.startUrl)),
    value,
  }));
  const answer = await ui.pick({
    title,
    canGoBack: false,
    placeholder: l10n.t('Select a session'),
    items,
  });
  if (typeof answer !== 'object') {
    throw cancelled();
  }
  return { value: answer.value, wasAsked: true };
}
