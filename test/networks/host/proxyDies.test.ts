import { setTimeout as delay } from 'node:timers/promises';
import assert from 'node:assert/strict';
import { waitFor } from '../../editor/waitFor.ts';
import { proxiedName } from '../names.ts';
import { launch } from './launch.ts';
import { codeOf, countOf, signInToLab } from './operations.ts';
import { proxyAt } from './proxyAddress.ts';
import { pathsOf, record, useEndpoint, useSignedInSession } from './situation.ts';
import { World } from './World.ts';

/** Five polls. */
const GONE_MS = 1_000;
const group = 'A proxy in the settings';

describe('A proxy that dies during the poll, and comes back', function () {
  this.timeout(60_000);
  const center = useSignedInSession();

  for (const [authority, by, situation] of [
    ['system', 'editor', '`http.proxy`, which dies during the poll and comes back'],
    [
      'awsBundle',
      'second',
      '`http.proxy`, which dies during the poll and comes back, the authority of the server only in `AWS_CA_BUNDLE`',
    ],
  ] as const) {
    it(`the sign-in goes on, and completes (${authority})`, async () => {
      const world = new World(center());
      try {
        const gate = await world.gate(launch.openPort);
        const { port } = await world.front({ authority });
        await world.set({ proxy: proxyAt(gate) });
        await useEndpoint(`https://${proxiedName}:${port}`);
        const polls = () => countOf(center(), 'CreateToken');
        const first = polls();
        await signInToLab(center(), async () => {
          const code = await codeOf(center());
          await waitFor('a poll', () => polls() > first);
          await gate.close();
          const before = polls();
          await delay(GONE_MS);
          assert.equal(polls(), before, 'No poll gets past a proxy that is gone.');
          await gate.open();
          await waitFor('a poll through the proxy that came back', () => polls() > before);
          center().approve(code);
        });
        const ways = world.sightings.since(0);
        record({ group, situation, path: pathsOf(ways), failure: '' });
        assert.deepEqual(ways, [by]);
      } finally {
        await useEndpoint(center().url);
        await world.dispose();
      }
    });
  }
});
