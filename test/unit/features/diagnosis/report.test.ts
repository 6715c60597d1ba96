import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import type { EndpointFacts, Facts, PortalFacts } from '../../../../src/features/diagnosis/Facts.ts';
import { reportOf } from '../../../../src/features/diagnosis/report.ts';
import { ahead, bad, certificate, ENDPOINT, FACTS, good, network, PORTAL, SUGGESTED } from './facts.ts';

const REFUSED = network('refused', 'oidc.example refused the connection. Check the network.');
const HOME = '/srv/people/alice';

const report = (facts: Partial<Facts>) => reportOf({ ...FACTS, ...facts }, HOME);
const OWN = { ...SUGGESTED, startUrl: 'https://aws.example.com' };
const LEADS_TO = 'https://ssoins-1.portal.eu-west-1.app.aws';
const withEndpoint = (facts: Partial<EndpointFacts>, portal: Partial<PortalFacts> = {}) =>
  report({ endpoints: [{ ...ENDPOINT, ...facts }], portals: [{ ...PORTAL, ...portal }] });

/** The line of that label, with what it goes on with, on one line, as it's rendered. */
function line(markdown: string, label: string): string {
  const text = markdown.replaceAll('**', '');
  const found = new RegExp(`^- .*\\b${label}: .*(\\n {8,}.*)*`, 'm').exec(text);
  assert.ok(found, `${label} in ${text}`);
  return found[0].replace(/\s+/g, ' ');
}

