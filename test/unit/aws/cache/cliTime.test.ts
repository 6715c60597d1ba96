import assert from 'node:assert/strict';
import { cliTime } from '../../../../src/aws/cache/cliTime.ts';

it('cliTime writes a time in whole seconds, as the AWS CLI does', () => {
  assert.equal(cliTime(Date.UTC(2026, 10, 20, 8, 8, 21)), '2026-11-20T08:08:21Z');
  assert.equal(cliTime(Date.UTC(2026, 10, 20, 8, 8, 21, 999)), '2026-11-20T08:08:21Z');
});
