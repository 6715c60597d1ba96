import assert from 'node:assert/strict';
import {
  isIssuer,
  isOwnDomain,
  parseStartUrl,
  portalAddress,
  portalName,
  regionOfStartUrl,
  typedStartUrl,
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
    ['https://start.home.awsapps.cn/directory/d-1/#/', 'https://start.home.awsapps.cn/directory/d-1'],
    [
      'https://identitycenter.amazonaws.com/ssoins-1234567890abcdef/',
      'https://identitycenter.amazonaws.com/ssoins-1234567890abcdef',
    ],
    ['https://sso.example.com/aws/', 'https://sso.example.com/aws'],
    ['aws.example.com', 'https://aws.example.com'],
    ['https://Aws.B\u00fcro.example/', 'https://aws.xn--bro-hoa.example'],
    [`\u200b${id}\ufeff`, id],
    ['https://d-12345\u00ad67890.awsapps.com\u200b/start\u2060', id],
    ['\u00a0d\u20111234567890', id],
    ['https://d-1234567890.awsapps.com./start', id],
    ['https://d-1234567890.awsapps.com:443/start?', id],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://localhost:8080/aws', 'http://localhost:8080/aws'],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(parseStartUrl(text), startUrl));
  }

  for (const [text, sentence] of [
    ['', /Enter the start URL/],
    ['   ', /Enter the start URL/],
    ['http://d-1234567890.awsapps.com/start', /must begin with https/],
    ['ftp://d-1234567890.awsapps.com/start', /must begin with https/],
    ['https://', /isn’t a start URL/],
    ['https://localhost/start', /isn’t a start URL/],
    ['https://user:password@d-1234567890.awsapps.com/start', /isn’t a start URL/],
    ['two words', /isn’t a start URL/],
    ['-leading', /isn’t a start URL/],
    ['us-east-1', /This is a region/],
    ['123456789012', /This is an account ID/],
    ['1234-5678-9012', /This is an account ID/],
    ['1234 5678 9012', /This is an account ID/],
    ['me@example.com', /This is an email address/],
    ['mailto:me@example.com', /This is an email address/],
    ['ssoins-1234567890abcdef', /ID of an IAM Identity Center instance/],
    ['arn:aws:sso:::instance/ssoins-1234567890abcdef', /This is an ARN/],
    ['AKIAIOSFODNN7EXAMPLE', /This is an access key/],
    ['awsapps.com', /is longer: .* besides awsapps\.com/],
    ['https://www.awsapps.com/start', /is longer/],
    ['https://app.aws', /is longer/],
    ['https://start.home.awsapps.cn/', /is longer/],
    ['https://start.us-gov-home.awsapps.com/directory/', /is longer/],
    ['https://identitycenter.amazonaws.com/', /is longer/],
    ['https://console.aws.amazon.com/singlesignon/home?region=us-east-1', /address of the AWS console/],
    ['https://eu-west-1.console.aws.amazon.com/', /address of the AWS console/],
    ['https://123456789012.signin.aws.amazon.com/console', /sign-in page of AWS/],
    ['https://us-east-1.signin.aws/platform/d-1234567890/login?workflowStateHandle=x', /sign-in page of AWS/],
    ['https://us-gov-west-1.signin.amazonaws-us-gov.com/', /sign-in page of AWS/],
    ['https://console.amazonaws.cn', /address of the AWS console/],
    ['https://console.amazonaws-us-gov.com/', /address of the AWS console/],
    ['https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH', /address of an AWS service/],
    ['https://corp.okta.com/app/UserHome', /sign-in page of corp\.okta\.com/],
    ['https://login.microsoftonline.com/common/oauth2/authorize?x=1', /sign-in page of login\./],
    ['https://myapps.microsoft.com/', /sign-in page of/],
    ['https://accounts.google.com/o/saml2/initsso?idpid=1', /sign-in page of/],
    ['https://adfs.example.com/adfs/ls/idpinitiatedsignon.aspx', /sign-in page of adfs\.example\.com/],
    ['https://sso.example.com/realms/corp/protocol/saml/clients/aws', /sign-in page of sso\.example\.com/],
    ['https://d-1234567890.awsapps.com/start?tab=accounts', /has no query/],
    ['https://aws.example.com/?org=corp', /has no query/],
    ['SSO start URL: https://d-1234567890.awsapps.com/start', /isn’t a start URL|must begin/],
    ['http://192.0.2.1/', /must begin with https/],
    ['http://localhost.example.com/', /must begin with https/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(() => parseStartUrl(text), { code: 'InvalidRequest', message: sentence }));
  }
});

describe('typedStartUrl', () => {
  const id = 'https://d-1234567890.awsapps.com/start';
  for (const text of [
    id,
    'd-1234567890',
    `SSO start URL: ${id}`,
    'AWS access portal URL: d-1234567890.awsapps.com/start',
    `Sign in at ${id}/#/.`,
    `<${id}>`,
    `“${id}”, region us-east-1`,
    `[AWS](${id})`,
    `sso_start_url = ${id}\nsso_region = us-east-1`,
    `${id} or ${id}`,
  ]) {
    it(`takes the address out of ${JSON.stringify(text)}`, () => assert.equal(typedStartUrl(text), id));
  }

  it('takes the whole of one in China', () => {
    const startUrl = 'https://start.home.awsapps.cn/directory/d-1';
    assert.equal(typedStartUrl('AWS: start.home.awsapps.cn/directory/d-1.'), startUrl);
  });

  for (const text of [`${id} or https://lab.awsapps.com/start`, 'Ask the administrator', `x ${id}?a=b`]) {
    it(`doesn't choose in ${JSON.stringify(text)}`, () =>
      assert.throws(() => typedStartUrl(text), { code: 'InvalidRequest' }));
  }
});

