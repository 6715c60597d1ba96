import assert from 'node:assert/strict';
import { consoleLink } from '../../../../src/aws/endpoints/consoleLink.ts';
import { parseStartUrl } from '../../../../src/aws/endpoints/startUrl.ts';

const VIEW = { accountId: '123456789012', roleName: 'S3FullAccess' };
const QUERY = 'account_id=123456789012&role_name=S3FullAccess';

describe('consoleLink', () => {
  const portals: [what: string, text: string, link: string][] = [
    [
      'the classic portal, as AWS documents it',
      'https://example.awsapps.com/start',
      `https://example.awsapps.com/start/#/console?${QUERY}`,
    ],
    ['an alias alone', 'd-1234567890', `https://d-1234567890.awsapps.com/start/#/console?${QUERY}`],
    [
      'an address copied from the portal',
      'https://example.awsapps.com/start/#/?tab=accounts',
      `https://example.awsapps.com/start/#/console?${QUERY}`,
    ],
    [
      'the dual-stack portal, as AWS documents it',
      'https://ssoins-1234567890abcdef.portal.us-east-1.app.aws/',
      `https://ssoins-1234567890abcdef.portal.us-east-1.app.aws/#/console?${QUERY}`,
    ],
    [
      'the portal of an instance',
      'https://ssoins-1234567890abcdef.us-east-1.portal.amazonaws.com',
      `https://ssoins-1234567890abcdef.us-east-1.portal.amazonaws.com/#/console?${QUERY}`,
    ],
    [
      'GovCloud, as AWS documents it',
      'https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/example',
      `https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/example/#/console?${QUERY}`,
    ],
    [
      'China',
      'https://start.home.awsapps.cn/directory/example',
      `https://start.home.awsapps.cn/directory/example/#/console?${QUERY}`,
    ],
    [
      'China, with a portal of its own',
      'https://ssoins-1.portal.cn-north-1.app.amazonwebservices.com.cn',
      `https://ssoins-1.portal.cn-north-1.app.amazonwebservices.com.cn/#/console?${QUERY}`,
    ],
    [
      'the European Sovereign Cloud',
      'https://ssoins-1.eusc-de-east-1.portal.amazonaws.eu',
      `https://ssoins-1.eusc-de-east-1.portal.amazonaws.eu/#/console?${QUERY}`,
    ],
    [
      'an address of one’s own',
      'https://sso.example.com/aws/',
      `https://sso.example.com/aws/#/console?${QUERY}`,
    ],
  ];
  for (const [what, text, link] of portals) {
    it(`leads through ${what}`, () => assert.equal(consoleLink(parseStartUrl(text), VIEW), link));
  }

  it('leads to a page of the console, as AWS documents it', () => {
    const destination = 'https://console.aws.amazon.com/s3/home';
    assert.equal(
      consoleLink('https://example.awsapps.com/start', { ...VIEW, destination }),
      `https://example.awsapps.com/start/#/console?${QUERY}&destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%2Fhome`,
    );
  });

  const characters = ' !"#$%&\'()*+,/:;<=>?@[\\]^`{|}\n\u00e9\u{1f600}';
  const values = {
    'every character that means something elsewhere': characters,
    'one that is encoded already': '%2F&x=1#y',
    'those that role names may hold': 'A_+=,.@-b9',
  };
  for (const [what, value] of Object.entries(values)) {
    it(`keeps a value whole: ${what}`, () => {
      const link = consoleLink('https://example.awsapps.com/start', {
        accountId: value,
        roleName: value,
        destination: value,
      });
      const [, query = ''] = link.split('#/console?');
      assert.match(query, /^[\w.~%&=-]+$/);
      assert.deepEqual(
        [...new URLSearchParams(query)],
        [
          ['account_id', value],
          ['role_name', value],
          ['destination', value],
        ],
      );
    });
  }
});
