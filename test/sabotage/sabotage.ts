import type { PlayedDemo } from './demo-worker.ts';
import { playDemos } from './play-demos.ts';
import type { Protection } from './protection.ts';
import { protections } from './protections.ts';
import { type TestOutcome, TestRunner, type Tried } from './test-runner.ts';

/**
 * Takes each protection out of the program in turn. It counts when the program without it still passes the demo, so that
 * nothing but a test of that very protection can tell, and when the test that is named fails by its assertion.
 * @param ids of the protections to take out; none: all
 * @returns how many of them no test misses
 */
async function sabotage(ids: readonly string[]): Promise<number> {
  const began = performance.now();
  const wanted = choose(ids);
  const runner = await TestRunner.open();
  try {
    const broken = await failingAsItIs(wanted, runner);
    for (const sentence of broken) console.log(sentence);
    if (broken.length > 0) return broken.length;
    const survivors = await survivorsOf(wanted, runner);
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(
      `\n${wanted.length} protections, of which ${survivors} could be taken out unnoticed; ${seconds} seconds`,
    );
    return survivors;
  } finally {
    await runner.close();
  }
}

async function survivorsOf(wanted: readonly Protection[], runner: TestRunner): Promise<number> {
  const ofDemos = await demoProblems(wanted);
  let survivors = 0;
  for (const round of inRounds(wanted)) {
    const tried = await runner.run(round.map(({ id, test }) => ({ id, test })));
    for (const [place, { id, test }] of round.entries()) {
      const problems = [ofDemos.get(id), testProblem(tried[place])].filter((problem) => problem !== undefined);
      console.log(`${problems.length === 0 ? 'missed  ' : 'SURVIVES'}  ${id.padEnd(26)}  ${test.file}: ${test.name}`);
      for (const problem of problems) console.log(`          ${problem}`);
      if (problems.length > 0) survivors += 1;
    }
  }
  return survivors;
}

/** One of each file in each round. */
function inRounds(wanted: readonly Protection[]): readonly (readonly Protection[])[] {
  const rounds: Protection[][] = [];
  for (const ofFile of Map.groupBy(wanted, ({ test }) => test.file).values()) {
    for (const [place, protection] of ofFile.entries()) {
      const round = rounds[place] ?? [];
      rounds[place] = round;
      round.push(protection);
    }
  }
  return rounds;
}

function choose(ids: readonly string[]): readonly Protection[] {
  const unknown = ids.filter((id) => !protections.some((one) => one.id === id));
  if (unknown.length > 0) throw new Error(`There is no protection ${unknown.join(', ')}`);
  return ids.length === 0 ? protections : protections.filter(({ id }) => ids.includes(id));
}

/** A test that fails anyway misses nothing. */
async function failingAsItIs(wanted: readonly Protection[], runner: TestRunner): Promise<string[]> {
  const tried = await runner.run(wanted.map(({ test }) => ({ test })));
  return wanted.flatMap(({ id, test }, place) => {
    const outcome = tried[place]?.outcome;
    if (outcome?.kind === 'passed') return [];
    const words = outcome === undefined ? 'not-found' : wordsOf(outcome);
    return [`${id}: as the program is, "${test.name}" of ${test.file} does not pass: ${words}`];
  });
}

function testProblem({ outcome, applied }: Tried = { outcome: { kind: 'not-found' }, applied: false }) {
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

/** By id. Two processes play them, half of them each. */
async function demoProblems(wanted: readonly Protection[]): Promise<Map<string, string>> {
  const ids = wanted.map(({ id }) => id);
  const middle = Math.ceil(ids.length / 2);
  const halves = [ids.slice(0, middle), ids.slice(middle)].filter(({ length }) => length > 0);
  const problems = new Map<string, string>();
  for (const [whole, ...without] of await Promise.all(halves.map(playDemos))) {
    if (whole === undefined || whole.code !== 0 || whole.books === '') throw new Error('The demo itself does not pass');
    for (const demo of without) {
      const problem = demoProblem(whole, demo);
      if (problem !== undefined) problems.set(demo.id, problem);
    }
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
