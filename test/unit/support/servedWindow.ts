import { spawn } from 'node:child_process';
import path from 'node:path';
import { ServedProfiles, type ServedProfilesOptions } from '../../../src/features/served/ServedProfiles.ts';
import type { ServedRole } from '../../../src/features/served/ServedRoles.ts';
import { sessionId } from '../../../src/sessions/kinds/identityCenter.ts';
import { WindowKey } from '../../../src/sessions/windows/WindowKey.ts';
import { FakeUi } from './FakeUi.ts';
import { memoryLog } from './memoryLog.ts';
import { MemorySecrets } from './MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from './memoryWindows.ts';
import { CORP } from './openSessions.ts';

/** What the windows of one editor share. */
export interface ServedEditor {
  readonly folder: string;
  readonly bundle: string;
  readonly secrets: MemorySecrets;
  readonly windows: MemoryWindows;
  readonly lock: MemoryLock;
}

export function servedEditor(folder: string, bundle: string): ServedEditor {
  return {
    ...{ folder, bundle },
    ...{ secrets: new MemorySecrets(), windows: new MemoryWindows(), lock: new MemoryLock() },
  };
}

/** A window of that editor, as far as served profiles are concerned. */
export function servedWindow(
  editor: ServedEditor,
  options: Pick<ServedProfilesOptions, 'credentials'> & Partial<ServedProfilesOptions>,
) {
  const ui = new FakeUi();
  const log = memoryLog();
  const shown: (readonly ServedRole[])[] = [];
  const otherWindows = editor.windows.seenBy((message) => Promise.resolve(served.answer(message)));
  const served: ServedProfiles = new ServedProfiles({
    ...editor,
    globalStorage: editor.folder,
    executable: process.execPath,
    awsConfigFile: path.join(editor.folder, 'config'),
    key: new WindowKey(editor.secrets, log),
    otherWindows,
    sessions: { load: () => Promise.resolve(), known: () => [CORP] },
    signIn: { run: () => Promise.reject(new Error('Nobody signs in here.')) },
    ui,
    onChange: (roles) => shown.push(roles),
    log,
    ...options,
  });
  const close = (): void => {
    otherWindows.close();
    served.dispose();
  };
  return { served, ui, log, shown, close };
}

export const ADMIN: ServedRole = {
  session: sessionId(CORP),
  sessionName: 'corp',
  calledSession: 'corp',
  accountId: '111122223333',
  accountName: 'Production',
  roleName: 'Admin',
  profile: 'prod',
  file: '/home/alice/.aws/config',
};

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** Runs a program to its end. */
export async function runToTheEnd(
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly uid?: number } = {},
): Promise<Ended> {
  const started = performance.now();
  const child = spawn(command, args, options);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  return { code, stdout, stderr, ms: performance.now() - started };
}

/** The arguments with which a profile asks for the role. */
export function argumentsFor({ calledSession, accountId, roleName }: ServedRole): string[] {
  return ['--session', calledSession, '--account', accountId, '--role', roleName];
}
