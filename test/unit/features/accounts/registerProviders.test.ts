import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import type { Provider, ProviderChangeEmitter } from '../../../../src/features/accounts/providerOnDemand.ts';
import type { PerProvider } from '../../../../src/features/accounts/registerProviders.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';

const registered = new Map<string, vscode.AuthenticationProvider>();
const taken = new Set<string>();
/** As the editor does with an id that is registered already. */
function register(id: string, provider?: vscode.AuthenticationProvider) {
  if (taken.has(id)) {
    throw new Error(`${id} is taken`);
  }
  registered.set(id, provider!);
  return { dispose: () => void registered.delete(id) };
}
class CancellationError extends Error {}
const stub = {
  CancellationError,
  Disposable: {
    from: (...all: { dispose(): void }[]) => ({ dispose: () => all.forEach((one) => one.dispose()) }),
  },
  authentication: {
    registerAuthenticationProvider: (id: string, _: string, provider: vscode.AuthenticationProvider) =>
      register(id, provider),
  },
  commands: { registerCommand: (id: string) => register(id) },
};
const { registerProviders, registerCommands } = await withStubbedEditor(stub, async () => ({
  ...(await import('../../../../src/features/accounts/registerProviders.ts')),
  ...(await import('../../../../src/features/commands/registerCommands.ts')),
}));

describe('What is registered from the start', () => {
  useStubbedEditor(stub);
  const log = memoryLog();
  let loads: number;
  let provider: Provider;
  beforeEach(() => {
    [registered, taken].forEach((one) => one.clear());
    log.lines.length = 0;
    loads = 0;
    provider = {
      getSessions: () => Promise.resolve([]),
      createSession: () => Promise.reject(new Error('Nobody is there.')),
      removeSession: () => Promise.resolve(),
    };
  });
  const changed = () =>
    ({
      event: () => ({ dispose: () => undefined }),
      dispose: () => undefined,
    }) as unknown as ProviderChangeEmitter;
  const registerAll = () => {
    const changes: PerProvider<ProviderChangeEmitter> = {
      sso: changed(),
      role: changed(),
      console: changed(),
    };
    const load = () => {
      loads++;
      return { sso: provider, role: provider, console: provider };
    };
    return { changes, registration: registerProviders(load, changes, log) };
  };

  it('are three providers, of which nothing is loaded before somebody asks', async () => {
    const { changes, registration } = registerAll();
    assert.deepEqual([...registered.keys()], ['aws-sso', 'aws-sso-role', 'aws-signin']);
    assert.equal(registered.get('aws-sso-role')?.onDidChangeSessions, changes.role.event);
    assert.equal(loads, 0);
    await registered.get('aws-sso')?.getSessions([], {});
    assert.equal(loads, 1);
    registration.dispose();
    assert.equal(registered.size, 0);
  });

  it('go on without an id that another extension has registered first, and say so in the log', () => {
    taken.add('aws-sso-role');
    registerAll();
    assert.deepEqual([...registered.keys()], ['aws-sso', 'aws-signin']);
    assert.deepEqual(log.lines, ['Couldn’t register aws-sso-role: aws-sso-role is taken']);
    taken.add('awsSso.signIn');
    taken.add('awsSso.showLog');
    registerCommands(() => assert.fail(), log as unknown as vscode.LogOutputChannel);
    assert.ok(registered.has('awsSso.signOut') && !registered.has('awsSso.signIn'));
    assert.deepEqual(log.lines.slice(1), [
      'Couldn’t register awsSso.signIn: awsSso.signIn is taken',
      'Couldn’t register awsSso.showLog: awsSso.showLog is taken',
    ]);
  });

  it('never throw to who asks for sessions, whatever goes wrong', async () => {
    registerAll();
    const sso = registered.get('aws-sso');
    for (const broken of [() => Promise.reject(new Error('A mistake.')), () => assert.fail('A mistake.')]) {
      provider = { ...provider, getSessions: broken };
      assert.deepEqual(await sso?.getSessions([], {}), []);
    }
    assert.deepEqual(log.lines, ['A mistake.', 'A mistake.']);
  });

  it('tell the editor in its own way that a person changed their mind, and of other failures as they are', async () => {
    registerAll();
    const create = async () => registered.get('aws-sso')?.createSession([], {});
    await assert.rejects(create(), { message: 'Nobody is there.' });
    provider = {
      ...provider,
      createSession: () => Promise.reject(new AwsSsoError('Cancelled', 'The sign-in was cancelled.')),
    };
    await assert.rejects(create(), CancellationError);
  });
});
