import assert from 'node:assert/strict';
import { consoleDestination } from '../../../../src/aws/endpoints/consoleDestination.ts';

describe('consoleDestination', () => {
  for (const [text, region, address] of [
    ['s3', 'us-east-1', 'https://console.aws.amazon.com/s3/home'],
    [' Systems-Manager ', 'eu-west-1', 'https://console.aws.amazon.com/systems-manager/home'],
    ['ec2', 'cn-north-1', 'https://console.amazonaws.cn/ec2/home'],
    ['ec2', 'us-gov-west-1', 'https://console.amazonaws-us-gov.com/ec2/home'],
    ['ec2', 'eusc-de-east-1', 'https://console.amazonaws-eusc.eu/ec2/home'],
    ['ec2', 'us-iso-east-1', 'https://console.c2shome.ic.gov/ec2/home'],
  ] as const) {
    it(`is the page of the service ${text} in the partition of ${region}`, () =>
      assert.equal(consoleDestination(text, region), address));
  }

  const PAGE = 'https://eu-west-1.console.aws.amazon.com/s3/buckets/a?region=eu-west-1&tab=x#objects/b';
  it('is an address of the console, whole', () => {
    assert.equal(consoleDestination(PAGE, 'us-east-1'), PAGE);
    assert.equal(consoleDestination(` ${PAGE}\n`, 'us-east-1'), PAGE);
    const ofSession = 'https://111122223333-abcd1234.us-east-1.console.aws.amazon.com/ec2/home';
    assert.equal(consoleDestination(ofSession, 'us-east-1'), ofSession);
  });

  const elsewhere: readonly [what: string, text: string, region?: string][] = [
    ['nothing', ''],
    ['a text', 'the bucket'],
    ['a host that only ends alike', 'https://notconsole.aws.amazon.com.example.com/'],
    ['a host without the dot', 'https://evilconsole.aws.amazon.com/'],
    ['a page of AWS that is not of the console', 'https://aws.amazon.com/s3/'],
    ['another partition', 'https://console.amazonaws.cn/s3/home'],
    ['another partition, from there', PAGE, 'cn-north-1'],
    ['plain http', 'http://console.aws.amazon.com/s3/home'],
    ['a port', 'https://console.aws.amazon.com:8443/s3/home'],
    ['a user name', 'https://me@console.aws.amazon.com/s3/home'],
    ['a host that is a user name', 'https://console.aws.amazon.com@example.com/'],
    ['a dot at the end', 'https://console.aws.amazon.com./'],
    ['a script', 'javascript:alert(1)'],
    ['a path', '../../evil'],
    ['more than a page needs', `${PAGE}${'x'.repeat(2_000)}`],
  ];
  for (const [what, text, region = 'us-east-1'] of elsewhere) {
    it(`is not ${what}`, () =>
      assert.throws(() => consoleDestination(text, region), {
        code: 'InvalidRequest',
        message:
          /^This isn’t a page of the AWS console\. Enter a service such as s3, or an address at https:\/\/console\./,
      }));
  }
});
