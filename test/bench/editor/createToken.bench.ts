import type { Benchmark, Figure } from '../Figure.ts';
import { localCertificate } from '../localCertificate.ts';
import { packageWithVersion } from '../peers.ts';
import { compared } from '../rounds.ts';
import { TokenServer } from '../TokenServer.ts';
import type { CreateTokenQuestion, CreateTokenSpeeds } from './measurer/createToken.measurement.ts';
import { MeasuringEditor } from './MeasuringEditor.ts';

const ROUNDS = 30;
const WARM_UPS = 5;
const CALLS_PER_ROUND = 15;

/** The client of this extension and that of the SDK in one extension host, where the editor has replaced much of the network. */
export const benchmark: Benchmark = {
  name: 'create-token-in-editor',
  async run(): Promise<readonly Figure[]> {
    const certificate = await localCertificate();
    const server = () => TokenServer.start(certificate);
    const [ours, second, sdk, raw] = [await server(), await server(), await server(), await server()];
    try {
      const question: CreateTokenQuestion = {
        urls: { 'first path': ours.url, 'second path': second.url, SDK: sdk.url, 'raw socket': raw.url },
        ...{ rounds: ROUNDS, warmUps: WARM_UPS, callsPerRound: CALLS_PER_ROUND },
      };
      const speeds = await speedsInEditor(raw.certificateFile, question);
      return figuresOf(speeds, await ours.connections(), await sdk.connections());
    } finally {
      await Promise.all([ours, second, sdk, raw].map((one) => one.stop()));
    }
  },
};

async function speedsInEditor(
  certificateFile: string,
  question: CreateTokenQuestion,
): Promise<CreateTokenSpeeds> {
  const editor = await MeasuringEditor.start({
    // Among those that the system trusts, as a company's would be. The editor gives these to requests, but not to sockets.
    env: { SSL_CERT_FILE: certificateFile, NODE_EXTRA_CA_CERTS: certificateFile },
    settings: { 'http.systemCertificatesNode': true },
  });
  try {
    return await editor.measure<CreateTokenSpeeds>('createToken', question);
  } finally {
    await editor.stop();
  }
}

function figuresOf(
  speeds: CreateTokenSpeeds,
  connections: number,
  sdkConnections: number,
): readonly Figure[] {
  const sdk = packageWithVersion('@aws-sdk/client-sso-oidc');
  const what = 'CreateToken in the extension host by the first path, one at a time';
  return [
    {
      ...{ what, unit: 'calls/s', peer: `${sdk} in the same host` },
      ...compared(speeds['first path'], speeds.SDK),
      target: { atLeast: 5 },
    },
    {
      what: `Connections for ${(ROUNDS + WARM_UPS) * CALLS_PER_ROUND} such calls`,
      ...{ unit: 'connections', ours: connections, peer: `${sdk} in the same host`, theirs: sdkConnections },
      target: { atMost: 0.2 },
    },
    {
      ...{ what, unit: 'calls/s', peer: 'raw TLS socket, kept' },
      ...compared(speeds['first path'], speeds['raw socket']),
    },
    {
      what: 'CreateToken in the extension host by the second path, one at a time',
      ...{ unit: 'calls/s', peer: 'raw TLS socket, kept' },
      ...compared(speeds['second path'], speeds['raw socket']),
    },
  ];
}
