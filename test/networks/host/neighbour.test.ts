import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionLog } from './extensionLog.ts';
import { codeOf, signInToLab } from './operations.ts';
import { useEndpoint, useSignedInSession } from './situation.ts';
import type { TlsFront } from './TlsFront.ts';
import { World } from './World.ts';

interface Neighbour {
  everything(): ReadonlyMap<string, unknown>;
  dispatcher(): unknown;
  fetch(url: string): Promise<unknown>;
  https(url: string): Promise<unknown>;
}

// Before anything else in this window takes the second path.
describe('Another extension in the same host', function () {
  this.timeout(60_000);
  const center = useSignedInSession();

  it('finds every global as it was, and fares as before, after the second path was taken', async () => {
    const extension = vscode.extensions.getExtension<Neighbour>('test.neighbour');
    assert.ok(extension, 'The other extension is installed.');
    const neighbour = await extension.activate();
    const world = new World(center());
    try {
      const trusted = await world.front({ authority: 'system' });
      const untrusted = await world.front({ authority: 'awsBundle' });
      const address = ({ port }: TlsFront) => `https://127.0.0.1:${port}/`;
      const fares = async () => [
        await neighbour.fetch(address(trusted)),
        await neighbour.fetch(address(untrusted)),
        await neighbour.https(address(trusted)),
        await neighbour.https(address(untrusted)),
      ];
      const faredBefore = await fares();
      // Otherwise it would say nothing that it fares alike.
      assert.deepEqual(faredBefore, [200, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 200, faredBefore[3]]);
      const before = neighbour.everything();
      const dispatcher = neighbour.dispatcher();

      await useEndpoint(`https://127.0.0.1:${untrusted.port}`);
      await signInToLab(center(), async () => center().approve(await codeOf(center())));
      assert.deepEqual(world.sightings.since(4), ['second']);
      assert.match(extensionLog(), new RegExp(`127.0.0.1:${untrusted.port} is reached by the second path`));

      const after = neighbour.everything();
      assert.deepEqual([...after.keys()].sort(), [...before.keys()].sort());
      const changed = [...before].filter(([name, value]) => !Object.is(after.get(name), value));
      assert.deepEqual(changed, []);
      assert.equal(neighbour.dispatcher(), dispatcher);
      assert.deepEqual(await fares(), faredBefore);
    } finally {
      await useEndpoint(center().url);
      await world.dispose();
    }
  });
});
