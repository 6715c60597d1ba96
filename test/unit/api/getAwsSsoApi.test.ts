import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { getAwsSsoApi } from '../../../api/src/index.ts';
import { CallingHost } from './CallingHost.ts';

const LIST = '/home/.vscode/extensions/extensions.json';
const others = JSON.stringify([{ identifier: { id: 'other.extension' } }]);
const withOurs = JSON.stringify([{ identifier: { id: 'sso-signin.aws-sso' } }]);

describe('getAwsSsoApi', () => {
  let host: CallingHost;
  beforeEach(() => {
    host = new CallingHost();
  });

  describe('with the extension in the same host', () => {
    it('activates it and hands over the API that it makes for this caller', async () => {
      const api = {};
      const getAPI = (version: number, caller: typeof vscode) =>
        version === 1 && caller === host.caller ? api : undefined;
      host.extension = { activate: () => Promise.resolve({ getAPI }) };
      assert.equal(await getAwsSsoApi(host.caller), api);
      assert.deepEqual(host.requests, []);
    });

    it('says what kept it from starting', async () => {
      host.extension = { activate: () => Promise.reject(new Error('Activation failed: no disk.')) };
      const failure = { code: 'Service', message: 'Activation failed: no disk.', name: 'AwsSsoError' };
      await assert.rejects(getAwsSsoApi(host.caller), failure);
    });

    for (const [what, exported] of [
      ['exports nothing', undefined],
      ['has no getAPI', {}],
      [
        'does not serve version 1',
        {
          getAPI: () => {
            throw new Error('This serves version 2 of its API, not 1.');
          },
        },
      ],
    ] as const) {
      it(`is TooOld when it ${what}`, async () => {
        host.extension = { activate: () => Promise.resolve(exported) };
        await assert.rejects(getAwsSsoApi(host.caller), {
          name: 'AwsSsoError',
          code: 'TooOld',
          message: 'Update the extension SSO Sign-in for AWS.',
        });
        assert.deepEqual(host.shown, []);
      });
    }
  });

  describe('with the extension in another host', () => {
    it('has the same API for the same caller, even when it is asked for twice at the same time', async () => {
      host.bridge = () => ({ value: { sessions: [] } });
      const [first, second] = await Promise.all([getAwsSsoApi(host.caller), getAwsSsoApi(host.caller)]);
      assert.equal(first, second);
      assert.equal(await getAwsSsoApi(host.caller), first);
      const other = new CallingHost();
      other.bridge = host.bridge;
      assert.notEqual(await getAwsSsoApi(other.caller), first);
    });

    it('asks for the sessions with version 1 of the bridge', async () => {
      host.bridge = () => ({ value: { sessions: [] } });
      await getAwsSsoApi(host.caller);
      assert.deepEqual(host.requests[0], { version: 1, method: 'sessions' });
    });

    for (const [what, answer] of [
      ['has no bridge', undefined],
      ['has a bridge that answers nothing', () => undefined],
      ['has a bridge that answers null', () => null],
      ['has a bridge that answers something else', () => ({ version: 2 })],
      ['refuses version 1', () => ({ error: { code: 'InvalidRequest', message: 'Version 2 only.' } })],
    ] as const) {
      it(`is TooOld when it ${what}`, async () => {
        host.bridge = answer ?? host.bridge;
        await assert.rejects(getAwsSsoApi(host.caller), { code: 'TooOld' });
        assert.deepEqual(host.shown, []);
      });
    }

    it('rejects with what the extension answers', async () => {
      host.bridge = () => ({ error: { code: 'Network', message: 'No network.' } });
      await assert.rejects(getAwsSsoApi(host.caller), { code: 'Network', message: 'No network.' });
    });

    it('is a Service error when that host is gone, and is tried anew the next time', async () => {
      host.bridge = () => {
        throw new Error('Canceled');
      };
      await assert.rejects(getAwsSsoApi(host.caller), {
        code: 'Service',
        message: /^SSO Sign-in for AWS: Canceled$/,
      });
      host.bridge = () => ({ value: { sessions: [] } });
      assert.deepEqual((await getAwsSsoApi(host.caller)).sessions, []);
    });
  });

  describe('without the extension', () => {
    beforeEach(() => {
      host.isEnabled = false;
      host.files.set(LIST, others);
    });

    it('is Disabled when the editor has it in its list all the same, and offers nothing', async () => {
      host.files.set(LIST, withOurs);
      await assert.rejects(getAwsSsoApi(host.caller), {
        name: 'AwsSsoError',
        code: 'Disabled',
        message: 'Enable the extension SSO Sign-in for AWS.',
      });
      assert.deepEqual(host.shown, []);
    });

    for (const [what, list] of [
      ['is not in the list', others],
      ['has a name that begins alike', withOurs.replace('aws-sso"', 'aws-sso-2"')],
      ['is not in a broken list', '{'],
      ['has no list', undefined],
    ] as const) {
      it(`is NotInstalled when it ${what}`, async () => {
        host.files.clear();
        if (list !== undefined) {
          host.files.set(LIST, list);
        }
        await assert.rejects(getAwsSsoApi(host.caller, { silent: true }), {
          name: 'AwsSsoError',
          code: 'NotInstalled',
          message: 'Install the extension SSO Sign-in for AWS.',
        });
      });
    }

    it('offers to install it, and opens its page for who wants that', async () => {
      host.press = (buttons) => Promise.resolve(buttons[0]);
      await assert.rejects(getAwsSsoApi(host.caller), { code: 'NotInstalled' });
      assert.deepEqual(host.shown, [['Install the extension SSO Sign-in for AWS.', 'Install']]);
      await Promise.resolve();
      assert.deepEqual(host.ran, [['extension.open', 'sso-signin.aws-sso']]);
    });

    it('opens nothing for who closes the offer, and offers it again the next time', async () => {
      await assert.rejects(getAwsSsoApi(host.caller), { code: 'NotInstalled' });
      await Promise.resolve();
      await assert.rejects(getAwsSsoApi(host.caller), { code: 'NotInstalled' });
      assert.equal(host.shown.length, 2);
      await Promise.resolve();
      assert.deepEqual(host.ran, []);
    });

    it('never offers it twice at the same time, and lets nobody wait for the answer', async () => {
      let close: () => void = () => undefined;
      host.press = () => new Promise((resolve) => (close = () => resolve(undefined)));
      for (let times = 0; times < 3; times++) {
        await assert.rejects(getAwsSsoApi(host.caller), { code: 'NotInstalled' });
      }
      assert.equal(host.shown.length, 1);
      close();
      await new Promise((resolve) => setImmediate(resolve));
    });

    it('offers nothing to who asks for silence', async () => {
      await assert.rejects(getAwsSsoApi(host.caller, { silent: true }), { code: 'NotInstalled' });
      assert.deepEqual(host.shown, []);
    });

    it('finds it once it was installed', async () => {
      await assert.rejects(getAwsSsoApi(host.caller, { silent: true }), { code: 'NotInstalled' });
      host.isEnabled = true;
      host.bridge = () => ({ value: { sessions: [] } });
      assert.deepEqual((await getAwsSsoApi(host.caller)).sessions, []);
    });
  });
});
