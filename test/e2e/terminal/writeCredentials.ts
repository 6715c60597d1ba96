/**
 * Writes the credentials that the AWS SDK for JavaScript finds in its environment into the file of the first argument, as
 * JSON, with the variables of its environment that begin as the further arguments say.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { defaultProvider } from '@aws-sdk/credential-provider-node';

const [file = '', ...prefixes] = process.argv.slice(2);
const found = await defaultProvider()().then(
  ({ accessKeyId, secretAccessKey }) => ({ key: accessKeyId, secret: secretAccessKey }),
  (error: unknown) => ({ error: String(error) }),
);
const shown = Object.entries(process.env).filter(([name]) =>
  prefixes.some((prefix) => name.startsWith(prefix)),
);
writeFileSync(`${file}.part`, JSON.stringify({ ...found, env: Object.fromEntries(shown) }));
// Whoever waits for the file finds all of it.
renameSync(`${file}.part`, file);
