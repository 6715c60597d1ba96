import assert from 'node:assert/strict';
import { consoleRole, terminalSources } from '../../../../src/features/terminals/terminalSources.ts';
import type { TerminalRole } from '../../../../src/features/terminals/terminalMemory.ts';
import { consoleId, type SignedInConsole } from '../../../../src/sessions/kinds/console.ts';
import { ALICE, tokens } from '../../support/openConsoles.ts';

describe('terminalSources', () => {
  const ROLE: TerminalRole = {
    session: 'abc',
    sessionName: 'corp',
    accountId: '111122223333',
    roleName: 'R',
  };
  const OF_ROLE = { accessKeyId: 'ASIAROLE', secretAccessKey: 's', sessionToken: 't', expiration: 1 };

  function open(session: SignedInConsole) {
    const asked: string[] = [];
    const note = <Result>(what: string, result: Result): Result => {
      asked.push(what);
      return result;
    };
    const sources = terminalSources({
      sessions: {
        load: () => note('load sso', Promise.resolve()),
        find: (id) => note(`find sso ${id}`, undefined),
        fresh: (id) => note(`fresh sso ${id}`, Promise.reject(new Error('no session'))),
      },
      roles: {
        get: (role) => note(`get ${role.roleName}`, Promise.resolve(OF_ROLE)),
        left: (role) => note(`left ${role.roleName}`, OF_ROLE),
      },
      consoles: {
        load: () => note('load console', Promise.resolve()),
        find: (id) => note('find console', id === consoleId(session) ? session : undefined),
        fresh: () => note('fresh console', Promise.resolve(session)),
      },
    });
    return { sources, asked };
  }

  const signedIn = (): SignedInConsole => ({ ...ALICE, ...tokens(), revision: 1 });

  it('are the roles of sessions, as before', async () => {
    const { sources, asked } = open(signedIn());
    await sources.sessions.load();
    sources.sessions.find('abc');
    await assert.rejects(sources.sessions.fresh('abc'));
    assert.equal(await sources.roles.get(ROLE), OF_ROLE);
    assert.equal(sources.roles.left(ROLE), OF_ROLE);
    assert.deepEqual(asked, ['load sso', 'load console', 'find sso abc', 'fresh sso abc', 'get R', 'left R']);
  });

  it('are console sessions, by the user’s name', async () => {
    const session = signedIn();
    const { sources, asked } = open(session);
    const role = consoleRole(session);
    assert.deepEqual([role.sessionName, role.accountId, role.roleName], [ALICE.arn, '111122223333', 'alice']);
    assert.equal(sources.sessions.find(role.session), session);
    const { accessKeyId, expiration } = await sources.roles.get(role);
    assert.deepEqual([accessKeyId, expiration], ['ASIA1', session.expiresAt]);
    assert.equal(sources.roles.left(role)?.accessKeyId, 'ASIA1');
    assert.ok(!asked.some((what) => what.includes('sso') || what.includes('get')));
  });

  it('leave nothing of console credentials that have expired', () => {
    const session = { ...signedIn(), expiresAt: Date.now() - 1 };
    const { sources } = open(session);
    assert.equal(sources.roles.left(consoleRole(session)), undefined);
  });
});
