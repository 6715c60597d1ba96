import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As much of Amazon EC2 as DescribeRegions takes, which notes who has asked for which region. */
export class Ec2 {
  readonly #server: Server;
  /** Of each request: the access key id and the region that it was signed for. */
  readonly asked: { readonly key: string; readonly region: string }[] = [];

  static async start(): Promise<Ec2> {
    const ec2 = new Ec2();
    ec2.#server.listen(0, '127.0.0.1');
    await once(ec2.#server, 'listening');
    return ec2;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      const [, key = '', region = ''] =
        /Credential=([^/]+)\/\d+\/([^/]+)\/ec2\//.exec(request.headers.authorization ?? '') ?? [];
      this.asked.push({ key, region });
      response.writeHead(200, { 'Content-Type': 'text/xml' });
      response.end(
        `<DescribeRegionsResponse><regionInfo><item><regionName>${region}</regionName></item></regionInfo></DescribeRegionsResponse>`,
      );
      request.resume();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
