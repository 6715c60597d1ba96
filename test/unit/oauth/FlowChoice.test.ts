import assert from 'node:assert/strict';
import { FlowChoice } from '../../../src/oauth/FlowChoice.ts';

describe('FlowChoice', () => {
  it('tells who began by another flow, and nobody else', () => {
    const choice = new FlowChoice('authorizationCode');
    const first = choice.changed;
    choice.use('authorizationCode');
    assert.equal(first.aborted, false);
    choice.use('deviceAuthorization');
    assert.equal(first.aborted, true);
    assert.equal(choice.flow, 'deviceAuthorization');
    assert.equal(choice.changed.aborted, false);
  });
});
