import { setTimeout } from 'node:timers/promises';
import { Home } from '../../conformance/support/home.ts';
import { type AwsCli, installedAwsCli } from '../../conformance/support/installedClients.ts';
import { loginArguments, runAwsCli } from '../../conformance/support/runAwsCli.ts';
import { CODE, codeShown, signOut } from '../../e2e/person.ts';
import { SESSION, Stage } from '../../e2e/Stage.ts';
import type { EditorWindow } from '../../editor/EditorWindow.ts';
import { Terminal } from '../../editor/Terminal.ts';
import { TreeView } from '../../editor/TreeView.ts';
import type { IdentityCenter } from '../../identity-center/server.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { alone, compared, interleaved } from '../rounds.ts';

const ROUNDS = { rounds: 9, warmUps: 1 };
const ACCOUNTS = [{ accountId: '111122223333', accountName: 'Sandbox', roles: ['PowerUserAccess'] }];
const WHO_AM_I = ['sts', 'get-caller-identity'];

/** Milliseconds of the three waits of a sign-in. */
interface Waits {
  readonly code: number;
  readonly approval: number;
  readonly role: number;
}

/** How long a person waits on the way from a click to an answered `aws`, but for what they do themselves. */
export const benchmark: Benchmark = {
  name: 'sign-in-in-editor',
  async run(): Promise<readonly Figure[]> {
    const stage = await Stage.start({
      consumers: [],
      identityCenter: { accounts: ACCOUNTS, interval: 1 },
      settings: { 'awsSso.defaultRegion': 'us-east-1', 'remote.autoForwardPorts': false },
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
    });
    const cli = installedAwsCli();
    const home = new Home(stage.identityCenter);
    home.redirectOldAwsCli(stage.identityCenter);
    try {
      const window = await stage.open();
      const view = new TreeView(window.page, 'AWS SSO');
      await view.open();
      let rounds = 0;
      const ours = () => byExtension(stage, window, view, cli, rounds++ === 0);
      if (!cli) {
        const waits = (await interleaved<'ours', Waits>(ROUNDS, { ours })).ours;
        return figuresOf((wait) => ({ ...alone(waits.map((one) => one[wait])) }));
      }
      const theirs = () => byAwsCli(stage.identityCenter, home, cli);
      const waits = await interleaved<'ours' | 'theirs', Waits>(ROUNDS, { ours, theirs });
      return figuresOf((wait, peer) => ({
        peer: `AWS CLI ${cli.version}, ${peer}`,
        ...compared(
          waits.ours.map((one) => one[wait]),
          waits.theirs.map((one) => one[wait]),
        ),
      }));
    } finally {
      home.remove();
      await stage.stop();
    }
  },
};

function figuresOf(
  measured: (wait: keyof Waits, peer: string) => Pick<Figure, 'ours'> & Partial<Figure>,
): readonly Figure[] {
  return [
    {
      ...{ what: 'Click on the session to the code on the screen', unit: 'ms' },
      ...measured('code', '`aws sso login --no-browser`'),
      note: 'In a real editor, with the registration cached; the AWS CLI until AWS has issued its code.',
    },
    {
      ...{ what: 'Approval to “Signed in” on the screen', unit: 'ms' },
      ...measured('approval', '`aws sso login` to its end'),
      note: 'The interval is 1 s here, and both wait for the next poll. Theirs holds the end of the process, too, and an approval right after the code was issued.',
    },
    {
      ...{ what: 'Choice of a role to an answered `aws sts get-caller-identity`', unit: 'ms' },
      ...measured('role', 'the same command with a profile'),
      note: 'Ours opens a terminal with the role, and an empty command is run there first. Theirs has a token, and gets the credentials of the role first.',
    },
  ];
}

async function byExtension(
  { identityCenter, server }: Stage,
  window: EditorWindow,
  view: TreeView,
  cli: AwsCli | undefined,
  isFirst: boolean,
): Promise<Waits> {
  await view.row(SESSION);
  const code = await time(async () => {
    await view.click(SESSION);
    await window.notification(CODE);
  });
  const userCode = await codeShown(window);
  const approval = await time(async () => {
    identityCenter.approve(userCode);
    await window.notification(`Signed in to ${SESSION}.`);
  });
  await window.runCommand('AWS SSO: Open Terminal with Role…');
  // Those after the first one choose it from the roles used before, and have agreed to it.
  const choose = isFirst
    ? () => window.pressDialogButton('Open Terminal')
    : () => window.quickInput.pick('PowerUserAccess');
  await (isFirst
    ? window.dialog(/Open a terminal with PowerUserAccess/)
    : window.quickInput.opened('Open Terminal with Role'));
  const role = await time(async () => {
    await choose();
    const terminal = await Terminal.focused(window, server.dataDir);
    const endpoint = `--endpoint-url ${identityCenter.url}`;
    const { text } = await terminal.run(`${cli?.path ?? 'echo'} ${WHO_AM_I.join(' ')} ${endpoint}`);
    if (cli && !text.includes('PowerUserAccess')) throw new Error(`The AWS CLI says: ${text}`);
  });
  await window.runCommand('Terminal: Kill All Terminals');
  await signOut(window);
  await window.runCommand('Notifications: Clear All Notifications');
  return { code, approval, role };
}

async function byAwsCli(center: IdentityCenter, home: Home, cli: AwsCli): Promise<Waits> {
  const started = performance.now();
  let [issued, approved] = [NaN, NaN];
  await checked(
    runAwsCli(cli, home, center, loginArguments(cli), async () => {
      const userCode = await pendingCode(center);
      issued = performance.now();
      center.approve(userCode);
      approved = performance.now();
    }),
  );
  const approval = performance.now() - approved;
  const args = [...WHO_AM_I, '--profile', 'corp', '--endpoint-url', center.url];
  const role = await time(() => checked(runAwsCli(cli, home, center, args)));
  await checked(runAwsCli(cli, home, center, ['sso', 'logout']));
  return { code: issued - started, approval, role };
}

async function pendingCode(center: IdentityCenter): Promise<string> {
  for (;;) {
    const [code] = center.pendingUserCodes;
    if (code !== undefined) return code;
    await setTimeout(5);
  }
}

async function checked(run: ReturnType<typeof runAwsCli>): Promise<void> {
  const { code, stderr } = await run;
  if (code !== 0) throw new Error(`The AWS CLI has ended with ${code}: ${stderr}`);
}

async function time(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}
