import type { Lock } from '../../../src/sessions/windows/Lock.ts';
import type { SecretStore } from '../../../src/sessions/store/SecretStore.ts';
import type { Client } from './SimulatedAws.ts';
import type { SeededRandom } from './seededRandom.ts';
import { pause } from './VirtualTime.ts';

interface Turn {
  readonly client: Client;
  readonly begin: () => void;
}

/** A lock that a window takes into its grave, and that is handed on then, as the one of files is. */
export class SimulatedLock {
  readonly #queues = new Map<string, Turn[]>();
  /** The names that somebody held who was killed, until the next one holds them. */
  readonly #abandoned = new Set<string>();

  seenBy(client: Client): Lock {
    return {
      hold: async (name, signal, action, onWait) => {
        signal.throwIfAborted();
        if (client.isKilled) {
          return new Promise(() => undefined);
        }
        const queue = this.#queues.get(name) ?? [];
        this.#queues.set(name, queue);
        let turn: Turn | undefined;
        try {
          await new Promise<void>((resolve, reject) => {
            const abort = (): void => reject(signal.reason as Error);
            const begin = (): void => {
              signal.removeEventListener('abort', abort);
              resolve();
            };
            turn = { client, begin };
            queue.push(turn);
            if (queue[0] === turn) {
              begin();
            } else {
              onWait?.();
              signal.addEventListener('abort', abort, { once: true });
            }
          });
          return await action(this.#abandoned.delete(name));
        } finally {
          this.#leave(queue, (other) => other === turn);
        }
      },
    };
  }

  /** What a window held is free, although what it did never ends. @returns whether it held anything. */
  abandon(client: Client): boolean {
    let hasHeld = false;
    for (const [name, queue] of this.#queues) {
      if (queue[0]?.client === client) {
        this.#abandoned.add(name);
        hasHeld = true;
      }
      this.#leave(queue, (turn) => turn.client === client);
    }
    return hasHeld;
  }

  #leave(queue: Turn[], isLeaving: (turn: Turn) => boolean): void {
    const [first] = queue;
    queue.splice(0, queue.length, ...queue.filter((turn) => !isLeaving(turn)));
    if (queue[0] !== first) {
      queue[0]?.begin();
    }
  }
}

/**
 * The editor's secret storage. Either all windows see the same, or each has a copy of what was on the disk when it
 * was opened, and with every change writes all of it there.
 */
export class SimulatedSecrets {
  disk = new Map<string, string>();
  readonly #random: SeededRandom;
  readonly #isShared: boolean;
  readonly #copies = new Map<Client, Map<string, string>>();
  /** Told some time after a change, or what was taken for one. */
  readonly #onChange: (client: Client) => void;

  constructor(random: SeededRandom, isShared: boolean, onChange: (client: Client) => void) {
    this.#random = random;
    this.#isShared = isShared;
    this.#onChange = onChange;
  }

  seenBy(client: Client): SecretStore {
    this.#copies.set(client, this.#isShared ? this.disk : new Map(this.disk));
    const values = (): Map<string, string> => this.#copies.get(client) ?? new Map<string, string>();
    const change = async (action: () => void): Promise<void> => {
      await pause(this.#random.between(1, 100));
      if (client.isKilled) {
        return new Promise(() => undefined);
      }
      action();
      this.#written(client);
    };
    return {
      get: (key) => Promise.resolve(values().get(key)),
      store: (key, value) => change(() => void values().set(key, value)),
      delete: (key) => change(() => void values().delete(key)),
    };
  }

  /** It is gone, from the disk and from what this window has of it. */
  empty(client: Client): void {
    this.disk.clear();
    this.#copies.get(client)?.clear();
  }

  close(client: Client): void {
    this.#copies.delete(client);
  }

  #written(client: Client): void {
    if (!this.#isShared) {
      this.disk = new Map(this.#copies.get(client));
    }
    const clients = this.#isShared ? [...this.#copies.keys()] : [client];
    for (const other of clients) {
      void pause(this.#random.between(1, 2_000)).then(() => {
        if (!other.isKilled) {
          this.#onChange(other);
        }
      });
    }
  }
}
