import assert from 'node:assert/strict';
import path from 'node:path';
import { programName } from '../../../../src/features/served/programName.ts';

describe('programName', () => {
  const all: Record<number, { name: string; parent: number }> = {
    5: { name: 'sh', parent: 4 },
    4: { name: 'bash', parent: 3 },
    3: { name: 'terraform', parent: 2 },
    7: { name: 'sh', parent: 7 },
  };
  const look = (pid: number) => Promise.resolve(all[pid]);

  it('is that of the program behind its shells', async () => {
    assert.equal(await programName(5, look), 'terraform');
    assert.equal(await programName(3, look), 'terraform');
  });

  it('is not to be had where it has gone, or there are shells only', async () => {
    assert.equal(await programName(9, look), undefined);
    assert.equal(await programName(7, look), undefined);
    assert.equal(await programName(1, look), undefined);
    assert.equal(await programName(NaN, look), undefined);
    assert.equal(await programName(3, () => Promise.reject(new Error('no'))), undefined);
  });

  it('is found on this machine', async () => {
    const name = process.platform === 'win32' ? undefined : path.basename(process.execPath);
    assert.equal(await programName(process.pid), name);
  });
});
