import path from 'node:path';
import { machineName, proxyPassword, proxyUser } from './names.ts';

/** What is different about an editor, and what is tried in it. */
export interface EditorLaunch {
  readonly name: string;
  /** Of host/*.test.ts, in this order. */
  readonly files: readonly string[];
  readonly variables: (place: { certificates: string; lockedPort: number }) => Record<string, string>;
}

const authorityFile = (certificates: string, name: string) => path.join(certificates, `${name}.ca.pem`);

/** In Node.js on Linux the store of the system is what these name. */
export const systemStore = (certificates: string) => ({
  SSL_CERT_FILE: authorityFile(certificates, 'system'),
  SSL_CERT_DIR: path.join(certificates, 'none'),
});

const bundles = ({ certificates }: { certificates: string }) => ({
  ...systemStore(certificates),
  NODE_EXTRA_CA_CERTS: authorityFile(certificates, 'nodeExtra'),
  AWS_CA_BUNDLE: authorityFile(certificates, 'awsBundle'),
});

/** In the order of the table. */
export const launches: readonly EditorLaunch[] = [
  { name: 'no proxy', files: ['certificates', 'faults', 'patience'], variables: bundles },
  {
    name: 'settings',
    // The first of them looks at what is untouched so far.
    files: ['neighbour', 'proxies', 'proxyDies', 'pac'],
    variables: bundles,
  },
  {
    name: 'environment',
    files: ['variables'],
    variables: ({ certificates, lockedPort }) => ({
      ...systemStore(certificates),
      AWS_CA_BUNDLE: authorityFile(certificates, 'awsBundle'),
      HTTPS_PROXY: `http://${proxyUser}:${encodeURIComponent(proxyPassword)}@127.0.0.1:${lockedPort}`,
      NO_PROXY: machineName,
    }),
  },
];
