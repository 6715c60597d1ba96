/**
 * Prints the credentials that the AWS SDK for JavaScript finds in its environment, as one line of JSON; and once more
 * for each number of seconds in the arguments, after these.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { defaultProvider } from '@aws-sdk/credential-provider-node';

const provide = defaultProvider();
for (const seconds of ['0', ...process.argv.slice(2)]) {
  await delay(Number(seconds) * 1000);
  const { accessKeyId, secretAccessKey, accountId } = await provide();
  process.stdout.write(
    `${JSON.stringify({ key: accessKeyId, secret: secretAccessKey, account: accountId })}\n`,
  );
}
