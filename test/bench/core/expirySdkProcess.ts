import { fromSso } from '@aws-sdk/token-providers';

/** A process with the token provider of the AWS SDK. Told how many callers there are, it says how many got a token. */
const provider = fromSso({ profile: 'corp' });

process.on('message', (callers: number) => void ask(callers).then((served) => process.send?.(served)));
process.send?.('ready');

async function ask(callers: number): Promise<number> {
  const got = await Promise.allSettled(Array.from({ length: callers }, () => provider()));
  const isGood = ({ expiration }: { expiration?: Date }) => (expiration?.getTime() ?? 0) > Date.now();
  return got.filter((one) => one.status === 'fulfilled' && isGood(one.value)).length;
}
