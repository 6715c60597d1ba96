import assert from 'node:assert/strict';
import type { ForeignEndpoint } from '../../../../../src/aws/endpoints/endpoints.ts';
import { confirmEndpoints } from '../../../../../src/features/signIn/questions/confirmEndpoints.ts';
import { FakeUi } from '../../../support/FakeUi.ts';
import { memory } from '../openSignIn.ts';

const IN_FILE: ForeignEndpoint = { address: 'https://evil.example/x', source: 'configFile' };

describe('confirmEndpoints', () => {
  it('names the host and who names it, before anything is sent there, once for each address', async () => {
    const ui = new FakeUi();
    const memento = memory();
    const confirm = (...endpoints: ForeignEndpoint[]) =>
      confirmEndpoints('corp', endpoints, { ui, memory: memento });
    const asked = confirm(IN_FILE, IN_FILE);
    await ui.press(/^Sign in to corp through evil\.example\?$/, 'Use This Address');
    await asked;
    assert.match(
      ui.shown[0] ?? '',
      /^warning: .*\nYour AWS config file names https:\/\/evil\.example\/x in place of/,
    );
    await confirm(IN_FILE);
    const variable = { address: 'https://other.example', source: { variable: 'AWS_ENDPOINT_URL' } };
    const again = confirm(IN_FILE, variable);
    await ui.press(/^Sign in to corp through other\.example\?$/, 'Use This Address');
    await again;
    assert.match(ui.shown[1] ?? '', /\nThe environment variable AWS_ENDPOINT_URL names/);
    assert.equal(ui.shown.length, 2);
  });

  it('goes no further, and remembers nothing, unless the person knows the address', async () => {
    const ui = new FakeUi();
    const memento = memory();
    const refused = assert.rejects(confirmEndpoints('corp', [IN_FILE], { ui, memory: memento }), {
      code: 'Cancelled',
    });
    await ui.close(/^Sign in to corp/);
    await refused;
    assert.equal(memento.values.size, 0);
  });
});
