import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linesToTry } from '../../src/cli/demo/kept/lines.ts';
import { ABOUT, type KeptRecord, readRecord } from '../../src/cli/demo/kept/record.ts';
import { type Ended, runProcess, runProgram, startHere, startProgram } from './program.ts';

const top = mkdtempSync(join(tmpdir(), 'kept-demo-'));
/** Each command meets the same state home, as one person's do. */
const environment = { HOME: join(top, 'home'), COLUMNS: '80' };
const started = new Set<number>();

mkdirSync(environment.HOME);
afterAll(() => {
  // What a failed test left.
  for (const process of started) if (isThere(process)) global.process.kill(process, 'SIGKILL');
  rmSync(top, { recursive: true, force: true });
});

function recordOf(folder: string): KeptRecord {
  const record = readRecord(folder);
  if (record === undefined) throw new Error(`No demo is kept in ${folder}`);
  started.add(record.process);
  return record;
}

/** A process that has ended and was not yet fetched by its parent is not there any more. */
function isThere(process: number): boolean {
  try {
    global.process.kill(process, 0);
    return !existsSync('/proc/self') || !/\) Z /.test(readFileSync(`/proc/${process}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Whatever it has to end first, on a machine with a lot to do. */
const soon = { timeout: 60_000 };

/** Its other threads may have a moment longer than the process that they are of, and its ports with them. */
async function expectGone(process: number, ports: readonly number[]): Promise<void> {
  await expect.poll(() => isThere(process), soon).toBe(false);
  for (const port of ports) await expect.poll(() => isOpen(port), soon).toBe(false);
}

function portsOf(folder: string): number[] {
  const text = readFileSync(join(folder, 'pipelines/.env'), 'utf8');
  return [...text.matchAll(/http:\/\/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
}

describe('a demo that is kept', { timeout: 180_000 }, () => {
  const folder = join(top, 'neto-consolidator-demo');
  let kept: Ended;
  let record: KeptRecord;
  let ports: number[];
  const here = (words: readonly string[]) => runProgram(words, { folder, environment });
  beforeAll(async () => {
    kept = await runProcess(['demo', '--keep'], { folder: top, environment });
    record = recordOf(folder);
    ports = portsOf(folder);
  }, 180_000);

  test('ends with 0 and leaves stores that listen, and keys that nobody else can read', async () => {
    expect(kept.code, `${kept.stdout}\n${kept.stderr}`).toBe(0);
    expect(kept.stdout).toContain(`cd ${folder}\n`);
    expect(ports).toHaveLength(3);
    for (const port of ports) expect(await isOpen(port)).toBe(true);
    for (const name of ['demo.json', 'pipelines/.env']) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    const env = readFileSync(join(folder, 'pipelines/.env'), 'utf8');
    const secrets = [...env.matchAll(/_KEY=(.+)/g)].map(([, key = '']) => key).concat(record.token);
    expect(secrets).toHaveLength(4);
    const listed = existsSync('/proc/self')
      ? ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${record.process}/${name}`, 'utf8')).join()
      : '';
    for (const secret of secrets) expect(kept.stdout + kept.stderr + listed).not.toContain(secret);
  });

  test('has each line work that it prints, from another process', async () => {
    const lines = [...kept.stdout.matchAll(/^ {2}neto-consolidator (.+)$/gm)].map(([, line = '']) => line);
    const ran = lines.filter((line) => !/^(demo|fake-store) /.test(line));
    expect(ran.map((line) => line.split(' ')[0]).sort()).toEqual(['report', 'run', 'serve', 'status', 'todo']);
    for (const line of ran) {
      if (line.startsWith('serve ')) {
        const page = startHere([...line.split(' '), '--no-open', '--port', '0'], { folder, environment });
        expect(await page.printed()).toContain('The page is served at http://127.0.0.1:');
        expect((await page.stop()).code).toBe(143);
        continue;
      }
      const { code, stderr } = await here(line.split(' '));
      expect([line, code], stderr).toEqual([line, /^(status|report)/.test(line) ? 0 : 3]);
    }
  });

  test('has the lines of todo work: a name is mapped, its payment copied and traced, an order left out', async () => {
    const todo = (await here(['todo', 'pipelines/demo.yaml'])).stdout;
    expect(todo).toContain('map payment-method Zip pipelines/demo.yaml --to "…" --store west');
    // As README has it.
    const map = ['map', 'payment-method', 'Zip', 'pipelines/demo.yaml', '--to', 'West - Zip', '--store', 'west'];
    const mapped = await here(map);
    expect([mapped.code, mapped.stdout], mapped.stderr).toEqual([0, expect.stringContaining('Zip: West - Zip')]);
    const [, dropped = ''] = /neto-consolidator (quarantine drop .*N1105 .*) --reason "…"/.exec(todo) ?? [];
    const drop = await here([...dropped.split(' '), '--reason', 'none of ours']);
    expect(drop.code, drop.stderr).toBe(0);
    const run = await here(['run', 'pipelines/demo.yaml']);
    expect(run.code, run.stderr).toBe(3);
    const trace = await here(['trace', 'N1162', 'pipelines/demo.yaml', '--store', 'west']);
    expect(trace.stdout).toMatch(/N1162 -> W1162: copied[\s\S]*payment 665 +389\.75 copied/);
    expect((await here(['todo', 'pipelines/demo.yaml'])).stdout).toContain('10 things to do');
  });

  test('is not begun again while it runs, even by force', async () => {
    for (const words of [['--keep'], ['--keep', '--force']]) {
      const { code, stderr } = await runProgram(['demo', ...words], { folder: top, environment });
      expect([code, stderr]).toEqual([2, expect.stringMatching(/still\s+runs[\s\S]*demo --stop/)]);
    }
    expect(await isOpen(record.port)).toBe(true);
  });

  test('is ended by --stop: no process and no port is left, and what was done in it is', async () => {
    const stopped = await here(['demo', '--stop']);
    expect([stopped.code, stopped.stdout], stopped.stderr).toEqual([
      0,
      expect.stringMatching(/have ended[\s\S]*stays/),
    ]);
    await expectGone(record.process, [...ports, record.port]);
    expect(readFileSync(join(folder, 'pipelines/demo.yaml'), 'utf8')).toContain('Zip: West - Zip');
    const again = await runProgram(['demo', '--stop'], { folder: top, environment });
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('had ended already')]);
  });

  test('is begun anew by --force alone, and ends by itself when its folder is removed', async () => {
    const refused = await runProgram(['demo', '--keep'], { folder: top, environment });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/has\s+ended[\s\S]*--force/)]);
    expect(existsSync(join(folder, 'state/demo.db'))).toBe(true);
    const anew = await runProcess(['demo', '--keep', '--force'], { folder: top, environment });
    expect(anew.code, `${anew.stdout}\n${anew.stderr}`).toBe(0);
    expect(readFileSync(join(folder, 'pipelines/demo.yaml'), 'utf8')).not.toContain('Zip: West - Zip');
    expect((await here(['todo'])).stdout).toContain('12 things to do');
    const again = recordOf(folder);
    const open = portsOf(folder);
    rmSync(folder, { recursive: true });
    await expectGone(again.process, [...open, again.port]);
  });
});

