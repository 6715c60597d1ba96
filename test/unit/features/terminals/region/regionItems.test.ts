import assert from 'node:assert/strict';
import { regionItems } from '../../../../../src/features/terminals/region/regionItems.ts';

describe('The list of regions', () => {
  const labels = (typed: string, proposed?: string): string[] =>
    regionItems(typed, proposed).map(({ region }) => region);

  it('begins with the one proposed, once, and ends with none', () => {
    const all = labels('', 'eu-west-1');
    assert.equal(all[0], 'eu-west-1');
    assert.equal(all.filter((region) => region === 'eu-west-1').length, 1);
    assert.equal(all.at(-1), '');
  });

  it('has the places, by which they are found', () => {
    const frankfurt = regionItems('', undefined).find(({ description }) => description === 'Frankfurt');
    assert.equal(frankfurt?.region, 'eu-central-1');
  });

  it('has a region of a name that is typed, if it looks like one and is not listed', () => {
    assert.equal(labels(' EU-Central-7 ')[0], 'eu-central-7');
    assert.equal(labels('eu-central-1').filter((region) => region === 'eu-central-1').length, 1);
    assert.ok(!labels('frankfurt').includes('frankfurt'));
  });
});
