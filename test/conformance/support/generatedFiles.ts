import fc from 'fast-check';

const pick = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const often = (weight: number, arbitrary: fc.Arbitrary<string>) => ({ weight, arbitrary });

const indent = fc.oneof(
  often(6, pick('')),
  often(3, pick('  ', '    ')),
  often(1, pick(' ', '\t', '\u00a0')),
);

const name = fc.oneof(
  often(6, pick('a', 'b', 'corp', 'default')),
  often(
    2,
    pick(
      "'my corp'",
      '"a b"',
      `'Bob'"'"'s'`,
      '[PROD]-a',
      'a]',
      'büro',
      'a#b',
      "'Team #1'",
      'my corp',
      "it's",
      'a\\ b',
    ),
  ),
  often(1, fc.string({ unit: pick('a', ' ', "'", '"', '\\', '[', 'é', '_'), minLength: 1, maxLength: 6 })),
);

const header = fc
  .tuple(
    fc.oneof(
      often(5, pick('profile ', 'sso-session ', 'services ')),
      often(2, pick('', 'profile  ', 'profile\t', ' profile ', 'profiles ', 'Profile ')),
    ),
    name,
    pick('', '', '', ' ', ';c', ' # c', ' x'),
  )
  // An empty name is read otherwise on purpose.
  .filter(([, named]) => !/''|""/.test(named.replace(`'"'"'`, '')))
  .map(([kind, named, behind]) => `[${kind}${named}]${behind}`);

const lonely = pick('[default]', '[DEFAULT]', '[DEFAULT]', '[a]', '[sso-session]', '[profile]', '[preview]');

const key = pick(
  'region',
  'Region',
  'sso_region',
  'sso_start_url',
  'SSO_SESSION',
  'sso_session',
  's3',
  'output',
  'sso_oidc',
  'endpoint_url',
  'a b',
);

const value = fc.oneof(
  often(4, pick('', 'us-east-1', 'https://d-1.awsapps.com/start', 'corp')),
  often(2, pick('eu-west-1 # c', 'a;b', 'a ;b', '# c', 'a = b', 'x: y', '[x]', '"q"', 'büro')),
  often(1, fc.string({ unit: pick('a', ' ', '#', ';', '=', ':', '[', ']', "'", '\t', 'é'), maxLength: 8 })),
);

const noise = fc.oneof(
  often(8, pick('', '  ', '# c', '  ; [x]', '#a = b')),
  often(1, pick('word', '= x', ': x', '[]', '[open', 'more words', '[default]', 'region = a')),
);

interface Line {
  readonly key: string;
  readonly text: string;
}

const setting: fc.Arbitrary<Line> = fc
  .tuple(indent, key, pick(' = ', '=', ' =', ': ', ' : '), value)
  .map(([blanks, left, between, right]) => ({
    key: left.toLowerCase(),
    text: blanks + left + between + right,
  }));

/** Without repetitions, of which one is enough to have the whole file refused: those come with the noise. */
const section = fc
  .tuple(
    indent,
    fc.oneof(often(5, header), often(3, lonely)),
    fc.uniqueArray(setting, { selector: (one) => one.key, maxLength: 5 }),
  )
  .map(([blanks, left, settings]): Line => ({
    key: left,
    text: [blanks + left, ...settings.map(({ text }) => text)].join('\n'),
  }));

const text = fc
  .tuple(
    fc.uniqueArray(section, { selector: (one) => one.key, maxLength: 5 }),
    fc.array(fc.tuple(noise, fc.nat()), { maxLength: 2 }),
    pick('\n', '\n', '\r\n', '\r'),
  )
  .map(([sections, between, end]) => {
    const lines = sections.flatMap(({ text: one }) => one.split('\n'));
    for (const [one, at] of between) {
      lines.splice(at % (lines.length + 1), 0, one);
    }
    // botocore looks at the defaults where there is a section that they are for.
    const needed = lines.some((one) => one.includes('[DEFAULT]')) ? ['[last]'] : [];
    return [...lines, ...needed].join(end) + end;
  });

/** Files like those of people: sections, settings, nested ones, comments, and mistakes. */
export const generatedFiles = fc.record({
  config: text,
  credentials: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: text }),
});