describe('a demo that is to be kept, and is not played to its end', { timeout: 120_000 }, () => {
  /** Starts one, and waits until its first run is under way. */
  async function playing(name: string) {
    const folder = join(top, name);
    const program = startProgram(['demo', '--keep', name], { folder: top, environment });
    await program.said('Reads and copies');
    return { folder, program, record: recordOf(folder), ports: portsOf(folder) };
  }

  test('leaves no process, no port and no folder after Ctrl-C', async () => {
    const { folder, program, record, ports } = await playing('interrupted');
    program.process.kill('SIGINT');
    const ended = await program.ended;
    expect([ended.code, ended.stderr]).toEqual([130, expect.stringContaining('Stopped as asked.')]);
    await expectGone(record.process, [...ports, record.port]);
    expect(existsSync(folder)).toBe(false);
  });

  test('leaves none where the command itself is killed', async () => {
    const { folder, program, record, ports } = await playing('killed');
    program.process.kill('SIGKILL');
    await program.ended;
    await expectGone(record.process, [...ports, record.port]);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the folder of a kept demo', () => {
  test('that names the process and the port of somebody else leaves both alone', async () => {
    const folder = join(top, 'stale');
    mkdirSync(folder);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const server = createServer((socket) =>
      socket
        .on('error', () => {})
        .resume()
        .write('220 a post office\r\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const token = 'a-token-of-nobody-any-more';
      const ends = '2026-11-25T00:00:00Z';
      const record = { about: ABOUT, process: other.pid, port, token, ends };
      writeFileSync(join(folder, 'demo.json'), JSON.stringify(record));
      const stopped = await runProgram(['demo', '--stop', 'stale'], { folder: top, environment });
      expect([stopped.code, stopped.stdout]).toEqual([0, expect.stringContaining('had ended already')]);
      expect(isThere(other.pid ?? 0)).toBe(true);
      expect(server.listening).toBe(true);
    } finally {
      const gone = new Promise((resolve) => other.once('exit', resolve));
      other.kill();
      await gone;
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('is in each line where npm calls the program, which starts it in the clone', () => {
    const byNpm = { npm_lifecycle_event: 'demo', npm_package_name: 'neto-consolidator' };
    const text = linesToTry({ environment: byNpm, folder: '/clone' }, '/clone/my demo');
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        "  npm run neto-consolidator -- todo 'my demo/pipelines/demo.yaml'",
        "  npm run neto-consolidator -- demo --stop 'my demo'",
      ]),
    );
    expect(text).not.toContain('  cd ');
  });

  test('is none that holds something else, or nothing where one is to be ended', async () => {
    const folder = join(top, 'mine');
    mkdirSync(folder);
    writeFileSync(join(folder, 'books.txt'), 'mine');
    for (const words of [['--keep', 'mine'], ['--keep', 'mine', '--force'], ['--stop', 'mine'], ['--force']]) {
      const { code, stderr } = await runProgram(['demo', ...words], { folder: top, environment });
      expect([words, code], stderr).toEqual([words, 2]);
    }
    expect(readdirSync(folder)).toEqual(['books.txt']);
  });
});
