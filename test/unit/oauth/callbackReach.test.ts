import assert from 'node:assert/strict';
import { beginsCrossDevice, callbackReach, flowFor } from '../../../src/oauth/callbackReach.ts';

describe('callbackReach', () => {
  for (const [what, isInBrowser, isRemote, isInWorkspaceHost, reach] of [
    ['a desktop editor', false, false, false, 'here'],
    ['a desktop editor on a remote window, the extension beside it', false, true, false, 'here'],
    ['a remote extension host of a desktop editor', false, true, true, 'never'],
    ['an editor in a browser', true, true, true, 'perhaps'],
    ['an editor in a browser that does not call itself remote', true, false, false, 'perhaps'],
    ['a desktop editor whose local host is a workspace host', false, false, true, 'here'],
  ] as const) {
    it(`of ${what}: ${reach}`, () =>
      assert.equal(callbackReach({ isInBrowser, isRemote, isInWorkspaceHost }), reach));
  }
});

describe('flowFor', () => {
  for (const [setting, reach, flow] of [
    ['deviceAuthorization', 'here', 'deviceAuthorization'],
    ['deviceAuthorization', 'perhaps', 'deviceAuthorization'],
    ['deviceAuthorization', 'never', 'deviceAuthorization'],
    ['authorizationCode', 'here', 'authorizationCode'],
    ['authorizationCode', 'perhaps', 'authorizationCode'],
    ['authorizationCode', 'never', 'deviceAuthorization'],
  ] as const) {
    it(`${setting}, where the browser comes back ${reach}: ${flow}`, () =>
      assert.equal(flowFor(setting, reach), flow));
  }
});

describe('beginsCrossDevice', () => {
  for (const [setting, reach, isByHand] of [
    ['deviceAuthorization', 'here', false],
    ['deviceAuthorization', 'perhaps', true],
    ['deviceAuthorization', 'never', true],
    ['authorizationCode', 'here', false],
    ['authorizationCode', 'perhaps', false],
    ['authorizationCode', 'never', true],
  ] as const) {
    it(`${setting}, where the browser comes back ${reach}: ${isByHand}`, () =>
      assert.equal(beginsCrossDevice(setting, reach), isByHand));
  }
});
