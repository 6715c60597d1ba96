import assert from 'node:assert/strict';
import type { RoleArgument } from '../../../../src/features/roles/roleArgument.ts';
import { askRole, askRoleOrBack, type RoleOptions } from '../../../../src/features/roles/askRole.ts';
import type { ChooseOptions } from '../../../../src/features/signIn/questions/SessionChooser.ts';
import type { RunOptions } from '../../../../src/features/signIn/SignInController.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { BUILDER_ID } from '../../../../src/sessions/kinds/builderId.ts';
import {
  type SessionConfig,
  sessionId,
  type SignedInSession,
} from '../../../../src/sessions/kinds/identityCenter.ts';
import { BACK, type PickItem } from '../../../../src/features/ui/Ui.ts';
import type { SessionRole } from '../../../../src/sessions/portal/RoleCredentialsCache.ts';
import { favourites } from '../../support/favourites.ts';
import type { TerminalRole } from '../../../../src/features/terminals/terminalMemory.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { CORP, LAB } from '../../support/openSessions.ts';
import { DEPLOY_CHAIN, NO_CHAINS } from '../../support/roleChain.ts';

const TITLE = 'Use Role in Terminals';
const PRODUCTION = { accountId: '111122223333', accountName: 'Production', emailAddress: 'prod@example.com' };
const NAMELESS = { accountId: '444455556666' };
const OPEN: RoleArgument = { isOurs: false };

interface World {
  readonly signedIn?: readonly SessionConfig[];
  readonly accounts?: readonly object[];
  readonly roles?: readonly string[];
  readonly failure?: Error;
  /** The session that the person chooses to sign in to. */
  readonly chosen?: SessionConfig;
  /** Whether they have answered a question for it. */
  readonly typed?: boolean;
  readonly opensBrowser?: boolean;
  /** The role that new terminals use. */
  readonly inUse?: SessionRole;
  readonly chained?: Partial<RoleOptions['chained']>;
  readonly pinned?: readonly TerminalRole[];
  readonly recent?: readonly TerminalRole[];
}

/** A person in front of sessions, accounts and roles. */
function open({
  signedIn = [CORP],
  accounts = [PRODUCTION, NAMELESS],
  roles = ['Admin', 'ReadOnly'],
  failure,
  chosen = CORP,
  typed = false,
  opensBrowser,
  inUse,
  chained = {},
  pinned = [],
  recent = [],
}: World) {
  const kept = favourites({ pinned, recent });
  const ui = new FakeUi();
  const asked: string[] = [];
  const all = signedIn as readonly SignedInSession[];
  const find = (id: string) => all.find((one) => sessionId(one) === id);
  const options = {
    ui,
    opensBrowser,
    inUse: () => inUse,
    favourites: kept,
    chained: { ...NO_CHAINS, ...chained },
    sessions: {
      load: () => Promise.resolve(),
      named: (name: string) => {
        if (![CORP, LAB].some((one) => one.name === name)) {
          throw new AwsSsoError('InvalidRequest', `no ${name}`);
        }
      },
      withId: () => CORP,
      find,
      serving: (name?: string) => all.filter((one) => name === undefined || one.name === name),
    },
    signIn: {
      choose: (_: unknown, { onAsked }: ChooseOptions) => {
        if (typed) onAsked?.();
        return Promise.resolve(chosen);
      },
      run: (config: SessionConfig, { opensBrowser }: RunOptions) => {
        const how = opensBrowser ? ', in the browser' : '';
        asked.push(`sign-in to ${config.name} for ${config.registrationScopes.join()}${how}`);
        return Promise.resolve(config);
      },
    },
    directory: {
      accounts: (id: string) => {
        asked.push(`accounts of ${find(id)?.name}`);
        return failure ? Promise.reject(failure) : Promise.resolve(accounts);
      },
      roles: (_: string, accountId: string) => {
        asked.push(`roles of ${accountId}`);
        return Promise.resolve(roles.map((roleName) => ({ roleName })));
      },
      accountName: (_: string, accountId: string) =>
        Promise.resolve(accountId === PRODUCTION.accountId ? PRODUCTION.accountName : undefined),
    },
  } as unknown as RoleOptions;
  return {
    ...{ ui, asked, kept },
    /** Asks something else once there is a role. */
    askThen: (wanted: RoleArgument) =>
      askRole(options, TITLE, wanted, async (chosen, canGoBack) => {
        const items = [{ label: 'Go on' }];
        const answer = await ui.pick({ title: TITLE, placeholder: 'Next', canGoBack, items });
        if (answer === undefined) {
          throw new AwsSsoError('Cancelled', 'x');
        }
        return answer === BACK ? BACK : chosen;
      }),
    ask: (wanted: RoleArgument) => askRole(options, TITLE, wanted, (chosen) => Promise.resolve(chosen)),
    askOrBack: (wanted: RoleArgument) => askRoleOrBack(options, TITLE, wanted, true),
  };
}

