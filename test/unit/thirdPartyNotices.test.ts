import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { NOTICES_FILE, thirdPartyNotices } from '../../scripts/thirdPartyNotices.ts';

describe('The third-party notices', () => {
  it('hold the licence of each package that the bundles contain', async () => {
    assert.equal(
      readFileSync(NOTICES_FILE, 'utf8'),
      await thirdPartyNotices(),
      'Run "npm run notices", which writes the file anew.',
    );
  });
});
