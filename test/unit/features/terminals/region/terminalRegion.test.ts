import assert from 'node:assert/strict';
import { terminalRegion } from '../../../../../src/features/terminals/region/terminalRegion.ts';

describe('The region of a role in terminals', () => {
  const all = {
    chosen: 'eu-central-1',
    profileOfRole: 'eu-west-1',
    inherited: 'us-east-1',
    profile: 'us-east-2',
    byDefault: 'us-west-2',
  };

  for (const [what, sources, region, toSet, isDecided] of [
    ['is the one chosen for the account', all, 'eu-central-1', 'eu-central-1', true],
    ['is that of a profile for the role', { ...all, chosen: undefined }, 'eu-west-1', 'eu-west-1', true],
    [
      'is the one in the environment, which has it already',
      { inherited: 'us-east-1', profile: 'us-east-2', byDefault: 'us-west-2' },
      'us-east-1',
      undefined,
      true,
    ],
    [
      'is that of the profile in force',
      { profile: 'us-east-2', byDefault: 'us-west-2' },
      'us-east-2',
      undefined,
      true,
    ],
    ['is that of the setting', { byDefault: 'us-west-2' }, 'us-west-2', 'us-west-2', true],
    ['is to be asked for where nothing names one', {}, undefined, undefined, false],
    ['is to be asked for where the setting is none', { byDefault: 'somewhere' }, undefined, undefined, false],
    ['is none where none was chosen', { chosen: '', byDefault: 'us-west-2' }, undefined, undefined, true],
    ['is that of a profile where none was chosen', { ...all, chosen: '' }, 'eu-west-1', 'eu-west-1', true],
  ] as const) {
    it(what, () => {
      assert.deepEqual(terminalRegion(sources), { region, toSet, isDecided });
    });
  }
});
