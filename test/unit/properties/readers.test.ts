import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAwsConfig } from '../../../src/aws/config/awsConfig.ts';
import { decodeText } from '../../../src/aws/config/decodeText.ts';
import { roleChains } from '../../../src/aws/config/roleChains.ts';
import { shellWords } from '../../../src/aws/config/shellWords.ts';
import { parseConsoleArn } from '../../../src/aws/endpoints/consoleArn.ts';
import { parseRegion } from '../../../src/aws/endpoints/regions.ts';
import { parseStartUrl, typedStartUrl } from '../../../src/aws/endpoints/startUrl.ts';
import { membersOfXml } from '../../../src/aws/services/queryXml.ts';
import { isAwsSsoError } from '../../../src/base/errors.ts';
import { retryAfter } from '../../../src/http/client/retryAfter.ts';
import { CONSOLE } from '../../../src/sessions/kinds/consoleRules.ts';
import { IDENTITY_CENTER } from '../../../src/sessions/kinds/identityCenterRules.ts';
import { RecordStore } from '../../../src/sessions/store/RecordStore.ts';
import { readRecords } from '../../../src/sessions/windows/recordExchange.ts';
import { memoryLog } from '../support/memoryLog.ts';
import { MemorySecrets } from '../support/MemorySecrets.ts';
import { OPERATION_NAMES, OPERATIONS } from '../support/operations.ts';

const bytes = fc.uint8Array({ maxLength: 400 });
const binary = fc.string({ unit: 'binary', maxLength: 200 });

/** Lines like those of an AWS config file, and others. */
const config = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['[profile a]', '[sso-session corp]', '[default]', '[', ']', '[profile "', 'sso_session = corp'],
        ...['role_arn = arn:aws:iam::111122223333:role/x', 'source_profile = a', 'source_profile = b', ' x'],
        ...['sso_account_id=111122223333', 'sso_role_name=r', '\t= :', '# c', '\uFEFF[profile b]', ''],
      ),
      binary,
    ),
    { maxLength: 30 },
  )
  .chain((lines) => fc.constantFrom('\n', '\r\n', '\r').map((end) => lines.join(end)));

/** JSON that looks like an answer, and is none. */
const answer = fc.oneof(
  binary,
  fc.json(),
  fc
    .dictionary(
      fc.constantFrom(
        ...['accessToken', 'expiresIn', 'clientId', 'clientSecret', 'clientSecretExpiresAt', 'deviceCode'],
        ...['userCode', 'verificationUri', 'interval', 'accountList', 'roleList', 'roleCredentials'],
        ...['error', '__type', 'code', 'message', 'nextToken', 'refreshToken', 'SigninToken', '__proto__'],
      ),
      fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom('x', 1e308, -1, null, {}, [])),
    )
    .map((members) => JSON.stringify(members)),
  config.map((text) => `<ErrorResponse><Error><Code>${text}</Code></Error></ErrorResponse>`),
);
const response = fc.record({
  status: fc.integer({ min: 100, max: 599 }),
  headers: fc.dictionary(
    fc.constantFrom(
      'x-amzn-errortype',
      'x-amzn-requestid',
      'retry-after',
      'date',
      'server',
      'x-amz-retry-after',
    ),
    binary,
  ),
  body: answer,
});

/** Runs it, and lets an error pass that is ours. */
async function onlyOurs(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    assert.ok(isAwsSsoError(error), error as Error);
  }
}

describe('A reader', () => {
  it('of the AWS config file takes any bytes', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          config.map((text) => Buffer.from(text)),
        ),
        (content) => {
          const { text } = decodeText(content);
          const parsed = parseAwsConfig(text, 'config');
          const profiles = new Map([...parsed.profiles].map(([name, { settings }]) => [name, settings]));
          roleChains({ config: parsed, profiles });
          shellWords(text);
        },
      ),
      { numRuns: 1_000 },
    ));

  for (const [name, read] of Object.entries({
    parseStartUrl,
    typedStartUrl,
    parseRegion,
    membersOfXml,
    retryAfter: (text: string) => retryAfter({ header: () => text }),
  })) {
    it(`takes any text: ${name}`, () =>
      fc.assert(
        fc.asyncProperty(fc.oneof(binary, fc.webUrl(), config), (text) => onlyOurs(() => read(text))),
        { numRuns: 500 },
      ));
  }

  it('of the ARN of a console session takes what passes for one', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^arn:aws[a-z-]{0,8}:(iam|sts)::\d{12}:[\w/+=,.@-]{1,40}$/), (arn) => {
        parseConsoleArn(arn);
      }),
    ));

  for (const operation of OPERATION_NAMES) {
    it(`of the answer to ${operation} takes anything`, () =>
      fc.assert(
        fc.asyncProperty(response, ({ status, headers, body }) => {
          // Once: what may pass would be asked for again, and a second time there is nothing.
          let asked = 0;
          const http = () =>
            asked++ === 0
              ? Promise.resolve({ status, header: (name: string) => headers[name], body })
              : Promise.resolve({ status: 400, header: () => undefined, body: '' });
          const isRepeated = status === 429 || status >= 500 || body.includes('nextToken');
          return isRepeated ? undefined : onlyOurs(() => OPERATIONS[operation](http, 'https://aws.example'));
        }),
        { numRuns: 200 },
      ));
  }

  for (const rules of [IDENTITY_CENTER, CONSOLE]) {
    const { secretKeys } = rules;

    it(`of ${secretKeys.indexKey} in the secret storage takes anything`, () =>
      fc.assert(
        fc.asyncProperty(answer, answer, async (index, document) => {
          const valid = JSON.stringify({ version: 1, content: ['a'] });
          for (const stored of [index, valid]) {
            const secrets = new MemorySecrets(
              new Map([
                [secretKeys.indexKey, stored],
                [`${secretKeys.prefix}a`, document],
                [`${secretKeys.prefix}b`, JSON.stringify({ version: 1, content: index })],
              ]),
            );
            const store = new RecordStore<never>(secrets, rules as never, memoryLog());
            assert.deepEqual(await store.load(['b']), []);
          }
        }),
        { numRuns: 200 },
      ));

    it(`of what other windows tell of ${secretKeys.indexKey} takes anything`, () =>
      fc.assert(
        fc.property(fc.jsonValue(), (message) => {
          readRecords(rules.schema as never, message);
        }),
      ));
  }
});
