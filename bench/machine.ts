import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on. */
export function machineText(): string {
  const { model = 'unknown processor' } = cpus()[0] ?? {};
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model.trim()}), ${memory} GB of memory, Node ${process.version.slice(1)}, ${process.platform}, load average ${loadavg()[0]?.toFixed(0)}`;
}
