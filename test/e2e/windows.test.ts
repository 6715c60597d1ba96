import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { SILENCE_MS } from '../../src/sessions/windows/FileLock.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { codeShown } from './person.ts';
import { pictureOfFailure } from './pictureOfFailure.ts';
import { Probe } from './Probe.ts';
import type { Change } from './probe/questions.ts';
import { SESSION, Stage } from './Stage.ts';

/** In each of three windows. */
const CALLERS = 334;
/** Seconds. Windows renew a token by themselves in the last tenth of its life, so a wait for that is never long. */
const LIFETIME = 12;
const LABEL = `${SESSION} (d-1234567890.awsapps.com)`;
const SIGNING_IN = /to sign in to|Signing in to/;
const ELSEWHERE = 'Another window shows the code';

/** A window, and the probe in it. */
interface Seat {
  readonly window: EditorWindow;
  readonly probe: Probe;
}

describe('Several windows', function () {
  let stage: Stage;
  let seats: Seat[] = [];
  const probes: Probe[] = [];

  before(async function () {
    this.timeout(180_000);
    stage = await Stage.start({
      probe: true,
      // The probes listen, which is not for the person to know.
      settings: { 'remote.autoForwardPorts': false },
      identityCenter: { accessTokenLifetime: LIFETIME, refreshTokenGrace: 60 },
    });
    const first = await open();
    await signIn(first);
    // Consent given in one window counts in those opened later.
    const token = first.probe.tokens(1, { silent: false });
    await first.window.dialog(/wants to/);
    await first.window.pressDialogButton('Allow');
    await token;
    await openRest();
  });
  beforeEach(async () => {
    stage.identityCenter.healthy();
    await openRest();
    const { sessions } = await seat(0).probe.look();
    if (!sessions.some(({ signedIn }) => signedIn)) await signIn(seat(0));
    await inAll(({ probe }) => probe.run('notifications.clearAll'));
    await goodForAnother(3);
  });
  afterEach(async function () {
    for (const [index, { window }] of seats.entries())
      await pictureOfFailure(this.currentTest, window, `window ${index + 1}`);
  });
  after(async () => {
    await stage.stop();
  });

  function seat(index: number): Seat {
    const found = seats[index];
    assert.ok(found);
    return found;
  }

  async function open(): Promise<Seat> {
    const window = seats[0] ? await seats[0].window.openSecondWindow() : await stage.open();
    const opened = { window, probe: await probeIn() };
    seats.push(opened);
    return opened;
  }

  async function openRest(): Promise<void> {
    while (seats.length < 3) await open();
    await inAll(({ probe }) => probe.tokens(1));
  }

  async function probeIn(): Promise<Probe> {
    const probe = await Probe.appear(stage, probes);
    probes.push(probe);
    return probe;
  }

  async function close(closed: Seat): Promise<void> {
    seats = seats.filter((other) => other !== closed);
    await closed.window.page.close();
  }

  const inAll = <Result>(action: (seat: Seat) => Promise<Result>, of: readonly Seat[] = seats) =>
    Promise.all(of.map(action));

  async function signIn({ window, probe }: Seat): Promise<void> {
    await probe.run('awsSso.signIn', { session: SESSION });
    stage.identityCenter.approve(await codeShown(window));
    await waitFor('the session', async () => (await expiry(probe)) > Date.now());
  }

  /** Epoch milliseconds; 0 when nobody is signed in. */
  async function expiry(probe: Probe): Promise<number> {
    const [session] = (await probe.look()).sessions;
    return session?.expiresAt ? new Date(session.expiresAt).getTime() : 0;
  }

  /** No window is about to renew the token. */
  async function goodForAnother(seconds: number): Promise<void> {
    await waitFor('a token with time left', async () =>
      (await inAll(({ probe }) => expiry(probe))).every((moment) => moment > Date.now() + seconds * 1000),
    );
  }

  const refreshes = () => stage.identityCenter.requests.filter(({ grant }) => grant === 'refresh_token');
  const authorizations = () =>
    stage.identityCenter.requests.filter(({ operation }) => operation === 'StartDeviceAuthorization').length;

  /** The next refresh will wait, by which window and for which reason it may come. */
  const holdRefresh = () => stage.identityCenter.fail('CreateToken', { kind: 'delayBefore', ms: 60_000 });

  /** The token has expired in every window, and the refresh is held. @returns the refreshes so far, that one the last. */
  async function expiredEverywhere(): Promise<ReturnType<typeof refreshes>> {
    await inAll(({ probe }) =>
      waitFor('the token to expire', async () => {
        const moment = await expiry(probe);
        return moment > 0 && moment < Date.now();
      }),
    );
    await waitFor('a refresh that is held', () => refreshes().at(-1)?.status === 0);
    return refreshes();
  }

  /** All callers in all windows ask. @returns what each window will have got, once all have asked. */
  async function askEverywhere(): Promise<{ answers: Promise<Readonly<Record<string, number>>>[] }> {
    const answers = await inAll(async ({ probe }) => {
      const { asked } = await probe.look();
      const answer = probe.tokens(CALLERS);
      answer.catch(() => undefined);
      await waitFor('the question to arrive', async () => (await probe.look()).asked >= asked + CALLERS);
      return { answer };
    });
    return { answers: answers.map(({ answer }) => answer) };
  }

  /** @returns what all of these callers in all of these windows have got. */
  async function theOneToken(
    answers: readonly Promise<Readonly<Record<string, number>>>[],
    old: string,
  ): Promise<string> {
    const all = await Promise.all(answers);
    const [token = ''] = Object.keys(all[0] ?? {});
    assert.deepEqual(
      all,
      answers.map(() => ({ [token]: CALLERS })),
    );
    assert.match(token, /^[0-9a-f]{64}$/);
    assert.notEqual(token, old);
    return token;
  }

  /** The token of now, as the probe tells it. */
  async function tokenOfNow(): Promise<string> {
    const [token = ''] = Object.keys(await seat(0).probe.tokens(1));
    assert.match(token, /^[0-9a-f]{64}$/);
    return token;
  }

  /** Each window has told of one change, and only one, in which the session stays signed in. */
  async function assertOneChange(since: number): Promise<void> {
    await inAll(async ({ probe }) => {
      const changes = async (from: Change['from']) =>
        (await probe.changesSince(since)).filter((change) => change.from === from);
      await waitFor('the change', async () => (await changes('api')).length > 0);
      await waitFor('the editor’s change', async () => (await changes('editor')).length > 0);
      const [change, ...others] = await changes('api');
      assert.ok(change?.from === 'api');
      assert.deepEqual([change.names, change.signedIn], [[SESSION], true]);
      assert.deepEqual(others, []);
      assert.equal((await changes('editor')).length, 1);
    });
  }

  /** How long after the first window the last one heard of the change, in milliseconds. */
  async function spread(since: number, signedIn: boolean): Promise<number> {
    const heard = await inAll(({ probe }) =>
      waitFor('the window to hear of it', async () => {
        const changes = await probe.changesSince(since);
        const api = changes.find((change) => change.from === 'api' && change.signedIn === signedIn);
        const editor = changes.find(({ from }) => from === 'editor');
        return api && editor && [api.at, editor.at];
      }),
    );
    return Math.max(...heard.flat()) - Math.min(...heard.flat());
  }

  const locks = () => path.join(stage.server.dataDir, 'User/globalStorage/sso-signin.aws-sso/locks');
  const lockFiles = async () => (await readdir(locks())).filter((name) => name.endsWith('.lock'));

  async function ownerOfLock(): Promise<Seat> {
    const file = (await lockFiles()).find((name) => name.startsWith('session-'));
    assert.ok(file, 'There is a lock.');
    const { pid } = JSON.parse(await readFile(path.join(locks(), file), 'utf8')) as { pid: number };
    const owner = seats.find(({ probe }) => probe.pid === pid);
    assert.ok(owner, 'It is that of a window.');
    return owner;
  }

  it('renew an expired token once, for a thousand callers, with a service whose clock is an hour off', async () => {
    const old = await tokenOfNow();
    holdRefresh();
    const before = await expiredEverywhere();
    const { answers } = await askEverywhere();
    const since = Date.now();
    stage.identityCenter.healthy();
    stage.identityCenter.skewDate(3600);
    await theOneToken(answers, old);
    assert.equal(refreshes().length, before.length, 'There was no refresh but the one that was held.');
    assert.equal(refreshes().at(-1)?.status, 200);
    await assertOneChange(since);
  });

  it('renew it once when the window that was at it is killed', async () => {
    const old = await tokenOfNow();
    holdRefresh();
    const before = await expiredEverywhere();
    const issued = stage.identityCenter.issuedSecrets.length;
    const { answers } = await askEverywhere();
    const killed = await ownerOfLock();
    const index = seats.indexOf(killed);
    const since = Date.now();
    process.kill(killed.probe.pid, 'SIGKILL');
    await assert.rejects(answers[index] ?? Promise.resolve());
    // The editor only offers to reload it.
    await close(killed);
    await theOneToken(answers.toSpliced(index, 1), old);
    assert.ok(Date.now() - since < SILENCE_MS / 2, 'Its death was seen, not waited out.');
    assert.deepEqual(
      refreshes()
        .slice(before.length - 1)
        .map(({ status }) => status),
      [0, 200],
    );
    stage.identityCenter.healthy();
    await assertOneChange(since);
    assert.equal(stage.identityCenter.issuedSecrets.length, issued + 2, 'One refresh ran.');
  });

  it('all get the same new token when the answer of the first refresh is lost', async () => {
    const old = await tokenOfNow();
    const before = refreshes().length;
    const since = Date.now();
    stage.identityCenter.fail('CreateToken', { kind: 'dropAfter' });
    await waitFor('a refresh', () => refreshes().length > before);
    // Until the next attempt, callers get the old token while it is good, and the failure then.
    const isNew = (counts: Readonly<Record<string, number>>) =>
      Object.keys(counts).every((text) => /^[0-9a-f]{64}$/.test(text) && text !== old);
    const found = await waitFor('the new token everywhere', async () => {
      const { answers } = await askEverywhere();
      return (await Promise.all(answers)).every(isNew) && answers;
    });
    await theOneToken(found, old);
    assert.deepEqual(
      refreshes()
        .slice(before)
        .map(({ status }) => status),
      [0, 200],
    );
    await assertOneChange(since);
  });

  it('stay signed in, and renew once, without one whose secret storage was emptied, until it has it back', async () => {
    const others = seats.slice(0, -1);
    const [emptied] = seats.slice(-1);
    assert.ok(emptied);
    await goodForAnother(8);
    const old = await tokenOfNow();
    holdRefresh();
    const stored = "localStorage.getItem('secrets.provider')";
    const kept = await emptied.window.page.evaluate<string | null>(stored);
    assert.ok(kept, 'There was something to lose.');
    await emptied.window.page.evaluate("localStorage.removeItem('secrets.provider')");
    seats = others;
    await emptied.window.reload();
    const alone = await probeIn();
    assert.equal(await expiry(alone), 0, 'It has no session any more, nor what the others would know it by.');

    const before = await expiredEverywhere();
    const { answers } = await askEverywhere();
    const since = Date.now();
    stage.identityCenter.healthy();
    await theOneToken(answers, old);
    assert.equal(refreshes().length, before.length);
    assert.equal(refreshes().at(-1)?.status, 200);
    await assertOneChange(since);
    assert.equal(await expiry(alone), 0);

    await emptied.window.page.evaluate(`localStorage.setItem('secrets.provider', ${JSON.stringify(kept)})`);
    await emptied.window.reload();
    const probe = await probeIn();
    seats = [...others, { window: emptied.window, probe }];
    await waitFor('the session', async () => (await expiry(probe)) > Date.now());
  });

  /** Waits for a refresh that no caller has asked for, to be known everywhere. @returns the moment before. */
  async function renewedByItself(): Promise<number> {
    const since = Date.now();
    await inAll(({ probe }) =>
      waitFor('the token to be renewed', async () => (await probe.changesSince(since)).length > 0),
    );
    return since;
  }

  it('hear of a sign-out, a sign-in and a refresh within two seconds', async () => {
    const signOutAt = await signOut(seat(1));
    const signedOut = await spread(signOutAt, false);

    const signInAt = Date.now();
    await signIn(seat(2));
    const signedIn = await spread(signInAt, true);

    const refreshed = await spread(await renewedByItself(), true);
    for (const [what, milliseconds] of Object.entries({ signedOut, signedIn, refreshed }))
      assert.ok(milliseconds < 2_000, `${what}: ${milliseconds} ms`);
  });

  /** Signs out, and agrees to that. @returns the moment. */
  async function signOut({ window, probe }: Seat): Promise<number> {
    const running = probe.run('awsSso.signOut', { session: SESSION });
    await window.dialog(/Sign out of /);
    const at = Date.now();
    await window.pressDialogButton('Sign Out');
    await running;
    return at;
  }

  async function signOutEverywhere(): Promise<void> {
    await spread(await signOut(seat(0)), false);
    await inAll(({ probe }) => probe.run('notifications.clearAll'));
  }

  /** @returns the one of them that shows a code, and the other, which waits for it. */
  async function signingIn(...asked: readonly [Seat, Seat]): Promise<readonly [Seat, Seat]> {
    await inAll(({ probe }) => probe.run('awsSso.signIn', { session: SESSION }), asked);
    const texts = await inAll(
      ({ window }) => window.notificationText(new RegExp(`${ELSEWHERE}|^[A-Z]{4}-`)),
      asked,
    );
    const waiting = texts.map((text) => text.includes(ELSEWHERE));
    assert.deepEqual([...waiting].sort(), [false, true], 'One window has the code, and one waits.');
    return waiting[0] ? [asked[1], asked[0]] : asked;
  }

  it('sign in with one code, in the window where the person wants it', async () => {
    await signOutEverywhere();
    const pages = seat(0).window.context.pages().length;
    const started = authorizations();
    const [first, second] = await signingIn(seat(0), seat(2));
    assert.equal(authorizations(), started + 1);
    assert.equal(stage.identityCenter.pendingUserCodes.length, 1);
    const code = await codeShown(first.window);
    const waiting = await second.window.notification(ELSEWHERE);

    await waiting.getByRole('link', { name: 'Sign In Here' }).click();
    const next = await codeShown(second.window);
    assert.notEqual(next, code);
    assert.equal(authorizations(), started + 2);
    await first.window.notification(ELSEWHERE);
    await second.window.notificationGone(ELSEWHERE);

    stage.identityCenter.approve(next);
    for (const { window } of [first, second]) {
      await window.notification(`Signed in to ${SESSION}.`);
      await window.notificationGone(SIGNING_IN);
    }
    assert.equal(authorizations(), started + 2);
    assert.equal(seat(0).window.context.pages().length, pages, 'Nobody has opened a page unasked.');
    const tokens = await inAll(({ probe }) => probe.tokens(1));
    assert.equal(new Set(tokens.flatMap(Object.keys)).size, 1);
  });

  it('go on with a sign-in that was cancelled in another window, or whose window was closed', async () => {
    await signOutEverywhere();
    const [first, second] = await signingIn(seat(0), seat(1));
    const code = await codeShown(first.window);
    await first.window.cancelProgress(SIGNING_IN);
    const next = await codeShown(second.window);
    assert.notEqual(next, code);
    assert.deepEqual(
      await first.window.notifications().then((all) => all.filter((text) => SIGNING_IN.test(text))),
      [],
    );

    const third = seat(2);
    await third.probe.run('awsSso.signIn', { session: SESSION });
    await third.window.notification(ELSEWHERE);
    await close(second);
    const last = await codeShown(third.window);
    assert.notEqual(last, next);
    stage.identityCenter.approve(last);
    await third.window.notification(`Signed in to ${SESSION}.`);
    await inAll(({ probe }) =>
      waitFor('the session', async () => (await probe.look()).sessions.some(({ signedIn }) => signedIn)),
    );
  });

  it('say once that a session has ended, and sign in again from there', async () => {
    const since = Date.now();
    stage.identityCenter.revokeSessions();
    await spread(since, false);
    const ended = `Your sign-in to ${LABEL} has ended.`;
    const showing = () =>
      inAll(
        async ({ window }) => (await window.notifications()).filter((text) => text.includes(ended)).length,
      );
    await waitFor('somebody to tell', async () => (await showing()).some((count) => count > 0));
    // Who tells is decided under the lock, one window after the other.
    await waitFor('all to have decided', async () => (await lockFiles()).length === 0);
    const counts = await showing();
    assert.deepEqual([...counts].sort(), [0, 0, 1]);
    const teller = seat(counts.indexOf(1));
    assert.deepEqual(await teller.window.notificationButtons(ended), ['Sign In']);

    await teller.window.pressNotificationButton(ended, 'Sign In');
    const again = Date.now();
    stage.identityCenter.approve(await codeShown(teller.window));
    await teller.window.notification(`Signed in to ${SESSION}.`);
    await spread(again, true);
    assert.deepEqual(await showing(), [0, 0, 0], 'Nobody has told it later.');
  });
});
