import assert from 'node:assert/strict';
import {
  parseStartUrl,
  portalAddress,
  portalName,
  regionOfStartUrl,
} from '../../../../src/aws/endpoints/startUrl.ts';

describe('parseStartUrl', () => {
  const id = 'https://d-1234567890.awsapps.com/start';
  for (const [text, startUrl] of [
    [id, id],
    [`${id}/`, id],
    [`${id}#`, id],
    [`${id}#/`, id],
    [`${id}/#/`, id],
    [`${id}/#/?tab=accounts`, id],
    [`  ${id}\n`, id],
    ['https://d-1234567890.awsapps.com', id],
    ['d-1234567890.awsapps.com/start', id],
    ['d-1234567890', id],
    ['D-1234567890', id],
    ['my-company', 'https://my-company.awsapps.com/start'],
    ['https://My-Company.awsapps.com/start', 'https://my-company.awsapps.com/start'],
    ['https://my-company.awsapps.cn/', 'https://my-company.awsapps.cn/start'],
    [
      'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws',
      'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws',
    ],
    [
      'https://start.us-gov-home.awsapps.com/directory/corp',
      'https://start.us-gov-home.awsapps.com/directory/corp',
    ],
    ['https://sso.example.com/aws/', 'https://sso.example.com/aws'],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(parseStartUrl(text), startUrl));
  }

  for (const [text, sentence] of [
    ['', /Enter the start URL/],
    ['   ', /Enter the start URL/],
    ['http://d-1234567890.awsapps.com/start', /must begin with https/],
    ['ftp://d-1234567890.awsapps.com/start', /must begin with https/],
    ['https://', /is not a start URL/],
    ['https://localhost/start', /is not a start URL/],
    ['https://user:password@d-1234567890.awsapps.com/start', /is not a start URL/],
    ['two words', /is not a start URL/],
    ['-leading', /is not a start URL/],
    ['us-east-1', /This is a region/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(() => parseStartUrl(text), { code: 'InvalidRequest', message: sentence }));
  }
});

describe('regionOfStartUrl', () => {
  for (const [host, region] of [
    ['ssoins-1.portal.eu-west-1.app.aws', 'eu-west-1'],
    ['ssoins-1.eu-west-1.portal.amazonaws.com', 'eu-west-1'],
    ['ssoins-1.cn-north-1.portal.amazonaws.com.cn', 'cn-north-1'],
    ['ssoins-1.portal.cn-north-1.app.amazonwebservices.com.cn', 'cn-north-1'],
    ['ssoins-1.eusc-de-east-1.portal.amazonaws.eu', 'eusc-de-east-1'],
    ['ssoins-1.portal.eusc-de-east-1.api.amazonwebservices.eu', 'eusc-de-east-1'],
    ['d-1234567890.awsapps.com', undefined],
    ['sso.example.com', undefined],
  ] as const) {
    it(`finds ${region ?? 'none'} in ${host}`, () =>
      assert.equal(regionOfStartUrl(`https://${host}/x`), region));
  }
});

describe('the names of a portal', () => {
  it('are its id or alias, and its address without what all have in common', () => {
    assert.equal(portalName('https://my-company.awsapps.com/start'), 'my-company');
    assert.equal(portalAddress('https://my-company.awsapps.com/start'), 'my-company.awsapps.com');
    assert.equal(portalAddress('https://sso.example.com/aws'), 'sso.example.com/aws');
  });
});
