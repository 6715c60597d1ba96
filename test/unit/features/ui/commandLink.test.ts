import assert from 'node:assert/strict';
import { shown } from '../../../../src/base/shown.ts';
import { commandLink } from '../../../../src/features/ui/commandLink.ts';

describe('commandLink', () => {
  const argument = `a) [x](command:evil) 'b' "c" $(d)`;
  const link = commandLink('_x.y', argument);

  it('carries its arguments as the editor reads them', () =>
    assert.deepEqual(JSON.parse(decodeURIComponent(link.slice('command:_x.y?'.length))), [argument]));

  it('is one target, whatever is in it', () => {
    assert.match(link, /^[^\s()[\]'"]+$/);
    assert.equal(shown(link, 500), link);
  });
});
