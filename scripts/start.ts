import { Stage } from '../test/e2e/Stage.ts';

/** A real VS Code with the extension, and a local Identity Center to sign in to, until ctrl-C. */
const stage = await Stage.start({ sdkEndpoints: true });
console.log(`
In the editor, press F1 and run “AWS SSO: Sign in with SSO”.
The sign-in leads to a local Identity Center at ${stage.identityCenter.url}: nothing reaches AWS.
Ctrl-C ends both.
`);
console.log(`ready: ${stage.server.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stage.stop().then(() => process.exit(0));
  });
}