describe('askRole', () => {
  it('asks for session, account and role, one after the other', async () => {
    const { ui, ask } = open({ signedIn: [CORP, LAB] });
    const asking = ask(OPEN);
    const sessions = await ui.list(TITLE, 'Select a session');
    assert.deepEqual(sessions.labels, ['corp', 'lab']);
    sessions.accept('lab');
    const accounts = await ui.list(TITLE, 'Select an account');
    assert.deepEqual(
      accounts.items.map(({ label, description, detail }) => [label, description, detail]),
      [
        ['Production', '111122223333', 'prod@example.com'],
        ['444455556666', undefined, undefined],
      ],
    );
    accounts.accept('Production');
    const roles = await ui.list(TITLE, 'Select a role in Production');
    assert.deepEqual(roles.labels, ['Admin', 'ReadOnly']);
    roles.accept('ReadOnly');
    const { session, ...role } = await asking;
    assert.equal(session.name, 'lab');
    assert.deepEqual(role, {
      accountId: '111122223333',
      accountName: 'Production',
      roleName: 'ReadOnly',
      isChosen: true,
      wasAsked: true,
    });
  });

  it('goes back from the role to the account, and to the session, and asks anew', async () => {
    const { ui, ask } = open({ signedIn: [CORP, LAB] });
    const asking = ask(OPEN);
    const sessions = await ui.list(TITLE, 'Select a session');
    assert.equal(sessions.question.canGoBack, false);
    sessions.accept('lab');
    (await ui.list(TITLE, 'Select an account')).accept('Production');
    (await ui.list(TITLE, 'Select a role in Production')).back();
    (await ui.list(TITLE, 'Select an account')).back();
    (await ui.list(TITLE, 'Select a session')).accept('corp');
    (await ui.list(TITLE, 'Select an account')).accept('444455556666');
    (await ui.list(TITLE, 'Select a role in 444455556666')).accept('Admin');
    const { session, accountId, roleName } = await asking;
    assert.deepEqual([session.name, accountId, roleName], ['corp', '444455556666', 'Admin']);
  });

  it('goes back past what was not asked, to where the person came from', async () => {
    const { ui, askOrBack } = open({ accounts: [PRODUCTION] });
    const asking = askOrBack(OPEN);
    (await ui.list(TITLE, 'Select a role in Production')).back();
    assert.equal(await asking, BACK);
  });

  it('has no way back from the first question', async () => {
    const { ui, ask } = open({});
    const asking = ask(OPEN);
    const accounts = await ui.list(TITLE, 'Select an account');
    assert.equal(accounts.question.canGoBack, false);
    accounts.escape();
    await assert.rejects(asking, { code: 'Cancelled' });
  });

  it('marks the role in use, and where it is', async () => {
    const role = { session: sessionId(LAB), accountId: '444455556666', roleName: 'Admin' };
    const { ui, ask } = open({ signedIn: [CORP, LAB], inUse: role });
    const asking = ask(OPEN);
    const described = (items: readonly PickItem[]) => items.map(({ description }) => description ?? '');
    const sessions = await ui.list(TITLE, 'Select a session');
    assert.match(described(sessions.items)[1] ?? '', / · \$\(check\) in use$/);
    assert.doesNotMatch(described(sessions.items)[0] ?? '', /in use/);
    sessions.accept('lab');
    const accounts = await ui.list(TITLE, 'Select an account');
    assert.deepEqual(described(accounts.items), ['111122223333', '$(check) in use']);
    accounts.accept('444455556666');
    const roles = await ui.list(TITLE, 'Select a role in 444455556666');
    assert.deepEqual(described(roles.items), ['$(check) in use', '']);
    roles.accept('ReadOnly');
    await asking;
  });

  const favourite = (roleName: string, more: Partial<TerminalRole> = {}): TerminalRole => ({
    ...{ session: sessionId(CORP), sessionName: 'corp', ...PRODUCTION, roleName, ...more },
  });

  it('has the roles of the session that are pinned, and those used lately, above its accounts', async () => {
    const pinned = [favourite('Admin'), favourite('Admin', { session: 'other' })];
    const recent = [
      favourite('ReadOnly', { ...NAMELESS, accountName: undefined }),
      favourite('Admin'),
      favourite('InAnAccountThatIsGone', { accountId: '999999999999' }),
    ];
    const { ui, ask, asked } = open({ pinned, recent });
    const asking = ask(OPEN);
    const accounts = await ui.list(TITLE, 'Select a role or an account');
    assert.deepEqual(
      accounts.items.map(({ label, description }) => [label, description]),
      [
        ['pinned', undefined],
        ['Admin', 'Production (111122223333)'],
        ['recently used', undefined],
        ['ReadOnly', '444455556666'],
        ['accounts', undefined],
        ['Production', '111122223333'],
        ['444455556666', undefined],
      ],
    );
    accounts.accept('ReadOnly');
    const { session, ...role } = await asking;
    assert.equal(session.name, 'corp');
    assert.deepEqual(
      [role.accountId, role.roleName, role.isChosen, role.wasAsked],
      ['444455556666', 'ReadOnly', true, true],
    );
    assert.deepEqual(asked, ['accounts of corp'], 'No role was listed.');
  });

  it('has those of all sessions above the sessions, by one step to a role and one back', async () => {
    const inLab = favourite('Admin', { session: sessionId(LAB), sessionName: 'lab' });
    const { ui, askThen } = open({ signedIn: [CORP, LAB], pinned: [inLab], inUse: inLab });
    const asking = askThen(OPEN);
    const sessions = await ui.list(TITLE, 'Select a role or a session');
    assert.deepEqual(sessions.labels, ['pinned', 'Admin', 'sessions', 'corp', 'lab']);
    const [, first] = sessions.items;
    assert.deepEqual(
      [first?.description, first?.detail],
      ['Production (111122223333) · $(check) in use', 'lab'],
    );
    sessions.accept('Admin');
    (await ui.list(TITLE, 'Next')).back();
    (await ui.list(TITLE, 'Select a role or a session')).accept('Admin');
    (await ui.list(TITLE, 'Next')).accept();
    assert.equal((await asking).session.name, 'lab');
  });

  it('has those of the account first in the list of its roles, each once, with a button to pin it', async () => {
    const pinned = [favourite('Writer'), favourite('Gone')];
    const recent = [favourite('Admin'), favourite('Reader', NAMELESS)];
    const { ui, ask } = open({ roles: ['Admin', 'Auditor', 'Reader', 'Writer'], pinned, recent });
    const asking = ask({ ...OPEN, accountId: PRODUCTION.accountId });
    const roles = await ui.list(TITLE, 'Select a role in Production');
    assert.deepEqual(roles.labels, [
      ...['pinned', 'Writer'],
      ...['recently used', 'Admin'],
      ...['other roles', 'Auditor', 'Reader'],
    ]);
    await roles.pressButton('Auditor', 'Pin Role');
    await roles.pressButton('Writer', 'Unpin Role');
    assert.deepEqual(roles.labels, [
      ...['pinned', 'Auditor'],
      ...['recently used', 'Admin'],
      ...['other roles', 'Reader', 'Writer'],
    ]);
    roles.accept('Auditor');
    assert.equal((await asking).roleName, 'Auditor');
  });

  it('has no favourites for who comes from their list, nor where a role or its only account is decided', async () => {
    const pinned = [favourite('Admin')];
    const { ui, askOrBack } = open({ pinned });
    const asking = askOrBack(OPEN);
    const accounts = await ui.list(TITLE, 'Select an account');
    assert.deepEqual(accounts.labels, ['Production', '444455556666']);
    accounts.back();
    await asking;
    const proposed = open({ pinned });
    void proposed.ask({ roleName: 'Admin', isOurs: false });
    assert.deepEqual((await proposed.ui.list(TITLE, 'Select an account')).labels, accounts.labels);
    const only = open({ pinned, accounts: [PRODUCTION], roles: ['Admin'] });
    assert.equal((await only.ask(OPEN)).roleName, 'Admin');
    assert.equal(only.ui.hasQuestion, false);
  });

  it('finds the way to a favourite again that a profile leads to', async () => {
    const recent = [favourite('Deploy', { ...NAMELESS, accountName: undefined, profile: 'deploy' })];
    const found: unknown[] = [];
    const find = (role: unknown) => Promise.resolve((found.push(role), DEPLOY_CHAIN));
    const { ui, ask } = open({ recent, chained: { find } });
    const asking = ask(OPEN);
    (await ui.list(TITLE, 'Select a role or an account')).accept('Deploy');
    assert.equal((await asking).chain, DEPLOY_CHAIN);
    assert.deepEqual(found, [
      { session: sessionId(CORP), accountId: '444455556666', roleName: 'Deploy', profile: 'deploy' },
    ]);
  });

  it('counts a role as used once something was done with it, and not before', async () => {
    const { ui, askThen, kept } = open({});
    const wanted = { accountId: '111122223333', roleName: 'Admin', isOurs: true };
    const closed = askThen(wanted);
    (await ui.list(TITLE, 'Next')).escape();
    await assert.rejects(closed, { code: 'Cancelled' });
    assert.deepEqual(kept.recent, []);
    const done = askThen(wanted);
    (await ui.list(TITLE, 'Next')).accept();
    await done;
    const { accountId, accountName } = PRODUCTION;
    const session = { session: sessionId(CORP), sessionName: 'corp' };
    assert.deepEqual(kept.recent, [{ ...session, accountId, accountName, roleName: 'Admin' }]);
  });

  it('names an account without a name by its id', async () => {
    const { ui, ask } = open({});
    const asking = ask(OPEN);
    (await ui.list(TITLE, 'Select an account')).accept('444455556666');
    (await ui.list(TITLE, 'Select a role in 444455556666')).accept('Admin');
    assert.equal((await asking).accountName, undefined);
  });

  it('does not ask where there is only one, which nobody has chosen then', async () => {
    const { ui, ask } = open({ accounts: [PRODUCTION], roles: ['Admin'] });
    const { session, ...role } = await ask(OPEN);
    assert.equal(session.name, 'corp');
    assert.deepEqual(role, {
      accountId: '111122223333',
      accountName: 'Production',
      roleName: 'Admin',
      isChosen: false,
      wasAsked: false,
    });
    assert.equal(ui.hasQuestion, false);
  });

  it('asks nothing for a node of our view, which the person has chosen', async () => {
    const { ui, ask, asked } = open({});
    const { isChosen, accountName, roleName } = await ask({
      session: 'corp',
      sessionId: sessionId(CORP),
      accountId: '111122223333',
      roleName: 'Admin',
      isOurs: true,
    });
    assert.deepEqual([isChosen, accountName, roleName], [true, 'Production', 'Admin']);
    assert.deepEqual([ui.hasQuestion, asked], [false, []]);
  });

  for (const proposal of [
    { session: 'corp', accountId: '111122223333', roleName: 'Admin' },
    { accountId: '111122223333' },
    { roleName: 'Admin' },
    { session: 'corp' },
  ]) {
    it(`counts nothing as chosen where somebody proposed ${JSON.stringify(proposal)}`, async () => {
      const { ui, ask } = open({});
      let isDone = false;
      const asking = ask({ ...proposal, isOurs: false }).finally(() => (isDone = true));
      if (!('accountId' in proposal)) {
        (await ui.list(TITLE, 'Select an account')).accept('Production');
      }
      if (!('roleName' in proposal)) {
        (await ui.list(TITLE, 'Select a role in Production')).accept('Admin');
      }
      const { isChosen, accountName, roleName } = await asking;
      assert.deepEqual([isChosen, accountName, roleName, isDone], [false, 'Production', 'Admin', true]);
    });
  }

  it('signs in, for access to accounts, where nobody is signed in', async () => {
    const { ui, ask, asked } = open({ signedIn: [] });
    const asking = ask(OPEN);
    (await ui.list(TITLE, 'Select an account')).accept('Production');
    (await ui.list(TITLE, 'Select a role in Production')).accept('Admin');
    assert.equal((await asking).session.name, 'corp');
    assert.equal(asked[0], 'sign-in to corp for sso:account:access');
  });

  it('opens the browser for that only where it may, and the person has pressed or typed something of ours', async () => {
    const one = { signedIn: [], accounts: [PRODUCTION], roles: ['Admin'] };
    const node = { session: 'corp', sessionId: sessionId(CORP), isOurs: true };
    const opened = async (world: World, wanted: RoleArgument): Promise<boolean> => {
      const { ask, asked } = open({ ...one, ...world });
      await ask(wanted).catch(() => undefined);
      return asked.some((text) => text.endsWith(', in the browser'));
    };
    assert.equal(await opened({ opensBrowser: true }, node), true);
    assert.equal(await opened({ opensBrowser: true, typed: true }, OPEN), true);
    // Another extension can run a command.
    assert.equal(await opened({ opensBrowser: true }, OPEN), false);
    assert.equal(await opened({ opensBrowser: true }, { session: 'corp', isOurs: false }), false);
    assert.equal(await opened({ typed: true }, node), false);
  });

  it('signs in anew to a session of ours that gives no access to accounts', async () => {
    const { asked, ask } = open({
      signedIn: [{ ...CORP, registrationScopes: ['codewhisperer:completions'] }],
    });
    const node = { sessionId: sessionId(CORP), accountId: '111122223333', roleName: 'Admin', isOurs: true };
    await ask(node);
    assert.deepEqual(asked, ['sign-in to corp for sso:account:access']);
  });

  it('refuses a session that there is not, before it asks', async () => {
    const { ui, ask } = open({});
    await assert.rejects(ask({ session: 'nobody', isOurs: false }), { code: 'InvalidRequest' });
    assert.equal(ui.hasQuestion, false);
  });

  it('says that a Builder ID has no roles', async () => {
    const { ask, asked } = open({ signedIn: [BUILDER_ID], chosen: BUILDER_ID });
    await assert.rejects(ask(OPEN), { message: /AWS Builder ID/ });
    assert.deepEqual(asked, []);
  });

  it('says that there are none', () =>
    assert.rejects(open({ accounts: [] }).ask(OPEN), {
      code: 'RoleNotAssigned',
      message: 'You have no accounts or roles here.',
    }));

  it('closes the list, and says why, when nothing could be listed', async () => {
    const { ui, ask } = open({ failure: new AwsSsoError('Network', 'no network') });
    await assert.rejects(ask(OPEN), { code: 'Network' });
    assert.equal(ui.hasQuestion, false);
  });

  it('ends when the person closes a list', async () => {
    const { ui, ask } = open({});
    const asking = ask(OPEN);
    (await ui.list(TITLE, 'Select an account')).escape();
    await assert.rejects(asking, { code: 'Cancelled' });
  });

  describe('with roles that profiles lead to', () => {
    const refused = [
      {
        profile: 'root',
        kind: 'unsupported',
        sentence: '“root” needs an MFA code (mfa_serial), which isn’t supported.',
      },
    ] as const;
    const chained = {
      list: () => Promise.resolve({ chains: [DEPLOY_CHAIN], refused }),
      find: ({ accountId, roleName, profile = 'deploy' }: SessionRole) =>
        Promise.resolve(
          `${accountId} ${roleName} ${profile}` === '444455556666 Deploy deploy' ? DEPLOY_CHAIN : undefined,
        ),
    };

    it('lists them below the accounts, with the way to them', async () => {
      const { ui, ask } = open({ accounts: [PRODUCTION], chained });
      const asking = ask(OPEN);
      const accounts = await ui.list(TITLE, 'Select an account');
      assert.deepEqual(
        accounts.items.map(({ label, description, detail }) => [label, description, detail]),
        [
          ['Production', '111122223333', 'prod@example.com'],
          ['From your AWS config', undefined, undefined],
          ['deploy', 'Deploy in 444455556666', 'By way of Hub in 111122223333'],
          ['root', undefined, '“root” needs an MFA code (mfa_serial), which isn’t supported.'],
        ],
      );
      accounts.accept('deploy');
      const { session, ...role } = await asking;
      assert.equal(session.name, 'corp');
      assert.deepEqual(role, {
        accountId: '444455556666',
        accountName: undefined,
        roleName: 'Deploy',
        chain: DEPLOY_CHAIN,
        isChosen: true,
        wasAsked: true,
      });
    });

    it('says why one cannot be used', async () => {
      const { ui, ask } = open({ chained });
      const asking = ask(OPEN);
      (await ui.list(TITLE, 'Select an account')).accept('root');
      await assert.rejects(asking, { code: 'InvalidRequest', message: refused[0].sentence });
    });

    it('lists them where no account is assigned', async () => {
      const { ui, ask } = open({ accounts: [], chained });
      const asking = ask(OPEN);
      (await ui.list(TITLE, 'Select an account')).accept('deploy');
      assert.equal((await asking).chain, DEPLOY_CHAIN);
    });

    it('finds the way to a role that somebody proposes, and asks the portal for nothing', async () => {
      const proposal = { accountId: '444455556666', roleName: 'Deploy', isOurs: false };
      const { ask, asked } = open({ chained, roles: ['Deploy'] });
      const { chain, isChosen } = await ask(proposal);
      assert.deepEqual([chain, isChosen, asked], [DEPLOY_CHAIN, false, []]);
    });

    it('prefers a role that is assigned', async () => {
      const ours = {
        sessionId: sessionId(CORP),
        accountId: '444455556666',
        roleName: 'Deploy',
        isOurs: true,
      };
      const { chain } = await open({ chained, roles: ['Deploy'] }).ask(ours);
      assert.equal(chain, undefined);
    });

    it('keeps to the profile of a role that was used before, and says where that no longer leads to it', async () => {
      const used = {
        sessionId: sessionId(CORP),
        accountId: '444455556666',
        roleName: 'Deploy',
        isOurs: true,
      };
      const world = { chained, roles: ['Deploy'] };
      assert.equal((await open(world).ask({ ...used, profile: 'deploy' })).chain, DEPLOY_CHAIN);
      await assert.rejects(open(world).ask({ ...used, profile: 'other' }), {
        code: 'InvalidRequest',
        message: 'The profile “other” of your AWS config no longer leads to Deploy in 444455556666.',
      });
    });
  });

  it('shows names on one line, without what the editor would make an icon of', async () => {
    const hostile = '$(verified) Approved\n\u202e';
    const { ui, ask } = open({ accounts: [{ ...PRODUCTION, accountName: hostile }, NAMELESS] });
    const asking = ask(OPEN);
    const accounts = await ui.list(TITLE, 'Select an account');
    assert.deepEqual(accounts.labels, ['$ (verified) Approved', '444455556666']);
    accounts.escape();
    await assert.rejects(asking, { code: 'Cancelled' });
  });
});
