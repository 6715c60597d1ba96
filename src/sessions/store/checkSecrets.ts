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
        l10n.t('The editor’s secret storage does not keep what it is given, so no sign-in will last.'),
      );
    }
  } finally {
    await secrets.delete(key);
  }
  if ((await secrets.get(key)) !== undefined) {
    throw new AwsSsoError('Service', l10n.t('The editor’s secret storage does not remove what it should.'));
  }
}
