import * as v from 'valibot';
import type * as vscode from 'vscode';

const KEY = 'awsSso.confirmedRoles';
const MAX = 500;

/**
 * The roles that the person has agreed to hand out to extensions, by the ids of their accounts. Kept as long as VS Code keeps
 * its own consents, so that nobody is asked again after a reload or the next sign-in.
 */
export class ConfirmedRoles {
  readonly #memory: Pick<vscode.Memento, 'get' | 'update'>;

  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    this.#memory = memory;
  }

  has(id: string): boolean {
    return this.#ids().includes(id);
  }

  async add(id: string): Promise<void> {
    await this.#memory.update(KEY, [id, ...this.#ids().filter((other) => other !== id)].slice(0, MAX));
  }

  async remove(id: string): Promise<void> {
    if (this.has(id)) {
      await this.#memory.update(
        KEY,
        this.#ids().filter((other) => other !== id),
      );
    }
  }

  #ids(): readonly string[] {
    const ids = v.safeParse(v.array(v.string()), this.#memory.get(KEY));
    return ids.success ? ids.output : [];
  }
}
