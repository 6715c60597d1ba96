import { cliDate, Home } from '../../conformance/support/home.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { compared } from '../rounds.ts';

import type { TokenQuestion, TokenTimes } from './measurer/token.measurement.ts';
import { MeasuringEditor } from './MeasuringEditor.ts';
import { GITHUB_SCOPES, plantGitHubSession } from './plantGitHubSession.ts';

const SESSION = 'local';

/** A token that is there already, in the extension host of a real editor. */
export const benchmark: Benchmark = {
  name: 'token-in-editor',
  async run(): Promise<readonly Figure[]> {
    const editor = await MeasuringEditor.start({ prepare: plantGitHubSession });
    try {
      const home = new Home(editor.identityCenter, editor.server.home);
      const { startUrl, region } = editor.identityCenter;
      const token = { startUrl, region, accessToken: 'token', expiresAt: cliDate(3_600_000) };
      home.write(home.tokenFile, JSON.stringify(token));
      const question: TokenQuestion = { session: SESSION, profile: 'corp', gitHubScopes: GITHUB_SCOPES };
      return figuresOf(await editor.measure<TokenTimes>('token', question));
    } finally {
      await editor.stop();
    }
  },
};

function figuresOf({ api, memoised, sdk, provider, gitHub }: TokenTimes): readonly Figure[] {
  return [
    {
      what: '`getAccessToken` of the API, the same token for the same caller',
      unit: 'µs',
      peer: `${packageWithVersion('@aws-sdk/token-providers')}, \`fromSso()\` warm`,
      ...compared(api, sdk),
      target: { atMost: 0.01 },
    },
    {
      what: '`getAccessToken` of the API, the same token for the same caller',
      unit: 'µs',
      peer: 'memoised promise',
      ...compared(api, memoised),
      target: { atMost: 10 },
    },
    {
      what: '`vscode.authentication.getSession`, silent',
      unit: 'µs',
      peer: "the editor's own GitHub provider",
      ...compared(provider, gitHub),
      target: { atMost: 1.1 },
      note: 'The GitHub session is planted where the editor keeps it, so nobody asks GitHub.',
    },
  ];
}