describe('reportOf', () => {
  it('says that all is well, and shows everything that was looked at', () => {
    const { verdict, text } = report({});
    assert.equal(verdict.grade, 'ok');
    assert.match(text, /^# AWS SSO: Diagnostics\n\n\*\*✓ All is well\.\*\* You can sign in/);
    // A storage that lasts no longer than the editor does so much as well.
    assert.equal(verdict.sentence, 'You can sign in. AWS responds, and VS Code can keep secrets.');
    assert.equal(
      line(text, 'Secret storage'),
      '- ✓ ok Secret storage: A value was written, read, and deleted (12 ms).',
    );
    assert.match(text, /\n2026-01-02 03:04 UTC\. /);
    assert.deepEqual(
      [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title),
      ['Session `corp`', 'IAM Identity Center, us-east-1', 'VS Code', 'Versions and settings'],
    );
    assert.ok(!/✗|- !/.test(text), text);
    assert.equal(line(text, 'Name'), '- ✓ ok Name: 192.0.2.1, 192.0.2.2');
    assert.equal(line(text, 'Address'), '- Address: https://oidc.us-east-1.amazonaws.com, from the region');
    assert.equal(line(text, 'Environment variables'), '- Environment variables: AWS_PROFILE, HTTPS_PROXY');
  });

  it('renders nothing that others have chosen as a tag, a link or an image', () => {
    const error = new AwsSsoError(
      'Service',
      'It said <img src=x> and ![a](https://x.example) [b](command:c).',
    );
    const { text, verdict } = withEndpoint({ taken: bad(error), first: bad(error), second: bad(error) });
    for (const one of [text, verdict.sentence]) {
      assert.doesNotMatch(one, /<img|\]\(/);
    }
    assert.match(text.replace(/\s+/g, ' '), /It said ‹img src=x>/);
  });

  it('puts what begins in one column below each other, and breaks long lines there', () => {
    const { text } = withEndpoint({ taken: bad(REFUSED), first: bad(REFUSED), second: bad(REFUSED) });
    const [, section = ''] = text.split(/^## IAM.*$/m);
    const lines = section.split(/^## /m)[0]!.trim().split('\n');
    const column = /^- .*?:\*\*( +)/.exec(lines[0]!)![0].length;
    for (const one of lines) {
      assert.match(one.slice(0, column), /^(- .*:\*\* +| +)$/, one);
      assert.match(one.slice(column), /^\S/, one);
    }
    assert.ok(
      text.split('\n').every(({ length }) => length <= 100),
      text,
    );
  });

  describe('its verdict', () => {
    const problems: Readonly<Record<string, [Partial<Facts>, RegExp]>> = {
      'an address that cannot be used': [
        {
          endpoints: [],
          endpointProblems: [
            {
              ...ENDPOINT,
              error: new AwsSsoError('InvalidRequest', 'An endpoint set for AWS cannot be used.'),
            },
          ],
        },
        /^An endpoint set for AWS cannot be used\.$/,
      ],
      'the way to AWS': [
        { endpoints: [{ ...ENDPOINT, taken: bad(REFUSED), first: bad(REFUSED), second: bad(REFUSED) }] },
        /^oidc\.example refused the connection\. Check the network\.$/,
      ],
      'a setting': [{ problems: { ...FACTS.problems, settings: ['Entry 1 has no name.'] } }, /^Entry 1/],
      'sessions that cannot be read': [{ sessions: bad(new Error('No.')) }, /^No\.$/],
      'the secret storage': [
        { secrets: bad(new Error('Locked.')) },
        /can’t keep secrets, so your sign-in would be lost\. Locked\./,
      ],
      'the region': [
        {
          portals: [{ ...PORTAL, startUrl: 'https://ssoins-1234.portal.eu-west-1.app.aws' }],
        },
        /“corp” has the region us-east-1, but its start URL names eu-west-1\. Correct the region/,
      ],
      'the lock': [{ lock: good({ works: false, held: [] }) }, /windows can’t coordinate/],
      'a lock that is not to be had': [{ lock: bad(new Error('Slow.')) }, /acquire the lock\. Slow\./],
      'the clock': [{ endpoints: [{ ...ENDPOINT, ...ahead(3_600_000) }] }, /60 min fast\. Correct it/],
      'a clock that is late': [{ endpoints: [{ ...ENDPOINT, ...ahead(-420_000) }] }, /7 min slow/],
      'the start URL': [
        { portals: [{ ...PORTAL, page: good({ status: 404 }) }] },
        /start URL of “corp” responds with HTTP 404\. Compare it/,
      ],
      'a start URL that does not answer': [
        { portals: [{ ...PORTAL, page: bad(REFUSED) }] },
        /start URL of “corp” doesn’t respond\. oidc\.example refused/,
      ],
      'an own domain that leads elsewhere': [
        {
          portals: [{ ...OWN, leadsTo: bad(new AwsSsoError('InvalidRequest', 'It leads to evil.example.')) }],
        },
        /start URL of “corp” can’t be used\. It leads to evil\.example\./,
      ],
      'an own domain that does not answer': [
        { portals: [{ ...OWN, leadsTo: bad(REFUSED) }] },
        /start URL of “corp” can’t be used\. oidc\.example refused/,
      ],
      'an own domain that leads to another region': [
        { portals: [{ ...OWN, leadsTo: good({ startUrl: LEADS_TO, region: 'eu-west-1' }) }] },
        /“corp” has the region us-east-1, but its start URL leads to eu-west-1\. Correct/,
      ],
      'the editor’s own path alone': [
        { endpoints: [{ ...ENDPOINT, first: bad(REFUSED) }] },
        /^You can sign in, but not through VS Code’s own network path.*refused/,
      ],
    };
    for (const [name, [facts, sentence]] of Object.entries(problems)) {
      it(`tells of ${name}`, () => {
        const { verdict, text } = report(facts);
        assert.match(verdict.sentence, sentence);
        assert.equal(verdict.others, 0);
        const [, top = ''] = /^\*\*[✗!] (?:Problem|Note)\.\*\*((?: .*\n)+|(?:.*\n)+?)\n/m.exec(text) ?? [];
        assert.ok(top.replace(/\s+/g, ' ').includes(verdict.sentence), top);
      });
    }

    it('begins with what is behind the others, and counts those', () => {
      const all = Object.values(problems).map(([facts]) => facts);
      const { verdict } = report({
        problems: all[2]!.problems!,
        secrets: all[4]!.secrets!,
        endpoints: [{ ...ENDPOINT, taken: bad(REFUSED), first: bad(REFUSED), ...{ second: bad(REFUSED) } }],
      });
      assert.equal(verdict.sentence, 'Entry 1 has no name.');
      assert.equal(verdict.others, 2);
      assert.equal(verdict.grade, 'problem');
    });

    it('counts once what several addresses fail for', () => {
      const failed = { ...ENDPOINT, taken: bad(REFUSED), first: bad(REFUSED), second: bad(REFUSED) };
      const { verdict, text } = report({ endpoints: [failed, { ...failed, service: 'portal' }] });
      assert.equal(verdict.others, 0);
      assert.ok(!text.includes('to look at'), text);
    });

    it('says that there was nothing to check', () => {
      const { verdict } = report({ portals: [], endpoints: [] });
      assert.equal(verdict.hadSession, false);
      assert.equal(verdict.grade, 'note');
      assert.match(verdict.sentence, /You have no session yet.*Add SSO Session…/);
    });

    it('tells of the machine even so', () => {
      const { verdict } = report({ portals: [], endpoints: [], secrets: bad(new Error('Locked.')) });
      assert.match(verdict.sentence, /can’t keep secrets/);
      assert.equal(verdict.grade, 'problem');
    });
  });

  it('makes no trouble of a name that only a proxy resolves, nor of a second path that nobody needs', () => {
    const unknown = bad(network('name', 'The name could not be resolved.'));
    const { verdict, text } = withEndpoint({
      names: unknown,
      proxy: good('http://proxy:8080'),
      second: bad(REFUSED),
    });
    assert.equal(verdict.grade, 'ok');
    assert.match(line(text, 'Name'), /^- ! note Name: Not resolved by this machine/);
    assert.match(line(text, 'Second path'), /^- ! note Second path: oidc\.example refused/);
    assert.match(
      line(text, 'Proxy'),
      /http:\/\/proxy:8080, from settings and environment\. VS Code may use another\.$/,
    );
    const failing = withEndpoint({ names: unknown, taken: unknown, first: unknown, second: unknown });
    assert.match(line(failing.text, 'Name'), /^- ✗ problem Name: The name could not be resolved\./);
  });

  it('says who vouches for AWS, and whether that is believed', () => {
    const shown = (chain: ReturnType<typeof certificate>[], problem?: string) =>
      good({ chain, ...(problem === undefined ? {} : { problem }) });
    const corporate = [certificate('oidc.us-east-1.amazonaws.com', 'Corp Inspection CA')];
    const own = line(withEndpoint({}).text, 'Certificate');
    assert.match(
      own,
      /^- ✓ ok Certificate: For `oidc.*`, issued by `Amazon RSA 2048 M02` ← `Amazon Root CA 1`, valid until 2027-01-01 \(second path\)\. Trusted\.$/,
    );
    const inspected = line(withEndpoint({ certificates: shown(corporate) }).text, 'Certificate');
    assert.match(
      inspected,
      /^- ! note .*`Corp Inspection CA`.*Trusted\. The certificate isn’t from an issuer AWS/,
    );
    const elsewhere = { address: 'https://sso.example', certificates: shown(corporate) };
    assert.match(line(withEndpoint(elsewhere).text, 'Certificate'), /^- ✓ ok .*Trusted\.$/);
    const untrusted = { certificates: shown(corporate, 'SELF_SIGNED_CERT_IN_CHAIN') };
    assert.match(
      line(withEndpoint(untrusted).text, 'Certificate'),
      /^- ! note .*Trusted by VS Code, but not by the second path \(SELF_SIGNED_CERT_IN_CHAIN\)/,
    );
    const refusing = { first: bad(network('certificate', 'The certificate is not trusted.')) };
    assert.match(
      line(withEndpoint({ ...untrusted, ...refusing }).text, 'Certificate'),
      /^- ✗ problem .* Not trusted \(SELF_SIGNED_CERT_IN_CHAIN\)\./,
    );
    // Who was refused has seen no certificate.
    assert.match(
      line(withEndpoint({ ...untrusted, first: bad(REFUSED) }).text, 'Certificate'),
      /^- ✗ problem .* Not trusted by the second path \(SELF_SIGNED_CERT_IN_CHAIN\)\./,
    );
    assert.match(
      line(withEndpoint({ ...elsewhere, first: bad(REFUSED) }).text, 'Certificate'),
      /^- ✓ ok .* Trusted by the second path\.$/,
    );
    assert.match(
      line(withEndpoint({ ...elsewhere, ...refusing }).text, 'Certificate'),
      /^- ! note .* Trusted by the second path, but not by VS Code\.$/,
    );
    const unseen = withEndpoint({ certificates: bad(REFUSED) }).text;
    assert.match(line(unseen, 'Certificate'), /^- ! note Certificate: Not available: oidc\.example refused/);
  });

  it('says what holds a lock', () => {
    const held = [
      { purpose: 'session', pid: 7, heldMs: 2_400, isGone: false },
      { purpose: 'sign-in', heldMs: 61_000, isGone: true },
    ] as const;
    const { text } = report({ lock: good({ works: true, held }) });
    assert.match(text, /Lock in use:\*\* +A token refresh, by the process 7, for 2 s\.\n/);
    assert.match(text, /Lock in use:\*\* +A sign-in, by an unknown process, for 61 s\. It has ended\.\n/);
  });

  it('says where an own domain leads to', () => {
    const { verdict, text } = report({
      portals: [{ ...OWN, leadsTo: good({ startUrl: LEADS_TO, region: 'us-east-1' }) }],
    });
    assert.match(
      line(text, 'Start URL'),
      /https:\/\/aws\.example\.com leads to https:\/\/ssoins-1\.portal\./,
    );
    assert.equal(verdict.grade, 'ok');
  });

  it('finds nothing wrong with an issuer, which it does not ask', () => {
    const startUrl = 'https://identitycenter.amazonaws.com/ssoins-1';
    const { verdict, text } = report({ portals: [{ ...SUGGESTED, startUrl }] });
    assert.match(line(text, 'Start URL'), /ssoins-1, an identifier without a page, so it isn’t contacted/);
    assert.equal(verdict.grade, 'ok');
  });

  it('does not ask a portal that only a workspace suggests, and says so', () => {
    const { verdict, text } = report({ portals: [SUGGESTED] });
    assert.match(line(text, 'Start URL'), /suggested by this workspace, so it isn’t contacted/);
    assert.equal(verdict.grade, 'ok');
  });

  it('has nothing that says who somebody is, and nothing that Markdown would make something of', () => {
    const planted = [
      ...['s3cret', 'alice', '111122223333', 'arn:aws', '/home/', 'C:\\Users', HOME],
      ...['\u0000', '\u202e', '\r', '\u2028'],
    ];
    const hostile =
      'http://alice:s3cret@proxy.example arn:aws:iam::111122223333:user/alice in /home/alice/x, C:\\Users\\alice\\x, ' +
      'http://bob:12/s3cret@proxy.example, c:\\users\\alice s3cret\\x, ' +
      `${HOME}/.aws/config of 111122223333_Admin\n# no heading`;
    const error = network('broken', hostile);
    const name = '`]\n# 111122223333 \u0000\u202e\r\u2028[x](command:y)';
    const { verdict, text } = report({
      portals: [{ ...PORTAL, name, page: bad(error) }],
      endpoints: [
        {
          ...ENDPOINT,
          ...{
            names: bad(error),
            proxy: bad(error),
            taken: bad(error),
            first: bad(error),
            second: bad(error),
          },
          usedBy: [name],
          certificates: good({ chain: [certificate(name, `${name} ${hostile}`)], problem: 'X' }),
        },
      ],
      endpointProblems: [{ ...ENDPOINT, usedBy: [name], error }],
      problems: { settings: [hostile], awsConfig: [hostile], file: `${HOME}/.aws/config` },
      sessions: bad(error),
      secrets: bad(error),
      otherWindows: bad(error),
      lock: bad(error),
      versions: [['Editor', hostile]],
      settings: [['http.proxy', hostile]],
    });
    for (const secret of planted) {
      assert.ok(!text.includes(secret), `${JSON.stringify(secret)} in ${text}`);
      assert.ok(!verdict.sentence.includes(secret), verdict.sentence);
    }
    assert.ok(
      text.split('\n').every((one) => /^(#{1,2} \S|- | {8,}\S|\S.* \S|$|\S+$)/.test(one)),
      text,
    );
    assert.ok(!/^# (?!AWS SSO)/m.test(text), text);
    // The names of others stay within their code spans.
    const links = text.replace(/\s+/g, ' ').split(/[[(]x[\])]\(command:y\)/);
    assert.ok(links.length > 4);
    assert.ok(
      links.slice(0, -1).every((before) => /`[\])] # \(account\) $/.test(before)),
      text,
    );
  });
});
