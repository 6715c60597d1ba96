import assert from 'node:assert/strict';
import { commandLink } from '../../../../src/features/ui/commandLink.ts';

describe('commandLink', () => {
  const argument = `a) [x](command:evil) 'b' "c" $(d)`;
  const [, label, target = '', title] =
    /^\[([^\]]*)\]\((\S+) "([^"]*)"\)$/.exec(commandLink('Do It…', '_x.y', argument)) ?? [];

  it('has a tooltip that says what the link says, and not its command', () =>
    assert.deepEqual([label, title], ['Do It…', 'Do It…']));

  it('carries its arguments as the editor reads them', () =>
    assert.deepEqual(JSON.parse(decodeURIComponent(target.slice('command:_x.y?'.length))), [argument]));

  it('has one target, whatever is in it', () => assert.match(target, /^[^\s()[\]'"]+$/));

  it('carries nothing where there is nothing to carry', () =>
    assert.equal(commandLink('Do It…', '_x.y'), '[Do It…](command:_x.y "Do It…")'));
});
