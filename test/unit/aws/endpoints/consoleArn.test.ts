import assert from 'node:assert/strict';
import { isConsoleArn, parseConsoleArn, userOfArn } from '../../../../src/aws/endpoints/consoleArn.ts';
import { consoleLabel } from '../../../../src/sessions/kinds/console.ts';

describe('consoleArn', () => {
  for (const [arn, user, label] of [
    ['arn:aws:iam::111122223333:user/alice', 'alice', 'user/alice (111122223333)'],
    ['arn:aws:iam::111122223333:user/team/alice', 'team/alice', 'user/team/alice (111122223333)'],
    ['arn:aws:iam::111122223333:root', 'root', 'root (111122223333)'],
    [
      'arn:aws:sts::111122223333:assumed-role/Admin/alice',
      'Admin/alice',
      'assumed-role/Admin/alice (111122223333)',
    ],
    ['arn:aws-cn:iam::111122223333:user/alice', 'alice', 'user/alice (111122223333, aws-cn)'],
  ] as const) {
    it(`reads ${arn}`, () => {
      assert.equal(parseConsoleArn(arn).accountId, '111122223333');
      assert.equal(userOfArn(arn), user);
      assert.equal(consoleLabel({ arn }), label);
    });
  }

  for (const text of [
    '',
    'alice',
    'arn:aws:iam::1111:user/alice',
    'arn:aws:s3:::bucket',
    'arn:aws:iam::111122223333:',
    'arn:aws:iam::111122223333:user/a b',
    'arn:aws:iam::111122223333:user/a\nrole_arn = x',
  ]) {
    it(`takes ${JSON.stringify(text)} for none`, () => {
      assert.equal(isConsoleArn(text), false);
      assert.throws(() => parseConsoleArn(text), { code: 'InvalidRequest' });
    });
  }
});
