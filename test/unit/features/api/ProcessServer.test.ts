import assert from 'node:assert/strict';
import type { GivenCredentials } from '../../../../src/features/api/roleCredentials.ts';
import { ProcessServer } from '../../../../src/features/api/ProcessServer.ts';
import { sessionId, type SignedInSession } from '../../../../src/sessions/kinds/identityCenter.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { CORP } from '../../support/openSessions.ts';

const GIVEN = {
  role: { session: sessionId(CORP), accountId: '111122223333', roleName: 'ReadOnly' },
  credentials: {
    ...{ accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't' },
    expiration: new Date('2099-01-01'),
  },
} as unknown as GivenCredentials;

describe('The server of child processes', () => {
  it('gives nothing once the session has ended, not even what was being asked about', async () => {
    const server = new ProcessServer({ roles: { left: () => undefined }, log: memoryLog() });
    let isAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    let answer: (given: GivenCredentials) => void = () => undefined;
    const ask = (): Promise<GivenCredentials> =>
      new Promise((resolve) => {
        answer = resolve;
        isAsked();
      });
    const access = (await server.open({ caller: {}, given: GIVEN, ask })) ?? assert.fail('Nobody listens.');
    const asking = fetch(access.uri, { headers: { Authorization: access.token } });
    await asked;
    server.onChange({ removed: [CORP as SignedInSession], replaced: [] });
    answer(GIVEN);
    const response = await asking;
    assert.equal(response.status, 404);
    assert.doesNotMatch(await response.text(), /ASIA/);
    server.dispose();
  });
});
