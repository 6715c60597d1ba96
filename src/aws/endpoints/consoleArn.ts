import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';

/** Who uses the console: `arn:aws:iam::111122223333:user/alice`, or a role that somebody has assumed, or the root user. */
export interface ConsoleArn {
  readonly partition: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** Such as `user/alice`. */
  readonly resource: string;
}

/** Without the brackets and parentheses that paths of users may hold: the editor would make links of them. */
const ARN = /^arn:(aws[a-z-]*):(?:iam|sts)::(\d{12}):([\x21-\x27\x2a-\x5a\x5c\x5e-\x7e]+)$/;

export function isConsoleArn(text: string): boolean {
  return ARN.test(text);
}

/** @throws AwsSsoError `InvalidRequest` when the text is none. */
export function parseConsoleArn(text: string): ConsoleArn {
  const [, partition, accountId, resource] = ARN.exec(text) ?? [];
  if (partition === undefined || accountId === undefined || resource === undefined) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t(
        'This isn’t the ARN of a console session. One looks like {0}.',
        'arn:aws:iam::111122223333:user/alice',
      ),
    );
  }
  return { partition, accountId, resource };
}

/** The part that people know themselves by: `alice`, `Admin/alice` of an assumed role, `root`. */
export function userOfArn(arn: string): string {
  return parseConsoleArn(arn).resource.replace(/^(user|assumed-role|federated-user)\//, '');
}
