import assert from 'node:assert/strict';
import { withoutUserInfo } from '../../../../src/http/fallback/withoutUserInfo.ts';

describe('withoutUserInfo', () => {
  for (const [address, shown] of [
    ['http://proxy.example:8080', 'http://proxy.example:8080'],
    ['http://alice:s3cret@proxy.example:8080/', 'http://proxy.example:8080'],
    ['http://alice:s3cret@proxy.example/pac?token=s3cret#s3cret', 'http://proxy.example'],
    ['socks5://alice@proxy.example:1080', 'socks5://proxy.example:1080'],
    ['alice:s3cret@proxy.example:8080', 'proxy.example:8080'],
    ['proxy.example:8080', 'proxy.example:8080'],
    ['http://alice:p@ss:w@rd@proxy.example:8080', 'http://proxy.example:8080'],
    // Not encoded, it ends the authority (RFC 3986 section 3.2).
    ['http://alice:12/34@proxy.example:8080', '…'],
    ['http://alice:12#34@proxy.example', '…'],
    ['http://alice:12?34@proxy.example', '…'],
    ['http://alice:12\\34@proxy.example', '…'],
    ['socks5://alice:12/34@proxy.example', '…'],
    ['alice:12/34@proxy.example', '…'],
    ['http://alice:s3cret@', '…'],
    ['alice:s3cret', '…'],
  ] as const) {
    it(`shows ${address} as ${shown}`, () => assert.equal(withoutUserInfo(address), shown));
  }
});
