import { Retries } from '../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { SsoPortal } from '../../../src/aws/services/SsoPortal.ts';
import { NEVER } from '../../../src/base/never.ts';
import { fetchClient } from '../../../src/http/client/fetchClient.ts';
import { authorize } from '../../../src/sessions/kinds/authorize.ts';
import type { SessionConfig } from '../../../src/sessions/kinds/identityCenter.ts';
import { IdentityCenterSessions } from '../../../src/sessions/kinds/IdentityCenterSessions.ts';
import { Registrations } from '../../../src/sessions/kinds/Registrations.ts';
import type { SessionServices } from '../../../src/sessions/kinds/SessionServices.ts';
import { portalAccess } from '../../../src/sessions/portal/portalAccess.ts';
import { RoleCredentialsCache } from '../../../src/sessions/portal/RoleCredentialsCache.ts';
import type { IdentityCenter } from '../../identity-center/server.ts';
import { blindPrompt } from '../../unit/support/blindPrompt.ts';
import { memoryLog } from '../../unit/support/memoryLog.ts';
import type { ServedEditor } from '../../unit/support/servedWindow.ts';
import { servedWindow } from '../../unit/support/servedWindow.ts';

/** A window with real sessions at the local Identity Center, which serves profiles. */
export function signedInWindow(editor: ServedEditor, center: IdentityCenter, awsConfigFile: string) {
  const log = memoryLog();
  const http = fetchClient();
  const { secrets, lock } = editor;
  const registrations = new Registrations(secrets, log);
  const { startUrl, region, oidc: endpoint } = center;
  const config: SessionConfig = {
    ...{ name: 'corp', startUrl, region, registrationScopes: ['sso:account:access'] },
  };
  const oidc = new SsoOidc(http, endpoint, new Retries());
  const services = (): Promise<SessionServices> =>
    Promise.resolve({
      oidc,
      authorize: (wanted, prompt, signal) =>
        authorize(wanted, { oidc, endpoint, registrations, prompt, signal, log }),
      issuer: endpoint,
      portalBehind: () => Promise.reject(new Error('The portal has no domain of its own here.')),
      portalIssuer: center.portal,
      portal: new SsoPortal(http, center.portal, new Retries()),
    });
  const sessions = new IdentityCenterSessions({
    ...{ secrets, lock, services, log },
    otherWindows: { ask: () => Promise.resolve([]) },
    sharing: { isOn: () => false, cache: undefined, files: () => [] },
    configured: () => [config],
    loadConfigured: () => Promise.resolve(),
    onChange: ({ added }) => window.served.update(added),
    onEnded: () => undefined,
  });
  const atPortal = portalAccess(sessions);
  const window = servedWindow(editor, {
    credentials: new RoleCredentialsCache(atPortal),
    sessions,
    signIn: { run: () => signIn() },
    awsConfigFile,
  });
  const signIn = () => {
    const show = ({ userCode }: { userCode: string }): void => center.approve(userCode);
    return sessions.signIn(config, { ...blindPrompt(), show }, NEVER);
  };
  return { ...window, sessions, config, signIn };
}
