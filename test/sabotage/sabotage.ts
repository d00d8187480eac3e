import type { PlayedDemo } from './demo-worker.ts';
import { playDemos } from './play-demos.ts';
import type { Protection } from './protection.ts';
import { protections } from './protections.ts';
import { type TestOutcome, TestRunner } from './test-runner.ts';

/**
 * Takes each protection out of the program in turn. It counts when the program without it still passes the demo, so that
 * nothing but a test of that very protection can tell, and when the test that is named fails by its assertion.
 * @param ids of the protections to take out; none: all
 * @returns how many of them no test misses
 */
async function sabotage(ids: readonly string[]): Promise<number> {
  const began = performance.now();
  const lanes = await Promise.all(
    inHalves(choose(ids)).map(async (wanted): Promise<Lane> => ({ wanted, runner: await TestRunner.open() })),
  );
  try {
    const broken = (await Promise.all(lanes.map(failingAsItIs))).flat();
    for (const sentence of broken) console.log(sentence);
    if (broken.length > 0) return broken.length;
    const survivors = (await Promise.all(lanes.map(survivorsOf))).reduce((sum, count) => sum + count, 0);
    const count = lanes.reduce((sum, { wanted }) => sum + wanted.length, 0);
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(`\n${count} protections, of which ${survivors} could be taken out unnoticed; ${seconds} seconds`);
    return survivors;
  } finally {
    await Promise.all(lanes.map(({ runner }) => runner.close()));
  }
}

/** What is done one after the other; two of them go side by side. */
interface Lane {
  readonly wanted: readonly Protection[];
  readonly runner: TestRunner;
}

/** Those of a file go together, so that it is made ready once. */
function inHalves(wanted: readonly Protection[]): readonly (readonly Protection[])[] {
  const halves: [Protection[], Protection[]] = [[], []];
  for (const ofFile of Map.groupBy(wanted, ({ test }) => test.file).values()) {
    const [one, other] = halves;
    (one.length <= other.length ? one : other).push(...ofFile);
  }
  return halves.filter(({ length }) => length > 0);
}

async function survivorsOf({ wanted, runner }: Lane): Promise<number> {
  const ofDemos = await demoProblems(wanted);
  let survivors = 0;
  for (const protection of wanted) {
    const { id, test } = protection;
    const problems = [ofDemos.get(id), await testProblem(runner, protection)].filter(
      (problem) => problem !== undefined,
    );
    console.log(`${problems.length === 0 ? 'missed  ' : 'SURVIVES'}  ${id.padEnd(26)}  ${test.file}: ${test.name}`);
    for (const problem of problems) console.log(`          ${problem}`);
    if (problems.length > 0) survivors += 1;
  }
  return survivors;
}

function choose(ids: readonly string[]): readonly Protection[] {
  const unknown = ids.filter((id) => !protections.some((one) => one.id === id));
  if (unknown.length > 0) throw new Error(`There is no protection ${unknown.join(', ')}`);
  return ids.length === 0 ? protections : protections.filter(({ id }) => ids.includes(id));
}

/** A test that fails anyway misses nothing. */
async function failingAsItIs({ wanted, runner }: Lane): Promise<string[]> {
  const { outcomes } = await runner.run(wanted.map(({ test }) => test));
  return wanted.flatMap(({ id, test }, place) => {
    const outcome = outcomes[place];
    if (outcome === undefined || outcome.kind === 'passed') return [];
    return [`${id}: as the program is, "${test.name}" of ${test.file} does not pass: ${wordsOf(outcome)}`];
  });
}

async function testProblem(runner: TestRunner, { id, test }: Protection): Promise<string | undefined> {
  const { outcomes, applied } = await runner.run([test], id);
  const [outcome = { kind: 'not-found' }] = outcomes;
  if (!applied) return 'it does not apply: in its test nothing calls what stands in for it';
  if (outcome.kind === 'failed' && isAssertion(outcome.message)) return undefined;
  return outcome.kind === 'failed'
    ? `its test fails, but not by its assertion: ${wordsOf(outcome)}`
    : 'its test passes without it';
}

/** What `expect` throws; of promises that should have been rejected, and were not, it throws a plain Error. */
function isAssertion(message: string): boolean {
  return message.startsWith('AssertionError') || /^Error: promise resolved ".*" instead of rejecting/s.test(message);
}

/** By id. */
async function demoProblems(wanted: readonly Protection[]): Promise<Map<string, string>> {
  const problems = new Map<string, string>();
  const [whole, ...without] = await playDemos(wanted.map(({ id }) => id));
  if (whole === undefined || whole.code !== 0 || whole.books === '') throw new Error('The demo itself does not pass');
  for (const demo of without) {
    const problem = demoProblem(whole, demo);
    if (problem !== undefined) problems.set(demo.id, problem);
  }
  return problems;
}

function demoProblem(whole: PlayedDemo, { code, books, note }: PlayedDemo): string | undefined {
  if (code !== whole.code) return `the demo notices: it ends with ${code}: ${note}`;
  return books === whole.books ? undefined : `the demo notices: its books are\n${books}`;
}

function wordsOf(outcome: TestOutcome): string {
  return outcome.kind === 'failed' ? (outcome.message.split('\n')[0] ?? '') : outcome.kind;
}

process.exitCode = (await sabotage(process.argv.slice(2))) === 0 ? 0 : 1;
