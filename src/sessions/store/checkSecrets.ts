import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import type { SecretStore } from './SecretStore.ts';

/**
 * Writes a value that means nothing, reads it, and deletes it.
 *
 * @throws AwsSsoError `Service` when it is not kept, or not removed; what the secret storage throws.
 */
export async function checkSecrets(secrets: SecretStore): Promise<void> {
  const value = randomUUID();
  // Of no session, and of no other window that does the same just now.
  const key = `awsSso.diagnosis.${randomUUID()}`;
  try {
    await secrets.store(key, value);
    if ((await secrets.get(key)) !== value) {
      throw new AwsSsoError(
        'Service',
        l10n.t('VS Code can’t keep secrets, so your sign-in won’t last. Check the keyring of this machine.'),
      );
    }
  } finally {
    await secrets.delete(key);
  }
  if ((await secrets.get(key)) !== undefined) {
    throw new AwsSsoError(
      'Service',
      l10n.t('VS Code couldn’t remove a secret. Check the keyring of this machine.'),
    );
  }
}
