import type { SecretStore } from '../../../src/sessions/store/SecretStore.ts';

/** A secret store that a test can look into. */
export class MemorySecrets implements SecretStore {
  readonly values: Map<string, string>;

  /** @param values what it holds at first: a copy, as each window has it in some editors. */
  constructor(values: ReadonlyMap<string, string> = new Map()) {
    this.values = new Map(values);
  }

  get(key: string) {
    return Promise.resolve(this.values.get(key));
  }

  store(key: string, value: string) {
    this.values.set(key, value);
    return Promise.resolve();
  }

  delete(key: string) {
    this.values.delete(key);
    return Promise.resolve();
  }
}
