import assert from 'node:assert/strict';
import { readLink } from '../../../../src/features/links/readLink.ts';

const START_URL = 'https://d-1234567890.awsapps.com/start';
const SIGN_IN = `startUrl=${START_URL}&region=us-east-1`;
const ROLE = 'account=111122223333&role=Admin';

describe('readLink', () => {
  it('takes a portal for a sign-in', () => {
    assert.deepEqual(readLink({ path: '/sign-in', query: SIGN_IN }), {
      ...{ kind: 'signIn', startUrl: START_URL, region: 'us-east-1', session: undefined },
    });
    assert.deepEqual(readLink({ path: '/sign-in', query: `${SIGN_IN}&session=corp` }), {
      ...{ kind: 'signIn', startUrl: START_URL, region: 'us-east-1', session: 'corp' },
    });
  });

  it('takes a role', () => {
    assert.deepEqual(readLink({ path: '/role', query: ROLE }), {
      ...{ kind: 'role', accountId: '111122223333', roleName: 'Admin', session: undefined },
    });
    assert.deepEqual(readLink({ path: '/role', query: `session=my corp&${ROLE}` }), {
      ...{ kind: 'role', accountId: '111122223333', roleName: 'Admin', session: 'my corp' },
    });
  });

  it('takes a start URL in any of the forms that people copy, and keeps the canonical one', () => {
    for (const text of [`${START_URL}/`, `${START_URL}/#/`, 'd-1234567890', 'd-1234567890.awsapps.com']) {
      const link = readLink({ path: '/sign-in/', query: `startUrl=${text}&region=US-East-1` });
      assert.deepEqual(
        [link.kind === 'signIn' && link.startUrl, link.kind === 'signIn' && link.region],
        [START_URL, 'us-east-1'],
      );
    }
  });

  it('undoes no encoding a second time, and takes no “+” for a space', () => {
    const link = readLink({ path: '/role', query: 'account=111122223333&role=A+b=c,d.@-' });
    assert.equal(link.kind === 'role' && link.roleName, 'A+b=c,d.@-');
    assert.throws(
      () =>
        readLink({ path: '/sign-in', query: `startUrl=${encodeURIComponent(START_URL)}&region=us-east-1` }),
      { code: 'InvalidRequest', message: 'The “startUrl” in this link is no AWS access portal.' },
    );
  });

  it('passes over parameters that VS Code and others add', () =>
    assert.equal(
      readLink({ path: '/role', query: `windowId=1&${ROLE}&utm_source=mail&role2=x&=&&` }).kind,
      'role',
    ));

  const LEADS_NOWHERE = 'This link leads nowhere: it must begin with /sign-in or /role.';
  const bad: readonly [what: string, path: string, query: string, message: string][] = [
    ['no path', '', SIGN_IN, LEADS_NOWHERE],
    ['an unknown path', '/console', ROLE, LEADS_NOWHERE],
    ['a path with more behind it', '/role/admin', ROLE, LEADS_NOWHERE],
    ['a path in other letters', '/Role', ROLE, LEADS_NOWHERE],
    ['a path that every object has', '/__proto__', ROLE, LEADS_NOWHERE],
    ['one without any parameters', '/sign-in', '', 'This link lacks “startUrl”.'],
    ['one without a region', '/sign-in', `startUrl=${START_URL}`, 'This link lacks “region”.'],
    ['an empty region', '/sign-in', `startUrl=${START_URL}&region=`, 'This link lacks “region”.'],
    ['one without an account', '/role', 'role=Admin', 'This link lacks “account”.'],
    ['one without a role', '/role', 'account=111122223333', 'This link lacks “role”.'],
    [
      'two start URLs',
      '/sign-in',
      `${SIGN_IN}&startUrl=https://other.awsapps.com/start`,
      'This link has “startUrl” more than once.',
    ],
    ['the same role twice', '/role', `${ROLE}&role=Admin`, 'This link has “role” more than once.'],
    ['two sessions', '/role', `${ROLE}&session=a&session=b`, 'This link has “session” more than once.'],
    [
      'an address that is no portal',
      '/sign-in',
      'startUrl=https://console.aws.amazon.com/&region=us-east-1',
      'The “startUrl” in this link is no AWS access portal.',
    ],
    [
      'an address with a password',
      '/sign-in',
      'startUrl=https://me:secret@x.awsapps.com/start&region=us-east-1',
      'The “startUrl” in this link is no AWS access portal.',
    ],
    [
      'a script',
      '/sign-in',
      'startUrl=javascript:alert(1)&region=us-east-1',
      'The “startUrl” in this link is no AWS access portal.',
    ],
    [
      'plain http',
      '/sign-in',
      'startUrl=http://x.awsapps.com/start&region=us-east-1',
      'The “startUrl” in this link is no AWS access portal.',
    ],
    [
      'a region of none',
      '/sign-in',
      `startUrl=${START_URL}&region=moon`,
      '“moon” isn’t an AWS region. A region looks like us-east-1.',
    ],
    [
      'a host in the place of a region',
      '/sign-in',
      `startUrl=${START_URL}&region=us-east-1.example.com`,
      '“us-east-1.example.com” isn’t an AWS region. A region looks like us-east-1.',
    ],
    [
      'a session that no AWS config takes',
      '/sign-in',
      `${SIGN_IN}&session=a b]`,
      'The “session” in this link isn’t valid.',
    ],
    [
      'an account that is none',
      '/role',
      'account=1111&role=Admin',
      'The “account” in this link isn’t valid.',
    ],
    [
      'a role that is none',
      '/role',
      'account=111122223333&role=Admin/../x',
      'The “role” in this link isn’t valid.',
    ],
    [
      'a line break',
      '/sign-in',
      `startUrl=${START_URL}&region=us-east-1\n`,
      'The “region” in this link has characters that can’t be seen.',
    ],
    [
      'a character that turns the text around',
      '/role',
      `${ROLE}&session=corp\u202e`,
      'The “session” in this link has characters that can’t be seen.',
    ],
    [
      'a character that shows as nothing',
      '/sign-in',
      `startUrl=https://d-123\u200b.awsapps.com&region=us-east-1`,
      'The “startUrl” in this link has characters that can’t be seen.',
    ],
    ['one without an end', '/sign-in', `${SIGN_IN}&x=${'y'.repeat(2_000)}`, 'This link is too long.'],
  ];
  for (const [what, path, query, message] of bad) {
    it(`refuses ${what} in a sentence`, () =>
      assert.throws(() => readLink({ path, query }), { code: 'InvalidRequest', message }));
  }
});
