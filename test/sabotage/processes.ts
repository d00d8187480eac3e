import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../support/memory-disk.ts';
import type { PlayedDemo } from './demo-worker.ts';
import type { Protection } from './protection.ts';

type NamedTest = Protection['test'];

export type TestOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failed'; readonly message: string };

export interface TestRun {
  /** One for each test that was asked for. */
  readonly outcomes: readonly TestOutcome[];
  /** Whether anything has called what stands in for the protection. */
  readonly applied: boolean;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** What stands between the names of groups and that of a test. */
const BETWEEN = ' > ';
const repository = resolve(import.meta.dirname, '../..');
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  TMPDIR: temporaryFolder(),
  NODE_COMPILE_CACHE: join(repository, 'node_modules/.cache/compiled'),
};

/** Runs these tests by themselves, in one vitest. @param id of the protection that is taken out; undefined for none */
export async function runTests(tests: readonly NamedTest[], id?: string): Promise<TestRun> {
  const folder = mkdtempSync(join(temporaryFolder(), 'sabotage-'));
  const [report, calls] = [join(folder, 'report.json'), join(folder, 'calls')];
  try {
    const names = [...new Set(tests.map(({ name }) => name))].map(literally);
    const said = await ended(
      spawn(
        process.execPath,
        [
          join(repository, 'node_modules/vitest/vitest.mjs'),
          ...['run', '--config', 'vitest.sabotage.config.ts', '--reporter=json', `--outputFile=${report}`],
          ...['--testNamePattern', `^(${names.join('|')})$`, ...new Set(tests.map(({ file }) => file))],
        ],
        { cwd: repository, env: { ...environment, SABOTAGE: id ?? '', SABOTAGE_CALLS: calls } },
      ),
    );
    if (!existsSync(report)) throw new Error(`vitest did not come to an end:\n${said}`);
    const { testResults }: Report = JSON.parse(readFileSync(report, 'utf8'));
    return { outcomes: tests.map((test) => outcomeOf(test, testResults)), applied: existsSync(calls) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function outcomeOf({ file, name }: NamedTest, results: Report['testResults']): TestOutcome {
  const result = results.find((one) => resolve(one.name) === join(repository, file));
  const test = result?.assertionResults.find(
    ({ ancestorTitles, title }) => [...ancestorTitles, title].join(BETWEEN) === name,
  );
  if (test === undefined) return { kind: 'not-found' };
  if (test.status === 'passed') return { kind: 'passed' };
  // A test whose group could not be set up has no message of its own.
  const [message = result?.message || `it was ${test.status}`] = test.failureMessages;
  return { kind: 'failed', message };
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Plays the demo as it is, and once without each of these protections. @throws Error where the worker dies */
export async function playDemos(ids: readonly string[]): Promise<readonly PlayedDemo[]> {
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'hook.ts'), join(import.meta.dirname, 'demo-worker.ts'), ...ids],
    { cwd: repository, env: environment },
  );
  const said = await ended(child);
  const played = said.split('\n').filter((line) => line.startsWith('{'));
  if (played.length !== ids.length + 1) throw new Error(`The demos did not come to an end:\n${said}`);
  return played.map((line) => JSON.parse(line) as PlayedDemo);
}

/** @returns all that it wrote */
function ended(child: ChildProcess): Promise<string> {
  let said = '';
  const hear = (bytes: Buffer): void => {
    said += bytes.toString();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', () => done(said));
  });
}
