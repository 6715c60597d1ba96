import { parseArgs } from 'node:util';
import { redirectOldAwsCli } from '../test/conformance/support/redirectOldAwsCli.ts';
import { Stage } from '../test/e2e/Stage.ts';

/**
 * A real VS Code with the extension, and a local Identity Center to sign in to, until ctrl-C. `--example` installs an extension
 * besides that uses the API.
 */
const { values } = parseArgs({ options: { example: { type: 'boolean', default: false } } });
const stage = await Stage.start({ sdkEndpoints: true, consumers: values.example ? ['consumer'] : [] });
const { identityCenter, server } = stage;
redirectOldAwsCli(server.home, identityCenter.url, ['sso', 'sso-oidc', 'sts']);
console.log(`
In VS Code, press F1 and run “AWS SSO: Sign in with SSO”.
The sign-in leads to a local Identity Center at ${identityCenter.url}: nothing reaches AWS.

A profile that VS Code serves works in your own terminal, too, with the home directory of this VS Code:
  HOME='${server.home}' AWS_ENDPOINT_URL=${identityCenter.url} aws sts get-caller-identity --profile NAME
${values.example ? '' : '\nAn example of an extension that uses the API: npm start -- --example\n'}
Ctrl-C ends everything.
`);
console.log(`ready: ${server.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stage.stop().then(() => process.exit(0));
  });
}
