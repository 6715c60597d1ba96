import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Launch,
  ownDecision,
  takesVariables,
  withVariables,
} from '../../../../src/features/launches/launchVariables.ts';

const INHERITED = { PATH: '/bin', HOME: '/home/jane' };
const VARIABLES = { AWS_ACCESS_KEY_ID: '', AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/role' };
const REGION = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' };

const launch = (more: object = {}): Launch & Record<string, unknown> => ({
  ...{ type: 'node', name: 'Launch', request: 'launch', ...more },
});

describe('A launch configuration', () => {
  describe('takes variables', () => {
    const takes = (more: object, platform: NodeJS.Platform = 'linux'): boolean =>
      takesVariables(launch(more), platform);

    it('where a program is launched by the debugger, or in a terminal of another program', () => {
      assert.ok(takes({}));
      assert.ok(takes({ console: 'internalConsole' }));
      assert.ok(takes({ console: 'externalTerminal' }));
    });

    it('but not where one is attached to, or runs on another machine', () => {
      assert.ok(!takes({ request: 'attach' }));
      assert.ok(!takes({ type: 'cppdbg', externalConsole: true, pipeTransport: {} }));
      assert.ok(!takes({ type: 'cppdbg', externalConsole: true, miDebuggerServerAddress: '10.0.0.5:1' }));
      assert.ok(!takes({ type: 'chrome' }));
    });

    it('nor where the editor would write them into a command line', () => {
      assert.ok(!takes({ console: 'integratedTerminal' }));
      assert.ok(!takes({ type: 'dart', console: 'terminal' }));
      assert.ok(!takes({ console: 'externalTerminal' }, 'darwin'));
      assert.ok(!takes({ type: 'cppdbg' }));
      assert.ok(!takes({ type: 'cppdbg', externalConsole: false }, 'win32'));
    });

    for (const [type, more] of [
      ['lldb-dap', { runInTerminal: true }],
      ['erlang-edb', { runInTerminal: { kind: 'integrated', args: [] } }],
      ['rdbg', { useTerminal: true }],
      ['bashdb', { terminalKind: 'integrated' }],
      ['lldb', { terminal: 'integrated' }],
      ['node-terminal', {}],
      ['of-tomorrow', { launchInTerminal: 'yes' }],
    ] as const) {
      it(`nor where ${type} says it with ${JSON.stringify(more)}`, () => {
        assert.ok(!takes({ type, ...more }));
      });
    }

    it('but where those say that it is none', () => {
      assert.ok(takes({ type: 'lldb-dap', runInTerminal: false }));
      assert.ok(takes({ type: 'rdbg', useTerminal: false }));
      assert.ok(takes({ type: 'bashdb', terminalKind: 'debugConsole' }));
      assert.ok(takes({ type: 'lldb', terminal: 'console' }));
      for (const [name, value] of [
        ['terminal', 'external'],
        ['terminalKind', 'external'],
        ['externalConsole', true],
      ] as const) {
        assert.ok(takes({ type: 'php', [name]: value }));
        assert.ok(!takes({ type: 'php', [name]: value }, 'darwin'), 'The command line is typed there.');
      }
    });

    it('where the C++ debugger does not run in a terminal of the editor', () => {
      assert.ok(takes({ type: 'cppdbg' }, 'darwin'));
      assert.ok(takes({ type: 'cppdbg', externalConsole: true }));
      assert.ok(takes({ type: 'cppvsdbg' }, 'win32'));
    });
  });

  describe('decides itself about credentials', () => {
    let folder: string;
    before(() => void (folder = mkdtempSync(path.join(tmpdir(), 'launch-'))));
    after(() => rmSync(folder, { recursive: true }));
    const decision = (more: object): Promise<string | undefined> => ownDecision(launch(more), INHERITED);
    const file = (name: string, text: string): string => {
      writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    };

    it('by any variable that leads to some, whatever its value', async () => {
      for (const name of [
        'AWS_ACCESS_KEY_ID',
        'AWS_PROFILE',
        'AWS_DEFAULT_PROFILE',
        'AWS_WEB_IDENTITY_TOKEN_FILE',
        'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
        'AWS_CONTAINER_CREDENTIALS_FULL_URI',
        'AWS_SHARED_CREDENTIALS_FILE',
      ]) {
        for (const value of ['x', '', null]) {
          assert.equal(await decision({ env: { [name]: value } }), name);
        }
      }
    });

    it('in the lists that some debuggers take', async () => {
      const type = 'cppvsdbg';
      assert.equal(
        await decision({ type, environment: [{ name: 'AWS_PROFILE', value: 'work' }] }),
        'AWS_PROFILE',
      );
      assert.equal(await decision({ type: 'lldb-dap', env: ['A=1', 'AWS_PROFILE=a=b'] }), 'AWS_PROFILE');
    });

    it('in the files that it names', async () => {
      const work = file('.env', '# work\nA=1\n export AWS_PROFILE = work\n');
      assert.equal(await decision({ envFile: work }), 'AWS_PROFILE');
      assert.equal(await decision({ envFile: ['/nowhere', work] }), 'AWS_PROFILE');
      assert.equal(
        await decision({ envFile: file('other.env', '#AWS_PROFILE=work\nMY_AWS_PROFILE=x\n') }),
        undefined,
      );
    });

    it('in the time that it takes to read them, however many lines are empty', async () => {
      const lines = '\n'.repeat(100_000);
      const started = performance.now();
      assert.equal(
        await decision({ envFile: file('long.env', `AWS_PROFILE=work\n${lines}#`) }),
        'AWS_PROFILE',
      );
      assert.ok(performance.now() - started < 1_000);
    });

    it('in a file that is too long to be looked through, which may decide anything', async () => {
      const long = file('endless.env', `A=1\n${'#'.repeat(1_000_000)}\nAWS_PROFILE=work\n`);
      assert.equal(await decision({ envFile: long }), 'envFile');
      const many = Array.from({ length: 101 }, () => '/nowhere');
      assert.equal(await decision({ envFile: many }), 'envFile');
      assert.equal(await decision({ envFile: many.slice(1) }), undefined);
    });

    it('not by others', async () => {
      assert.equal(await decision({}), undefined);
      assert.equal(await decision({ env: null, environment: 'nonsense', envFile: null }), undefined);
      assert.equal(await decision({ env: { AWS_REGION: 'eu-west-1', PATH: '/bin' } }), undefined);
    });

    it('not where its debugger has put in all that it inherits, but for what differs', async () => {
      const inherited = { ...INHERITED, AWS_PROFILE: 'work' };
      const of = (env: object): Promise<string | undefined> => ownDecision(launch({ env }), inherited);
      assert.equal(await of({ ...inherited, PYTHONUNBUFFERED: '1' }), undefined);
      assert.equal(await of({ ...inherited, AWS_PROFILE: 'mine' }), 'AWS_PROFILE');
      assert.equal(await of({ AWS_PROFILE: 'work' }), 'AWS_PROFILE');
    });
  });

  describe('has the variables', () => {
    it('besides its own', () => {
      const before = launch({ env: { A: '1', B: null }, program: 'x' });
      assert.deepEqual(withVariables(before, VARIABLES, INHERITED), {
        ...before,
        env: { A: '1', B: null, ...VARIABLES },
      });
      assert.deepEqual(withVariables(launch(), VARIABLES, INHERITED)['env'], VARIABLES);
    });

    it('in the way of the C++ debuggers', () => {
      for (const type of ['cppdbg', 'cppvsdbg']) {
        const own = { name: 'A', value: '1' };
        const { environment, env } = withVariables(
          launch({ type, environment: [own] }),
          { AWS_REGION: 'eu-west-1' },
          INHERITED,
        );
        assert.deepEqual(environment, [own, { name: 'AWS_REGION', value: 'eu-west-1' }]);
        assert.equal(env, undefined);
      }
    });

    it('in a list, where it has one', () => {
      const { env } = withVariables(launch({ env: ['A=1'] }), { AWS_REGION: 'eu-west-1' }, INHERITED);
      assert.deepEqual(env, ['A=1', 'AWS_REGION=eu-west-1']);
    });

    it('but for the region where it has one, by whichever name', () => {
      for (const name of Object.keys(REGION)) {
        const env = { [name]: 'us-west-2' };
        const launched = withVariables(launch({ env }), { ...VARIABLES, ...REGION }, INHERITED);
        assert.deepEqual(launched['env'], { ...env, ...VARIABLES });
      }
    });

    it('in the place of those that its debugger has put in from what it inherits', () => {
      const inherited = { ...INHERITED, AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_REGION: 'us-west-2' };
      const launched = withVariables(launch({ env: inherited }), { ...VARIABLES, ...REGION }, inherited);
      assert.deepEqual(launched['env'], { ...INHERITED, ...VARIABLES, ...REGION });
    });
  });
});
