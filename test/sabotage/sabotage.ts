import pLimit from 'p-limit';
import type { PlayedDemo } from './demo-worker.ts';
import { playDemos, runTests, type TestOutcome } from './processes.ts';
import type { Protection } from './protection.ts';
import { protections } from './protections.ts';

/** Processes at a time. */
const TOGETHER = 2;

/**
 * Takes each protection out of the program in turn. It counts when the program without it still passes the demo, so that
 * nothing but a test of that very protection can tell, and when the test that is named fails by its assertion.
 * @param ids of the protections to take out; none: all
 * @returns how many of them no test misses
 */
async function sabotage(ids: readonly string[]): Promise<number> {
  const began = performance.now();
  const wanted = choose(ids);
  const broken = await failingAsItIs(wanted);
  for (const sentence of broken) console.log(sentence);
  if (broken.length > 0) return broken.length;

  const limit = pLimit(TOGETHER);
  const demos = inHalves(wanted).map((half) => limit(() => demoProblems(half)));
  const tests = wanted.map((protection) => limit(() => testProblem(protection)));
  const ofDemos = new Map((await Promise.all(demos)).flatMap((found) => [...found]));
  let survivors = 0;
  for (const [place, { id, test }] of wanted.entries()) {
    const problems = [ofDemos.get(id), await tests[place]].filter((problem) => problem !== undefined);
    console.log(`${problems.length === 0 ? 'missed  ' : 'SURVIVES'}  ${id.padEnd(26)}  ${test.file}: ${test.name}`);
    for (const problem of problems) console.log(`          ${problem}`);
    if (problems.length > 0) survivors += 1;
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`\n${wanted.length} protections, of which ${survivors} could be taken out unnoticed; ${seconds} seconds`);
  return survivors;
}

function choose(ids: readonly string[]): readonly Protection[] {
  const unknown = ids.filter((id) => !protections.some((one) => one.id === id));
  if (unknown.length > 0) throw new Error(`There is no protection ${unknown.join(', ')}`);
  return ids.length === 0 ? protections : protections.filter(({ id }) => ids.includes(id));
}

/** One for each process. Those of a file go together, so that it is loaded once. */
function inHalves(wanted: readonly Protection[]): readonly (readonly Protection[])[] {
  const files = [...new Set(wanted.map(({ test }) => test.file))];
  return [0, 1].map((half) => wanted.filter(({ test }) => files.indexOf(test.file) % 2 === half));
}

/** A test that fails anyway misses nothing. */
async function failingAsItIs(wanted: readonly Protection[]): Promise<string[]> {
  const found = await Promise.all(inHalves(wanted).map(failingAmong));
  return found.flat();
}

async function failingAmong(wanted: readonly Protection[]): Promise<string[]> {
  if (wanted.length === 0) return [];
  const { outcomes } = await runTests(wanted.map(({ test }) => test));
  return wanted.flatMap(({ id, test }, place) => {
    const outcome = outcomes[place];
    if (outcome === undefined || outcome.kind === 'passed') return [];
    return [`${id}: as the program is, "${test.name}" of ${test.file} does not pass: ${wordsOf(outcome)}`];
  });
}

async function testProblem({ id, test }: Protection): Promise<string | undefined> {
  const { outcomes, applied } = await runTests([test], id);
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
  if (wanted.length === 0) return problems;
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
