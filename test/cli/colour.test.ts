import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { painted, wantsColour } from '../../src/cli/colour.ts';
import { type SmallDemo, startSmallDemo } from './small-demo.ts';

const PIPELINE = 'pipelines/demo.yaml';
const ESCAPE = '\u001b[';

/** What stands out, and how: a red and bold word as `31,1:word`. */
function standingOut(text: string): string[] {
  const found: string[] = [];
  let codes: string[] = [];
  for (const part of text.split(ESCAPE)) {
    const [, code = '', words = ''] = /^(\d+)m(.*)/s.exec(part) ?? [];
    if (code === '39' || code === '22') codes = [];
    else if (code !== '') codes.push(code);
    if (words !== '' && codes.length > 0) found.push(`${codes.join(',')}:${words}`);
  }
  return found;
}

const [RED, YELLOW, GREEN] = ['31,1', '33,1', '32'];

describe('who wants colours', () => {
  test.each([
    ['a terminal', [], {}, true, true],
    ['a pipe', [], {}, false, false],
    ['NO_COLOR', [], { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR, which says nothing', [], { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR into a pipe', [], { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, true, false],
    ['FORCE_COLOR before NO_COLOR', [], { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ['--no-color before both', ['status', '--no-color'], { FORCE_COLOR: '1' }, true, false],
    ['--no-color as the name of something', ['status', '--', '--no-color'], {}, true, true],
    ['a terminal that shows none', [], { TERM: 'dumb' }, true, false],
  ] as const)('%s', (_, words, environment, isTerminal, wanted) => {
    expect(wantsColour(words, environment, isTerminal)).toBe(wanted);
  });
});

describe('what stands out', () => {
  let demo: SmallDemo;
  beforeAll(async () => {
    demo = await startSmallDemo(60);
    await demo.program(['run', PIPELINE, '--yes']);
  });
  afterAll(() => demo.close());
  const of = async (...words: string[]) => {
    const { stdout, stderr } = await demo.program(words);
    const text = stdout + stderr;
    expect(text).not.toContain(ESCAPE);
    // No character is lost or added, so nothing is said by its colour alone.
    expect(stripVTControlCharacters(painted(text))).toBe(text);
    return standingOut(painted(text));
  };

  test('of status: how many things there are to do, what waits, and the lines to type', async () => {
    const found = await of('status', PIPELINE);
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${YELLOW}:\\d+ things? to do$`)));
    expect(found).toContain(`${YELLOW}:In quarantine`);
    expect(found).toContain('1:Latest runs');
    expect(found).toContain(`36:neto-consolidator todo ${PIPELINE}`);
  });

  test('of todo, run and check: each thing, what to do about it, and how it ended', async () => {
    const todo = await of('todo', PIPELINE);
    expect(todo).toContainEqual(expect.stringMatching(/^1:1\. /));
    expect(todo).toContain(`${YELLOW}:To do:`);
    const run = await of('run', PIPELINE);
    expect(run).toContain(`${YELLOW}:done`);
    expect(run).toContain(`${YELLOW}:Quarantined until you decide: `);
    const check = await of('check', PIPELINE);
    expect(check).toContain(`${GREEN}:nothing to mend`);
    expect(check).toContain(`${YELLOW}:Look at`);
    const doctor = await of('doctor', PIPELINE);
    expect(doctor).toContain(`${GREEN}:ok`);
    expect(doctor).toContain(`${GREEN}:the ledger is sound`);
  });

  test('of what went wrong: that it did', async () => {
    expect(await of('status', 'pipelines/none.yaml')).toContain(`${RED}:error:`);
  });

  test('--no-color is taken by every command, wherever it stands', async () => {
    for (const words of [
      ['--no-color', 'status', PIPELINE],
      ['quarantine', 'list', '--no-color', PIPELINE],
    ]) {
      const { stderr, stdout } = await demo.program(words);
      expect(stderr).toBe('');
      expect(stdout).not.toBe('');
    }
  });
});

test.each([
  ['Run 7 of au: failed in part (1 problem). What was done stands.', `${RED}:failed`],
  ['Run 7 of au: done, but the books differ: 2 differences that nothing explains.', `${RED}:done, but`],
  ['Run 7 of au: good, nothing is open.', `${GREEN}:good`],
  ['au: 2 things to mend first, 1 to look at.', `${RED}:2 things to mend first`],
  ['They do not add up: the comparison of 3 May found 1 difference', `${RED}:They do not add up:`],
  ['BAD   1 intent belongs to nothing.', `${RED}:BAD`],
  ['14:05:00 Sydney time  Problem: west: no answer', `${RED}:Problem:`],
])('"%s" stands out', (line, wanted) => {
  expect(standingOut(painted(line))).toContain(wanted);
});
