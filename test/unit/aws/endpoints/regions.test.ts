import assert from 'node:assert/strict';
import { parseRegion, REGIONS } from '../../../../src/aws/endpoints/regions.ts';

describe('parseRegion', () => {
  it('takes every region offered, and new ones of the same form, in any case', () => {
    for (const region of [...Object.keys(REGIONS), 'us-isob-east-1', 'xx-new-12']) {
      assert.equal(parseRegion(` ${region.toUpperCase()} `), region);
    }
  });

  for (const text of ['', 'Ireland', 'us-east', 'us-east-1a', 'us east 1', 'us-east-1.example']) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(() => parseRegion(text), { code: 'InvalidRequest', message: /isn’t an AWS region/ }));
  }
});
