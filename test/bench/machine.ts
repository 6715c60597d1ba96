import { arch, availableParallelism, cpus, platform } from 'node:os';

/** Where the figures come from. Ratios say more than they do. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly node: string;
  readonly system: string;
}

export function machine(): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    node: process.versions.node,
    system: `${platform()} ${arch()}`,
  };
}

export function machineSentence({ cores, processor, node, system }: Machine): string {
  return `${cores} cores (${processor}), Node.js ${node}, ${system}`;
}
