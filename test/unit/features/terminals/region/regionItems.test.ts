import assert from 'node:assert/strict';
import { type LikelyRegions, regionItems } from '../../../../../src/features/terminals/region/regionItems.ts';

describe('The list of regions', () => {
  const labels = (typed: string, likely: LikelyRegions = {}): string[] =>
    regionItems(typed, likely).map(({ region }) => region);

  it('begins with the one in use and that of the session, each once and marked in words, and ends with none', () => {
    const likely = { inUse: 'eu-central-1', ofSession: 'eu-west-1' };
    assert.deepEqual(
      regionItems('', likely)
        .slice(0, 3)
        .map(({ region, description }) => [region, description]),
      [
        ['eu-central-1', 'Frankfurt · $(check) in use'],
        ['eu-west-1', 'Ireland · session’s region'],
        ['us-east-1', 'N. Virginia'],
      ],
    );
    const all = labels('', likely);
    assert.equal(all.filter((region) => region === 'eu-west-1').length, 1);
    assert.equal(all.at(-1), '');
  });

  it('marks one that is both, and begins with neither where neither is known', () => {
    const [first] = regionItems('', { inUse: 'eu-west-1', ofSession: 'eu-west-1' });
    assert.equal(first?.description, 'Ireland · session’s region · $(check) in use');
    assert.equal(labels('', { inUse: '', ofSession: undefined })[0], labels('')[0]);
  });

  it('has the places, by which they are found', () => {
    const frankfurt = regionItems('', {}).find(({ description }) => description === 'Frankfurt');
    assert.equal(frankfurt?.region, 'eu-central-1');
  });

  it('has a region of a name that is typed, if it looks like one and is not listed', () => {
    assert.equal(labels(' EU-Central-7 ')[0], 'eu-central-7');
    assert.equal(labels('eu-central-1').filter((region) => region === 'eu-central-1').length, 1);
    assert.ok(!labels('frankfurt').includes('frankfurt'));
  });
});
