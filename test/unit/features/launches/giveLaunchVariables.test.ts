import assert from 'node:assert/strict';
import { giveLaunchVariables } from '../../../../src/features/launches/giveLaunchVariables.ts';
import type { Variables } from '../../../../src/features/terminals/terminalVariables.ts';
import { memoryLog } from '../../support/memoryLog.ts';

const LAUNCH = { type: 'node', name: 'Launch', request: 'launch' };
const VARIABLES = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/role/secret' };

describe('giveLaunchVariables', () => {
  function give(
    launch: typeof LAUNCH & { env?: object; console?: string },
    variables?: Variables,
    isLocal = true,
  ) {
    const log = memoryLog();
    const asked: number[] = [];
    const terminals = {
      variables: (patienceMs: number) => {
        asked.push(patienceMs);
        return Promise.resolve(variables);
      },
    };
    return { log, asked, given: giveLaunchVariables(launch, { terminals, isLocal, log }) };
  }

  it('gives what terminals get', async () => {
    assert.deepEqual(await give(LAUNCH, VARIABLES).given, { ...LAUNCH, env: VARIABLES });
  });

  it('changes nothing that is attached to, or that runs elsewhere, and waits for nothing', async () => {
    const attaching = { ...LAUNCH, request: 'attach' };
    const attached = give(attaching, VARIABLES);
    assert.equal(await attached.given, attaching);
    const elsewhere = give(LAUNCH, VARIABLES, false);
    assert.equal(await elsewhere.given, LAUNCH);
    assert.deepEqual([attached.asked, elsewhere.asked], [[], []]);
  });

  it('changes nothing where no role is used', async () => {
    assert.equal(await give(LAUNCH).given, LAUNCH);
  });

  it('changes nothing where the configuration decides itself, and the log names the variable alone', async () => {
    const launch = { ...LAUNCH, env: { AWS_ACCESS_KEY_ID: 'AKIAMINE' } };
    const { given, log } = give(launch, VARIABLES);
    assert.equal(await given, launch);
    assert.equal(log.lines.length, 1);
    assert.match(log.lines[0] ?? '', /“Launch” sets AWS_ACCESS_KEY_ID itself/);
    assert.doesNotMatch(log.lines[0] ?? '', /AKIAMINE|secret/);
  });

  it('changes nothing for a terminal, but has the variables be there before it is opened', async () => {
    const launch = { ...LAUNCH, console: 'integratedTerminal' };
    const { given, asked } = give(launch, VARIABLES);
    assert.equal(await given, launch);
    assert.deepEqual(asked, [1000]);
  });
});
