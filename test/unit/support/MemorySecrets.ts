import type { SecretStore } from '../../../src/sessions/SecretStore.ts';

/** A secret store that a test can look into. */
export class MemorySecrets implements SecretStore {
  readonly values = new Map<string, string>();

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
