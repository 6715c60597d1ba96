import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

export interface AwsCli {
  readonly path: string;
  /** Such as `2.9.19`. */
  readonly version: string;
}

/** The first AWS CLI, version 2, on the PATH that runs. */
export function installedAwsCli(): AwsCli | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'aws');
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    const version = /^aws-cli\/(2\.[\d.]+)/.exec(stdout ?? '')?.[1];
    if (status === 0 && version) {
      return { path, version };
    }
  }
  return undefined;
}

export interface Botocore {
  readonly python: string;
  /** `botocore`, or `awscli.botocore`, which the AWS CLI brings along. */
  readonly module: string;
  readonly version: string;
}

/** The botocore that a Python of this machine can import. */
export function installedBotocore(): Botocore | undefined {
  return allInstalledBotocores()[0];
}

/** Each botocore that a Python of this machine can import, and that of the AWS CLI. */
export function allInstalledBotocores(): readonly Botocore[] {
  const found = new Map<string, Botocore>();
  for (const python of ['python3', '/usr/bin/python3']) {
    for (const module of ['botocore', 'awscli.botocore']) {
      // Not by the name on this PATH, which may mean another one where it is run.
      const script = `import sys, ${module} as b; print(sys.executable, b.__version__, sep="\\n")`;
      const { status, stdout } = spawnSync(python, ['-c', script], { encoding: 'utf8' });
      const [executable, version] = stdout.split('\n');
      if (status === 0 && executable && version) {
        found.set(`${module} ${version}`, { python: executable, module, version });
      }
    }
  }
  return [...found.values()];
}
