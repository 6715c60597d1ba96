import { bundledPackages } from '../bundledPackages.ts';

/** A software bill of materials (CycloneDX 1.6, JSON) of what the extension ships. */
export async function sbom(extension: {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}): Promise<string> {
  const components = (await bundledPackages()).map(({ name, version, license }) =>
    component('library', name, version, license),
  );
  const root = component('application', extension.name, extension.version, extension.license);
  return `${JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: { component: root },
      components,
      dependencies: [{ ref: root['bom-ref'], dependsOn: components.map((each) => each['bom-ref']) }],
    },
    undefined,
    2,
  )}\n`;
}

function component(type: 'application' | 'library', name: string, version: string, license: string) {
  // A package URL writes the "@" of a scope encoded.
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type, 'bom-ref': purl, name, version, purl, licenses: [{ license: { id: license } }] };
}