describe('whose a start URL is', () => {
  for (const [startUrl, kind] of [
    ['https://d-1234567890.awsapps.com/start', 'portal'],
    ['https://view.awsapps.com/start', 'portal'],
    ['https://start.home.awsapps.cn/directory/d-1', 'portal'],
    ['https://ssoins-1.portal.us-east-1.app.aws', 'portal'],
    ['https://ssoins-1.portal.eusc-de-east-1.api.amazonwebservices.eu', 'portal'],
    ['https://ssoins-1.us-iso-east-1.portal.c2s.ic.gov', 'portal'],
    ['https://identitycenter.amazonaws.com/ssoins-1', 'issuer'],
    ['https://identitycenter.us-gov.amazonaws.com/ssoins-1', 'issuer'],
    ['https://identitycenter.amazonaws.com.cn/ssoins-1', 'issuer'],
    ['https://identitycenter.amazonaws.eu/ssoins-1', 'issuer'],
    ['https://identitycenter.c2s.ic.gov/ssoins-1', 'issuer'],
    ['https://aws.example.com', 'own'],
    // What customers run at AWS is not AWS's own.
    ['https://x.execute-api.us-east-1.amazonaws.com', 'own'],
    ['https://x.execute-api.eusc-de-east-1.api.amazonwebservices.eu', 'own'],
    ['https://bucket.s3.amazonaws.com', 'own'],
    ['https://x.cloudfront.net', 'own'],
    ['https://awsapps.com.evil.example/start', 'own'],
    ['https://evil-awsapps.com/start', 'own'],
    ['https://notidentitycenter.amazonaws.com/ssoins-1', 'own'],
    ['https://identitycenter.amazonaws.com.evil.example/ssoins-1', 'own'],
    ['https://x.app.aws.example.com', 'own'],
  ] as const) {
    it(`is told of ${startUrl}: ${kind}`, () =>
      assert.deepEqual([isIssuer(startUrl), isOwnDomain(startUrl)], [kind === 'issuer', kind === 'own']));
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
    ['ssoins-1.us-gov-west-1.portal.amazonaws.com', 'us-gov-west-1'],
    ['ssoins-1.us-isob-east-1.portal.sc2s.sgov.gov', 'us-isob-east-1'],
    ['ssoins-1.portal.us-iso-east-1.api.aws.ic.gov', 'us-iso-east-1'],
    ['start.us-gov-west-1.us-gov-home.awsapps.com', 'us-gov-west-1'],
    ['start.us-gov-home.awsapps.com', undefined],
    ['start.home.awsapps.cn', undefined],
    ['identitycenter.amazonaws.com', undefined],
    ['ssoins-1.nowhere.portal.amazonaws.com', undefined],
    ['d-1234567890.awsapps.com', undefined],
    ['sso.example.com', undefined],
  ] as const) {
    it(`finds ${region ?? 'none'} in ${host}`, () =>
      assert.equal(regionOfStartUrl(`https://${host}/x`), region));
  }
});

describe('portalName', () => {
  for (const [startUrl, name] of [
    ['https://d-1234567890.awsapps.com/start', 'd-1234567890'],
    ['https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws', 'ssoins-1234567890abcdef'],
    ['https://ssoins-1234567890abcdef.us-east-1.portal.amazonaws.com', 'ssoins-1234567890abcdef'],
    ['https://identitycenter.amazonaws.com/ssoins-1234567890abcdef', 'ssoins-1234567890abcdef'],
    ['https://identitycenter.us-gov.amazonaws.com/ssoins-2', 'ssoins-2'],
    ['https://start.home.awsapps.cn/directory/d-1', 'd-1'],
    ['https://start.home.awsapps.cn/directory/corp', 'corp'],
    ['https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/corp', 'corp'],
    ['https://aws.example.com', 'example'],
    ['https://sso.example.co.uk', 'example'],
    ['https://aws.dev.example.com', 'dev-example'],
    ['https://dev.aws.example.com', 'dev-aws-example'],
    ['https://example.com', 'example'],
    ['https://sso.example.com/aws', 'example'],
    ['https://sso.example.com/dev', 'example-dev'],
    ['https://sso.example.com/start/prod%20eu', 'example-prod-20eu'],
    ['https://192.0.2.7', '192.0.2.7'],
    ['http://localhost:8080', 'localhost'],
  ] as const) {
    it(`is ${name} for ${startUrl}`, () => assert.equal(portalName(startUrl), name));
  }
});

describe('the names of a portal', () => {
  it('are its id or alias, and its address without what all have in common', () => {
    assert.equal(portalName('https://my-company.awsapps.com/start'), 'my-company');
    assert.equal(portalAddress('https://my-company.awsapps.com/start'), 'my-company.awsapps.com');
    assert.equal(portalAddress('https://sso.example.com/aws'), 'sso.example.com/aws');
  });
});
