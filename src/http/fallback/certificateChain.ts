import type { Certificate, DetailedPeerCertificate } from 'node:tls';
import type { ShownCertificate } from '../client/SecondPath.ts';

/** No real chain is longer. */
const MAX_LENGTH = 10;
const MAX_NAME = 100;

/** What a server has shown, and what is known here of those who signed it. */
export function certificateChain(leaf: DetailedPeerCertificate): ShownCertificate[] {
  const chain: ShownCertificate[] = [];
  const seen = new Set<string>();
  for (
    let at: DetailedPeerCertificate | undefined = leaf;
    at?.fingerprint256 && !seen.has(at.fingerprint256) && chain.length < MAX_LENGTH;
    at = at.issuerCertificate
  ) {
    seen.add(at.fingerprint256);
    chain.push({
      subject: nameOf(at.subject),
      issuer: nameOf(at.issuer),
      validFrom: new Date(at.valid_from),
      validTo: new Date(at.valid_to),
    });
  }
  return chain;
}

/** For people. It comes from the network, and the editor makes links of brackets. */
function nameOf(name: Certificate): string {
  const text = [name.CN || name.O || Object.values(name).join(', ')].flat().join(', ');
  return text.replace(/[^\p{L}\p{M}\p{N}\p{Zs}.,:*@&'’()_/+-]/gu, '').slice(0, MAX_NAME);
}
