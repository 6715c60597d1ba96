import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { writeFileAtomically } from '../../aws/config/writeFileAtomically.ts';
import { AwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { NEVER } from '../../base/never.ts';
import { sameSecret } from '../../base/sameSecret.ts';
import { readDocument, writeDocument } from '../../sessions/store/documents.ts';
import type { SecretStore } from '../../sessions/store/SecretStore.ts';
import type { Lock } from '../../sessions/windows/Lock.ts';
import type { WindowKey } from '../../sessions/windows/WindowKey.ts';
import { SERVED_FILE } from './servedFolder.ts';

/** A role that a person has added a profile for, with the names that they know it by. */
const ServedRoleSchema = v.object({
  /** The session's id: another portal under the same name inherits nothing. */
  session: v.string(),
  sessionName: v.string(),
  /** As the command in the profile names the session. */
  calledSession: v.string(),
  accountId: v.string(),
  accountName: v.optional(v.string()),
  roleName: v.string(),
  profile: v.string(),
  /** The AWS config file that has the profile. */
  file: v.string(),
});

const ContentSchema = v.object({ revision: v.number(), roles: v.array(ServedRoleSchema) });
const FileSchema = v.object({ version: v.literal(1), content: v.string(), seal: v.string() });

/** The highest revision, so that nobody brings an older list back. */
const REVISION = { schema: v.number(), version: 1 };
const REVISION_KEY = 'servedRoles';

const PURPOSE = 'aws-sso served roles 1\n';

export type ServedRole = Readonly<v.InferOutput<typeof ServedRoleSchema>>;

export interface ServedRolesOptions {
  /** Of all windows. */
  readonly directory: string;
  readonly secrets: SecretStore;
  readonly key: Pick<WindowKey, 'get' | 'reread'>;
  readonly lock: Lock;
  /** Tells the other windows of a revision. @returns the highest that they know. */
  readonly tellOthers: (revision: number) => Promise<number>;
  readonly log: Log;
}

interface List {
  readonly revision: number;
  readonly roles: readonly ServedRole[];
}

/**
 * The roles that programs outside of the editor get credentials of: those that a person has added a profile for.
 *
 * They are in a file, since that is what all windows share at once; sealed by the windows' key, which is in the secret store: a
 * program that can write files adds no role. And with a revision that only grows, so that no older list comes back.
 */
export class ServedRoles {
  readonly #options: ServedRolesOptions;
  readonly #file: string;
  #stored: Promise<number> | undefined;
  #seen = 0;

  constructor(options: ServedRolesOptions) {
    this.#options = options;
    this.#file = path.join(options.directory, SERVED_FILE);
  }

  /** All of them, as they are at this moment; none where the list isn't ours. Does not reject. */
  async all(): Promise<readonly ServedRole[]> {
    return (await this.#read()).roles;
  }

  /** @throws AwsSsoError `Service` where the secret store can't be used; the file system's errors. */
  async add(added: readonly ServedRole[]): Promise<void> {
    await this.#change((roles) => [...without(roles, added), ...added]);
  }

  /** @throws as `add`. */
  async remove(removed: readonly ServedRole[]): Promise<void> {
    await this.#change((roles) => without(roles, removed));
  }

  /** Takes that another window knows this revision. @returns the highest that this one knows. */
  heard(revision: number): number {
    this.#seen = Math.max(this.#seen, revision);
    return this.#seen;
  }

  async #read(): Promise<List> {
    // Each time: a window that is gone may have told nobody. One question for all who read at the same moment.
    this.#stored ??= this.#storedRevision().finally(() => (this.#stored = undefined));
    const newest = this.heard(await this.#stored);
    const text = await readFile(this.#file, 'utf8').catch(() => undefined);
    const list = text === undefined ? undefined : await this.#open(text);
    if (list && list.revision >= newest) {
      this.heard(list.revision);
      return list;
    }
    if (text !== undefined) {
      this.#options.log.warn(
        'The list of served profiles isn’t the one that VS Code wrote last, and is ignored.',
      );
    }
    return { revision: newest, roles: [] };
  }

  /** @returns undefined for what no window has written. */
  async #open(text: string): Promise<List | undefined> {
    try {
      const { content, seal } = v.parse(FileSchema, JSON.parse(text));
      const { key } = this.#options;
      const isOurs = (by: Buffer | undefined): boolean =>
        by !== undefined && sameSecret(sealOf(by, content), seal);
      // Another window may have made a key in the same moment, and its key may be the one that is stored.
      if (isOurs(await key.get()) || isOurs(await key.reread())) {
        return v.parse(ContentSchema, JSON.parse(content));
      }
    } catch {
      // Whoever wrote it, it was none of us.
    }
    return undefined;
  }

  async #change(edit: (roles: readonly ServedRole[]) => readonly ServedRole[]): Promise<void> {
    const { lock, key, secrets, tellOthers, log } = this.#options;
    await lock.hold('served-roles', NEVER, async () => {
      const windowKey = await key.get();
      if (!windowKey) {
        throw new AwsSsoError(
          'Service',
          l10n.t(
            'VS Code can’t use its secret storage, so it can’t serve profiles. Unlock your keyring and try again.',
          ),
        );
      }
      const before = await this.#read();
      // A secret store may have lost it.
      const revision = Math.max(before.revision, await tellOthers(before.revision)) + 1;
      const roles = edit(before.roles);
      const content = JSON.stringify({ revision, roles });
      const file = { version: 1, content, seal: sealOf(windowKey, content) };
      mkdirSync(this.#options.directory, { recursive: true, mode: 0o700 });
      // Without it, an editor that starts has nothing to do.
      await (roles.length > 0
        ? writeFileAtomically(this.#file, JSON.stringify(file))
        : rm(this.#file, { force: true }));
      this.heard(revision);
      // Best effort: the seal holds without it.
      await Promise.resolve(writeDocument(secrets, REVISION_KEY, REVISION, revision)).catch(() =>
        log.warn('The revision of the served profiles wasn’t stored.'),
      );
      await tellOthers(revision);
    });
  }

  async #storedRevision(): Promise<number> {
    const { secrets, log } = this.#options;
    return (await readDocument(secrets, log, REVISION_KEY, REVISION).catch(() => undefined)) ?? 0;
  }
}

function without(roles: readonly ServedRole[], others: readonly ServedRole[]): readonly ServedRole[] {
  return roles.filter(
    (one) => !others.some(({ profile, file }) => one.profile === profile && one.file === file),
  );
}

function sealOf(key: Buffer, content: string): string {
  return createHmac('sha256', key).update(PURPOSE).update(content).digest('base64url');
}
