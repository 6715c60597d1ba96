import assert from 'node:assert/strict';
import { withoutPrivate } from '../../../../src/features/diagnosis/withoutPrivate.ts';

describe('withoutPrivate', () => {
  for (const [text, left] of [
    ['in /home/john/x.', 'in ~/x.'],
    ['in /Users/john, and on', 'in ~, and on'],
    ['in C:\\Users\\john\\x', 'in ~\\x'],
    ['in c:\\users\\john', 'in ~'],
    ['in C:/Users/john/x', 'in ~/x'],
    ["in 'C:\\\\Users\\\\John Doe\\\\x'", "in '~\\\\x'"],
    ['in C:\\Users\\John Doe\\.aws and D:\\x', 'in ~\\.aws and D:\\x'],
    ['C:\\Users\\John Doe cannot be read', '~ cannot be read'],
    ['C:\\Users\\john doe\\x: not there', '~\\x: not there'],
    ['https://x.example/home/john', 'https://x.example/home/john'],
    ['http://john:s3cret@proxy:8080/x fails', 'http://proxy:8080/x fails'],
    ['http://john@corp:s3c@ret@proxy:8080', 'http://proxy:8080'],
    ['“http://john:12/34@proxy:8080” fails', '“…” fails'],
    ['http://john:12#34@proxy, and on', '…, and on'],
    ['http://john:12?34@proxy', '…'],
    ['socks5://john:12\\34@proxy', '…'],
    ['//john:s3cret@proxy', '//proxy'],
    ['of 111122223333_Admin and arn:aws:iam::111122223333:role/x', 'of (account)_Admin and (ARN)'],
    [
      'http://proxy.example:8080/x is for john@x.example',
      'http://proxy.example:8080/x is for john@x.example',
    ],
  ] as const) {
    it(`makes “${left}” of “${text}”`, () => assert.equal(withoutPrivate(text, ''), left));
  }

  it('knows the home directory of whoever this is, wherever that is', () => {
    assert.equal(withoutPrivate('in /srv/al/.aws/config', '/srv/al'), 'in ~/.aws/config');
    assert.equal(withoutPrivate('in /srv/al.', '/srv/al'), 'in ~.');
    // The rest of another name would tell.
    assert.equal(withoutPrivate('in /srv/alice', '/srv/al'), 'in /srv/alice');
  });

  it('knows it on Windows, in any case and by either slash', () => {
    const home = 'D:\\Profiles\\john doe';
    for (const text of ['D:\\Profiles\\john doe', 'd:\\profiles\\John Doe', 'D:/Profiles/john doe']) {
      assert.equal(withoutPrivate(`${text} cannot be read`, home), '~ cannot be read');
    }
  });
});
