import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY']);

/** The error of a file that cannot be written, in a sentence where a person can do something about it. */
export function fileError(file: string, cause: unknown): unknown {
  const { code = '' } = (cause ?? {}) as NodeJS.ErrnoException;
  if (FULL.has(code)) {
    const sentence = l10n.t('Couldn’t change {0}: the disk is full. Free some space, then try again.', file);
    return new AwsSsoError('Service', sentence, { cause });
  }
  return FORBIDDEN.has(code)
    ? new AwsSsoError('Service', l10n.t('Couldn’t change {0}. Check that you can write it.', file), { cause })
    : cause;
}
