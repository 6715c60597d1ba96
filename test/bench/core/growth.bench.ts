import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { AwsSsoApi, AwsSsoExports } from '../../../api/src/index.ts';
import { IDENTITY_CENTER } from '../../../src/sessions/kinds/identityCenterRules.ts';
import { RecordStore } from '../../../src/sessions/store/RecordStore.ts';
import { sessionLabel, type SignedInSession } from '../../../src/sessions/kinds/identityCenter.ts';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';
import { madeUpAccounts, startIdentityCenter } from '../../identity-center/server.ts';
import { memoryLog } from '../../unit/support/memoryLog.ts';
import { MemorySecrets } from '../../unit/support/MemorySecrets.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { compared, interleaved } from '../rounds.ts';
import { median } from '../statistics.ts';
import { signedIn } from './signedIn.ts';
import { asVscode, type StubEditor, stubEditor } from './stubEditor.ts';

const SESSIONS = [1, 3, 10, 30, 100];
const ACCOUNTS = [10, 100, 1_000, 10_000];
const ROUNDS = { rounds: 41, warmUps: 10 };
const FEW_ROUNDS = { rounds: 11, warmUps: 3 };
const ACTIVATIONS = 10;
const CALLS = 2_000;
/** The most that a flat line may rise from its one end to the other. */
const FLAT = 1.1;

interface Bundle {
  readonly activate: (context: vscode.ExtensionContext) => AwsSsoExports;
}

/** What an installation with many sessions, or for many accounts, costs more than one with few. */
export const benchmark: Benchmark = {
  name: 'growth',
  async run(): Promise<readonly Figure[]> {
    return [...(await over('sessions', SESSIONS)), ...(await over('accounts', ACCOUNTS))];
  },
};

async function over(what: 'sessions' | 'accounts', counts: readonly number[]): Promise<Figure[]> {
  const worlds: World[] = [];
  // One after the other, since the editor that is asked for can be one at a time.
  for (const count of counts) {
    worlds.push(await (what === 'sessions' ? World.open(count, 10) : World.open(1, count)));
  }
  try {
    const contestants = (measure: (world: World) => number | Promise<number>) =>
      Object.fromEntries(worlds.map((world, at) => [String(counts[at]), () => measure(world)]));
    const activation = await interleaved(
      ROUNDS,
      contestants((world) => world.activation()),
    );
    const token = await interleaved(
      ROUNDS,
      contestants((world) => world.cachedToken()),
    );
    const sessions = await interleaved(
      FEW_ROUNDS,
      contestants((world) => world.firstSessions()),
    );
    const flat = { target: { atMost: FLAT } };
    return [
      { ...figure('Activation', what, counts, activation), ...flat },
      { ...figure('Cached token', what, counts, token), ...flat },
      figure('First sessions', what, counts, sessions),
    ];
  } finally {
    await Promise.all(worlds.map((world) => world.close()));
  }
}

function figure(
  title: string,
  what: string,
  counts: readonly number[],
  measured: Readonly<Record<string, number[]>>,
): Figure {
  const number = (count: number) => count.toLocaleString('en-US');
  const [least = 0, most = 0] = [counts[0], counts.at(-1)];
  return {
    what: `${title} with ${number(most)} ${what}`,
    unit: 'µs',
    peer: `the same with ${number(least)}`,
    ...compared(measured[most] ?? [], measured[least] ?? []),
    note: 'The bundles as they are installed, in an editor that costs nothing. The first sessions are what the provider answers the first time, which reads and checks all of them.',
    curve: { title, over: what, points: counts.map((count) => [count, median(measured[count] ?? [])]) },
  };
}

/** An editor with so many sessions, of which one opens so many accounts that have been listed. */
class World {
  readonly #editor: StubEditor;
  readonly #bundle: Bundle;
  readonly #context: vscode.ExtensionContext;
  readonly #api: AwsSsoApi;
  readonly #session: string;
  readonly #end: () => Promise<void>;

