import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { SsoPortal } from '../../../../src/aws/services/SsoPortal.ts';
import { fetchClient } from '../../../../src/http/client/fetchClient.ts';
import type { HttpClient } from '../../../../src/http/client/HttpClient.ts';

const never = new AbortController().signal;

describe('SsoPortal', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

  /** A portal that answers with each of these in turn. */
  async function open(...answers: [status: number, body: object][]) {
    const received: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      received.push(request);
      const [status, body] = answers.shift() ?? [599, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prefix`;
    return { portal: new SsoPortal(fetchClient(), url, new Retries(() => 0)), received };
  }

  async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
    const found: Item[] = [];
    for await (const item of items) {
      found.push(item);
    }
    return found;
  }

  it('follows page tokens to the byte, and asks for the next page only when it is wanted', async () => {
    const awkward = 'a+b/c=d&e f%20ü';
    const { portal, received } = await open(
      [
        200,
        {
          accountList: [{ accountId: '1', accountName: 'One', emailAddress: 'one@example.com' }],
          nextToken: awkward,
        },
      ],
      [200, { accountList: [{ accountId: '2' }], nextToken: null }],
    );
    const accounts = portal.listAccounts('aoa:token', never);
    assert.deepEqual((await accounts.next()).value, {
      accountId: '1',
      accountName: 'One',
      emailAddress: 'one@example.com',
    });
    assert.equal(received.length, 1);
    assert.deepEqual(await all(accounts), [{ accountId: '2' }]);
    assert.equal(received[0]?.url, '/prefix/assignment/accounts?max_result=100');
    const token = 'a%2Bb%2Fc%3Dd%26e%20f%2520%C3%BC';
    assert.equal(received[1]?.url, `/prefix/assignment/accounts?max_result=100&next_token=${token}`);
    assert.equal(received[1]?.headers['x-amz-sso_bearer_token'], 'aoa:token');
    assert.equal(received[1]?.headers.authorization, undefined);
  });

  it('does not go round in circles', async () => {
    const page = [200, { accountList: [{ accountId: '1' }], nextToken: 'same' }] as [number, object];
    const { portal, received } = await open(page, page, page, page);
    await assert.rejects(all(portal.listAccounts('t', never)), { code: 'Network' });
    assert.equal(received.length, 2);
  });

  it('ends when a service leads round in circles of any length', async () => {
    for (const tokens of [
      ['A', 'B'],
      ['A', 'B', 'C'],
    ]) {
      const pages = Array.from({ length: 10 }, (_, page) => {
        return [200, { accountList: [], nextToken: tokens[page % tokens.length] }] as [number, object];
      });
      const { portal, received } = await open(...pages);
      await assert.rejects(all(portal.listAccounts('t', never)), { code: 'Network' });
      assert.equal(received.length, tokens.length + 1);
    }
  });

  it('ends when a service leads on for ever', async () => {
    let pages = 0;
    const http: HttpClient = () =>
      Promise.resolve({
        status: 200,
        header: () => undefined,
        body: JSON.stringify({ roleList: [], nextToken: `page ${++pages}` }),
      });
    const portal = new SsoPortal(http, 'https://portal.example', new Retries(() => 0));
    await assert.rejects(all(portal.listAccountRoles('t', '111122223333', never)), { code: 'Network' });
    assert.equal(pages, 1_000);
  });

  it('takes a list that is null for an empty one, and none for no answer', async () => {
    const { portal } = await open(
      [200, { accountList: null }],
      [200, { roleList: null, nextToken: null }],
      [200, {}],
    );
    assert.deepEqual(await all(portal.listAccounts('t', never)), []);
    assert.deepEqual(await all(portal.listAccountRoles('t', '111122223333', never)), []);
    await assert.rejects(all(portal.listAccounts('t', never)), { code: 'Network' });
  });

  for (const status of [200, 202, 204]) {
    it(`is logged out by ${status}`, async () => {
      const http: HttpClient = () => Promise.resolve({ status, header: () => undefined, body: '' });
      await new SsoPortal(http, 'https://portal.example', new Retries()).logout('t', never);
    });
  }

  it('is not logged out by a page', async () => {
    const http: HttpClient = () => Promise.resolve({ status: 200, header: () => undefined, body: '<html>' });
    const portal = new SsoPortal(http, 'https://portal.example', new Retries());
    await assert.rejects(portal.logout('t', never), { code: 'Network' });
  });

  for (const status of [403, 404]) {
    it(`reads a ${status} of AWS without a name by its status`, async () => {
      const http: HttpClient = () =>
        Promise.resolve({
          status,
          header: (name) => (name === 'x-amzn-requestid' ? 'id-1' : undefined),
          body: '{"message":"No access"}',
        });
      const portal = new SsoPortal(http, 'https://portal.example', new Retries());
      await assert.rejects(portal.listAccounts('t', never).next(), { code: 'RoleNotAssigned' });
    });
  }

  it('lists the roles of an account over its pages, empty ones included', async () => {
    const { portal, received } = await open(
      [200, { roleList: [], nextToken: 'n' }],
      [200, { roleList: [{ roleName: 'ReadOnly', accountId: '111122223333' }], nextToken: '' }],
    );
    const roles = await all(portal.listAccountRoles('t', '111122223333', never));
    assert.deepEqual(roles, [{ roleName: 'ReadOnly', accountId: '111122223333' }]);
    assert.equal(
      received[1]?.url,
      '/prefix/assignment/roles?account_id=111122223333&max_result=100&next_token=n',
    );
  });

  it('gives role credentials with their expiration in milliseconds, for names with any character', async () => {
    const credentials = {
      accessKeyId: 'ASIA',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: 1767229200000,
    };
    const asText = { ...credentials, expiration: '1767229200000' };
    const { portal, received } = await open(
      [200, { roleCredentials: credentials }],
      [200, { roleCredentials: asText }],
    );
    const role = { accountId: '111122223333', roleName: "A+b/c=d,e@f'(g)*! h" };
    assert.deepEqual(await portal.getRoleCredentials('t', role, never), credentials);
    assert.deepEqual(await portal.getRoleCredentials('t', role, never), credentials);
    assert.equal(
      received[0]?.url,
      '/prefix/federation/credentials?account_id=111122223333&role_name=A%2Bb%2Fc%3Dd%2Ce%40f%27%28g%29%2A%21%20h',
    );
  });

  for (const [status, name, code] of [
    [401, 'UnauthorizedException', 'NotSignedIn'],
    [403, 'ForbiddenException', 'RoleNotAssigned'],
    [404, 'ResourceNotFoundException', 'RoleNotAssigned'],
    [400, 'InvalidRequestException', 'InvalidRequest'],
    [405, 'MethodNotAllowedException', 'Service'],
    [429, 'TooManyRequestsException', 'Throttled'],
    [500, 'InternalServerException', 'Service'],
  ] as const) {
    it(`maps ${name} to ${code}, from the body alone`, async () => {
      const body = { message: 'Said by the service', __type: `com.amazonaws.switchboard.portal#${name}` };
      const { portal } = await open([status, body], [status, body], [status, body]);
      await assert.rejects(
        portal.getRoleCredentials('t', { accountId: '1', roleName: 'r' }, never),
        (error: Error & { code: string; service: object }) => {
          assert.equal(error.code, code);
          const retryable = status === 429 || status === 500;
          assert.deepEqual(error.service, {
            service: 'sso',
            name,
            status,
            retryable,
            description: 'Said by the service',
          });
          return true;
        },
      );
    });
  }

  it('repeats a listing that failed for the moment', async () => {
    const { portal, received } = await open([503, {}], [200, { accountList: [] }]);
    assert.deepEqual(await all(portal.listAccounts('t', never)), []);
    assert.equal(received.length, 2);
  });

  it('says so when what was promised is missing', async () => {
    for (const body of [{}, { roleCredentials: null }, { roleCredentials: { accessKeyId: 'ASIA' } }]) {
      const { portal } = await open([200, body], [200, body], [200, body]);
      await assert.rejects(portal.getRoleCredentials('t', { accountId: '1', roleName: 'r' }, never), {
        code: 'Network',
        message: /Something other than AWS/,
      });
    }
  });
});
