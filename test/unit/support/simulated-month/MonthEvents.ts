import type { Weather } from '../SimulatedAws.ts';
import type { MonthAwsCli } from './MonthAwsCli.ts';
import type { MonthCalls } from './MonthCalls.ts';
import type { MonthLife } from './MonthLife.ts';
import { ID, type MonthState, type MonthWindow } from './MonthState.ts';
import type { MonthWindows } from './MonthWindows.ts';
import { HOUR, MINUTE, SECOND } from './times.ts';

interface MonthEventsOptions {
  readonly month: MonthState;
  readonly life: MonthLife;
  readonly calls: MonthCalls;
  readonly windows: MonthWindows;
  readonly awsCli: MonthAwsCli;
}

/** Has one thing after the other happen, as chance has it. */
export class MonthEvents {
  readonly #month: MonthState;
  readonly #life: MonthLife;
  readonly #calls: MonthCalls;
  readonly #windows: MonthWindows;
  readonly #awsCli: MonthAwsCli;

  constructor({ month, life, calls, windows, awsCli }: MonthEventsOptions) {
    this.#month = month;
    this.#life = life;
    this.#calls = calls;
    this.#windows = windows;
    this.#awsCli = awsCli;
  }

  async step(): Promise<void> {
    const event = this.#month.random.weighted({
      time: 20,
      calls: 50,
      portal: 6,
      weather: 4,
      sleep: 12,
      kill: 4,
      restart: 1,
      clock: 2,
      empty: 2,
      awsCli: this.#month.options.isShared ? 8 : 0,
      dropToken: 1,
      signOut: 0.5,
    });
    switch (event) {
      case 'time':
        return this.#life.pass(this.#month.random.magnitude(MINUTE, 4 * HOUR));
      case 'calls':
        return this.#calls.call();
      case 'portal':
        return this.#calls.callPortal();
      case 'weather':
        return this.#change();
      case 'sleep':
        return this.#sleep();
      case 'kill':
        return this.#replace(this.#month.random.pick(this.#month.windows));
      case 'restart':
        return this.#restart();
      case 'clock':
        return this.#setClock();
      case 'empty':
        return this.#empty();
      case 'awsCli':
        return this.#awsCli.refreshWithCli();
      case 'dropToken':
        return this.#drop();
      case 'signOut':
        return this.signOutAndIn();
    }
  }

  async #change(): Promise<void> {
    const random = this.#month.random;
    const weather = random.pick<Weather>([
      ...(['unreachable', 'hanging', 'losing answers', 'busy', 'throttling', 'captive'] as const),
    ]);
    this.#month.aws.retryAfter = random.chance(0.5) ? random.magnitude(1, 600) : undefined;
    this.#month.tell(`${weather}, retry after ${this.#month.aws.retryAfter ?? '–'} s`);
    this.#month.aws.weather = weather;
    // There are calls, too, while nothing works.
    const end = this.#month.time.now + random.magnitude(10 * SECOND, 2 * HOUR);
    while (this.#month.time.now < end) {
      await (random.chance(0.3)
        ? this.#calls.call()
        : this.#life.pass(random.magnitude(SECOND, 30 * MINUTE)));
      if (random.chance(0.1)) {
        await this.#sleep();
      }
    }
    this.#month.tell('fine');
    this.#month.aws.weather = 'fine';
    this.#month.lastFault = this.#month.time.now;
  }

  async #sleep(): Promise<void> {
    const ms = this.#month.random.magnitude(MINUTE, 12 * HOUR);
    this.#month.tell(`asleep for ${Math.round(ms / MINUTE)} min`);
    this.#month.time.sleep(ms);
    this.#month.lastWake = this.#month.time.now;
    await this.#life.pass(this.#month.random.magnitude(1, 2 * MINUTE));
  }

  async #replace(window: MonthWindow): Promise<void> {
    this.#windows.kill(window);
    await this.#life.pass(this.#month.random.magnitude(1, HOUR));
    this.#windows.open();
    await this.#life.pass(SECOND);
  }

  async #restart(): Promise<void> {
    for (const window of this.#month.windows) {
      this.#windows.kill(window);
    }
    await this.#life.pass(this.#month.random.magnitude(1, 3 * HOUR));
    for (let count = 0; count < 3; count++) {
      this.#windows.open();
      await this.#life.pass(this.#month.random.magnitude(1, SECOND));
    }
    await this.#life.pass(SECOND);
  }

  async #setClock(): Promise<void> {
    const by = this.#month.random.between(-HOUR, HOUR);
    this.#month.tell(`the clock is set by ${Math.round(by / SECOND)} s`);
    this.#month.time.setClock(by);
    this.#month.lastClockChange = this.#month.time.now;
    await this.#life.pass(this.#month.random.magnitude(1, HOUR));
  }

  async #empty(): Promise<void> {
    const window = this.#month.random.pick(this.#month.windows);
    this.#month.tell(`the secrets are gone, and ${window.name} looks`);
    this.#month.secrets.empty(window);
    if (this.#month.random.chance(0.5)) {
      await this.#life.pass(this.#month.random.magnitude(1, HOUR));
    }
    await this.#life.until(Promise.all(this.#month.windows.map(({ sessions }) => sessions.reload())));
    await this.#life.pass(SECOND);
  }

  async #drop(): Promise<void> {
    const token = this.#month.windows[0]?.sessions.find(ID)?.accessToken;
    if (token) {
      this.#month.tell(`the portal drops ${token}`);
      this.#month.aws.dropAccessToken(token);
    }
    await this.#calls.callPortal();
  }

  async signOutAndIn(): Promise<void> {
    if (this.#month.state !== 'signed in') {
      return;
    }
    const window = this.#month.random.pick(this.#month.windows);
    if (this.#month.random.chance(0.3)) {
      this.#calls.callFresh(window);
    }
    this.#month.tell(`${window.name} signs out`);
    this.#month.state = 'signing out';
    await this.#life.until(window.sessions.signOut(ID));
    this.#month.state = 'signed out';
    await this.#life.pass(30 * SECOND);
    await this.#life.until(Promise.all(this.#month.windows.map(({ sessions }) => sessions.takeShared())));
    await this.#life.silence('after the sign-out');
    await this.#life.signIn();
  }
}