  private constructor(
    editor: StubEditor,
    bundle: Bundle,
    context: vscode.ExtensionContext,
    session: string,
    end: () => Promise<void>,
  ) {
    this.#editor = editor;
    this.#bundle = bundle;
    this.#context = context;
    this.#session = session;
    this.#end = end;
    this.#api = bundle.activate(context).getAPI(1, editor.vscode as unknown as typeof vscode);
  }

  static async open(sessions: number, accounts: number): Promise<World> {
    const storage = mkdtempSync(path.join(tmpdir(), 'growth-'));
    const center = await startIdentityCenter({ interval: 0.1, accounts: madeUpAccounts(accounts) });
    const first = await signedIn(center);
    const all = Array.from({ length: sessions }, (_, at) =>
      at === 0 ? first : { ...first, name: `s${at}`, startUrl: `https://portal-${at}.awsapps.com/start` },
    );
    const editor = stubEditor({
      ...{ storage, secrets: await stored(all) },
      settings: {
        sessions: all.map(({ name, startUrl, region }) => ({ name, startUrl, region })),
        importAwsConfig: false,
        endpoints: { oidc: center.oidc, portal: center.portal },
      },
    });
    const bundle = await asVscode(editor, () => freshBundle(storage));
    const world = new World(editor, bundle, editor.context(), first.name, async () => {
      await center.stop();
      rmSync(storage, { recursive: true, force: true });
    });
    await asVscode(editor, async () => {
      const listed = await world.#api.listAccounts({ session: first.name });
      const handedOut = await world.#api.getAccessToken({ session: first.name });
      if (listed.length !== accounts || handedOut.token !== first.accessToken) {
        throw new Error(`${sessionLabel(first)} has ${listed.length} accounts.`);
      }
    });
    return world;
  }

  /** Of one activation, in microseconds. */
  activation(): number {
    let spent = 0;
    for (let time = 0; time < ACTIVATIONS; time++) {
      const context = this.#editor.context();
      const started = performance.now();
      this.#bundle.activate(context);
      spent += performance.now() - started;
      dispose(context);
    }
    return (spent / ACTIVATIONS) * 1000;
  }

  /** From an activation until the provider has answered for the first time, in microseconds. */
  async firstSessions(): Promise<number> {
    // What the last one has left to be done is not for this one to wait for.
    await delay(100);
    const context = this.#editor.context();
    const started = performance.now();
    this.#bundle.activate(context);
    const found = await (this.#editor.vscode as unknown as typeof vscode).authentication.getSession(
      'aws-sso',
      ['sso:account:access'],
    );
    const spent = performance.now() - started;
    dispose(context);
    if (!found) {
      throw new Error('There is no session.');
    }
    return spent * 1000;
  }

  /** Of one call, in microseconds. */
  async cachedToken(): Promise<number> {
    const options = { session: this.#session };
    const started = performance.now();
    for (let call = 0; call < CALLS; call++) {
      await this.#api.getAccessToken(options);
    }
    return ((performance.now() - started) / CALLS) * 1000;
  }

  async close(): Promise<void> {
    dispose(this.#context);
    await this.#end();
  }
}

function dispose({ subscriptions }: vscode.ExtensionContext): void {
  subscriptions.forEach((one) => void one.dispose());
}

/** With a `vscode` of its own: copies, since what they load later they look for beside themselves. */
function freshBundle(folder: string): Bundle {
  const require = createRequire(import.meta.url);
  const [bundle] = ['extension', 'main']
    .map((name) => {
      const copy = path.join(folder, `${name}.cjs`);
      copyFileSync(path.join(repositoryRoot, `dist/${name}.cjs`), copy);
      return copy;
    })
    // All of them, while this editor is the one that is asked for.
    .map((file) => require(file) as Bundle);
  return bundle!;
}

async function stored(sessions: readonly SignedInSession[]): Promise<ReadonlyMap<string, string>> {
  const secrets = new MemorySecrets();
  const store = new RecordStore(secrets, IDENTITY_CENTER, memoryLog());
  for (const session of sessions) {
    await store.save(session);
  }
  return secrets.values;
}
