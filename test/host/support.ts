import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AwsSsoApi, AwsSsoExports, SsoSession } from '../../api/src/index.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';

export const EXTENSION_ID = 'sso-signin.aws-sso';

export function extension(): vscode.Extension<AwsSsoExports> {
  const found = vscode.extensions.getExtension<AwsSsoExports>(EXTENSION_ID);
  assert.ok(found, 'The extension is installed.');
  return found;
}

/** The user's settings, as far as this extension reads them. */
export async function configure(settings: {
  sessions?: unknown;
  endpoints?: unknown;
  importAwsConfig?: unknown;
  shareTokensWithAwsCli?: unknown;
}): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    await vscode.workspace.getConfiguration('awsSso').update(name, value, vscode.ConfigurationTarget.Global);
  }
}

/** A local Identity Center for the tests of a suite, to which the sessions `corp` and `lab` lead. */
export function useIdentityCenter(): () => IdentityCenter {
  let center: IdentityCenter | undefined;
  before(async () => {
    center = await startIdentityCenter({ interval: 0.2 });
    const { oidc, portal, startUrl, region } = center;
    await configure({
      endpoints: { oidc, portal },
      sessions: [
        { name: 'corp', startUrl, region },
        { name: 'lab', startUrl: `${startUrl}/`, region },
      ],
    });
  });
  beforeEach(() => center?.healthy());
  after(async () => {
    await center?.stop();
    await configure({ endpoints: undefined, sessions: undefined });
  });
  return () => {
    assert.ok(center, 'The Identity Center runs inside tests only.');
    return center;
  };
}

export async function api(): Promise<AwsSsoApi> {
  return (await extension().activate()).getAPI(1, vscode);
}

/** Approves the next code that is shown. */
export async function approveNext(center: IdentityCenter): Promise<void> {
  const code = await waitFor('a code to approve', () => center.pendingUserCodes[0]);
  center.approve(code);
}

export async function signIn(center: IdentityCenter, session: string): Promise<SsoSession> {
  const [signedIn] = await Promise.all([
    vscode.commands.executeCommand<SsoSession | undefined>('awsSso.signIn', { session }),
    approveNext(center),
  ]);
  assert.ok(signedIn, 'The command resolves to the session.');
  return signedIn;
}

/** Signs out of the session, as somebody who agrees to that. */
export async function signOut(session: string): Promise<void> {
  await answering('Sign Out', () => vscode.commands.executeCommand('awsSso.signOut', { session }));
}

/**
 * Runs something, and answers the modal dialogs that the extension shows meanwhile, since the editor shows none in tests.
 *
 * @param button the one that is pressed; none: the dialogs are closed.
 * @returns what they said.
 */
export async function answering(
  button: string | undefined,
  run: () => Thenable<unknown>,
): Promise<readonly string[]> {
  const { showWarningMessage } = vscode.window;
  const asked: string[] = [];
  const answer = (text: string, options: vscode.MessageOptions, ...buttons: string[]) => {
    if (options?.modal !== true) {
      return showWarningMessage(text, options, ...buttons);
    }
    asked.push(`${text}\n${options.detail}`);
    assert.ok(button === undefined || buttons.includes(button), `${button} among ${buttons.join()}`);
    return Promise.resolve(button);
  };
  Object.defineProperty(vscode.window, 'showWarningMessage', { configurable: true, value: answer });
  try {
    await run();
  } finally {
    Object.defineProperty(vscode.window, 'showWarningMessage', {
      configurable: true,
      value: showWarningMessage,
    });
  }
  return asked;
}

/** Runs something that asks for a role, as somebody who gives it. */
export async function givingRole<Result>(run: () => Thenable<Result>): Promise<Result> {
  let result: { readonly value: Result } | undefined;
  await answering('Give Role', async () => {
    result = { value: await run() };
  });
  assert.ok(result);
  return result.value;
}

export async function signOutOfAll(): Promise<void> {
  for (const { name, signedIn } of (await api()).sessions) {
    if (signedIn) {
      await signOut(name);
    }
  }
}
