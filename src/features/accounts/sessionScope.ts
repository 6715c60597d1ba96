import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';

/** The form of the scope that picks a session: by its name, or by its ARN where it is one of the AWS console. */
export const SESSION_SCOPE = 'session:';

/** What scopes ask for. They are a set: order and repetitions mean nothing. */
export interface WantedSession {
  /** The session's name or ARN; any, if left out. */
  readonly session: string | undefined;
  readonly scopes: readonly string[];
}

/** @throws AwsSsoError `InvalidRequest` for more than one session. */
export function parseSessionScope(scopes: readonly string[]): WantedSession {
  const all = [...new Set(scopes)];
  const [session, ...others] = all.filter((scope) => scope.startsWith(SESSION_SCOPE));
  if (others.length > 0) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('The scopes can name only one session, like {0}.', `${SESSION_SCOPE}<name>`),
    );
  }
  return {
    session: session?.slice(SESSION_SCOPE.length),
    scopes: all.filter((scope) => scope !== session),
  };
}
