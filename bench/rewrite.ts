import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { writeOrderCsv, writeOrderXml } from './order-feeds.ts';

/**
 * Measures the prefix rewriter beside its peers, each in a process of its own, on the same file: Miller 6 for CSV where
 * it is installed, parsing and rebuilding with fast-xml-parser for XML. `--rows 10000000` measures that size alone.
 */
const program = path.join(import.meta.dirname, 'rewrite-one.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'rewrite-bench-'));
const output = path.join(folder, 'out');
const millerRule = '$[[[1]]] = sub($[[[1]]], "^N", "W"); $[[[2]]] = sub($[[[2]]], "^N", "W")';

interface Measure {
  readonly seconds: number;
  readonly megabytes: number;
}

/** GNU time reports the highest resident memory of the process, also of one that is not ours. */
function measure(command: readonly string[]): Measure {
  const started = performance.now();
  const result = spawnSync('/usr/bin/time', ['-f', '%M', ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (result.status !== 0) throw new Error(`${command[0]} failed: ${result.stderr}`);
  const kilobytes = Number(result.stderr.trim().split('\n').at(-1));
  return { seconds: (performance.now() - started) / 1000, megabytes: kilobytes / 1024 };
}

function best(runs: number, command: readonly string[]): Measure {
  const all = Array.from({ length: runs }, () => measure(command));
  return {
    seconds: Math.min(...all.map((one) => one.seconds)),
    megabytes: Math.max(...all.map((one) => one.megabytes)),
  };
}

function print(name: string, file: string, { seconds, megabytes }: Measure): void {
  const size = statSync(file).size / 1e6;
  console.log(
    `${name.padEnd(44)} ${seconds.toFixed(2).padStart(7)} s ${(size / seconds).toFixed(0).padStart(5)} MB/s ${megabytes.toFixed(0).padStart(6)} MB`,
  );
}

try {
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores; wall time (best of 3) with start-up, highest resident memory`,
  );
  const sizes = process.argv[2] === '--rows' ? [Number(process.argv[3])] : [100_000, 1_000_000];
  for (const rows of sizes) {
    const csv = path.join(folder, 'orders.csv');
    await writeOrderCsv(csv, rows);
    const ours = best(3, [process.execPath, program, 'rewrite', csv, output]);
    print(`CSV, ${rows} rows: rewrite`, csv, ours);
    if (rows > 1_000_000) continue;
    if (spawnSync('mlr', ['--version']).status === 0) {
      const peer = best(3, ['mlr', '--icsv', '--ocsv', '--quote-all', 'put', millerRule, csv]);
      print(`CSV, ${rows} rows: Miller 6`, csv, peer);
      console.log(`  ${(peer.seconds / ours.seconds).toFixed(1)} times as fast as Miller`);
    } else console.log('  Miller is not installed (apt-get install miller)');
  }
  if (process.argv[2] !== '--rows') {
    const xml = path.join(folder, 'orders.xml');
    await writeOrderXml(xml, 128_000);
    const ours = best(3, [process.execPath, program, 'rewrite', xml, output]);
    print('XML: rewrite', xml, ours);
    const peer = best(1, [process.execPath, '--max-old-space-size=6000', program, 'rebuild', xml, output]);
    print('XML: fast-xml-parser, parse and rebuild', xml, peer);
    console.log(`  ${(peer.seconds / ours.seconds).toFixed(1)} times as fast as parsing and rebuilding`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
