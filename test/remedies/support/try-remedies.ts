import { describe, expect, test } from 'vitest';
import type { EntityName } from '../../../src/model/entities.ts';
import { subtract as minus } from '../../../src/model/money.ts';
import type { ReasonCode } from '../../../src/model/reasons.ts';
import type { Ended } from '../../cli/program.ts';
import { someOf } from '../../support/many.ts';
import { beside, booksOf, saidOut } from './books.ts';
import { type PrintedChoice, type PrintedThing, printedThings, shownRows, wordsOf } from './printed.ts';
import { copyByHand, keyOrder, keyPayment, keyReturn } from './staff.ts';
import { DAY, type Stage, type StageSetting, withStage } from './stage.ts';

type Doing = (stage: Stage, printed: PrintedThing) => unknown;

/** One choice that `todo` prints, or one thing that its text says and that needs no command. */
export interface Way {
  /** The name of the printed choice; `by itself …` where the text says that the next run takes it. */
  readonly choice: string;
  /** What the text says that people do before they type the line, in a store or in the pipeline file. */
  readonly first?: Doing;
  /** What stands in the place of `"…"`, other than a reason. */
  readonly fill?: string;
  /** What `link` says that differs, and that a person lets stand by the line that is printed then. */
  readonly agrees?: string;
  /** What the primary has more than the store in the end, or less; what `drop` says, or nothing, unless given. */
  readonly books?: string;
  /** With which the line ends, as its help says; 0 unless given. */
  readonly code?: number;
  /** What waits for a reason of its own, and is told beside it. */
  readonly left?: readonly ReasonCode[];
  /** After the line, once a day has gone by: what is looked for once a day. */
  readonly after?: (stage: Stage) => unknown;
}

export interface Row {
  readonly code: ReasonCode;
  /** Where several come to one reason in different ways. */
  readonly when?: string;
  readonly entity: EntityName;
  /** Which of several that wait for it. */
  readonly sourceId?: string;
  readonly setting: StageSetting;
  /** A run of a pipeline that is all new, unless given. */
  readonly arise?: (stage: Stage) => unknown;
  readonly ways: readonly Way[];
}

const title = (row: Row): string => [row.code, row.when ?? ''].filter(Boolean).join(', ');

/** Of so many ways one is tried in the suite, each day another one. */
const EVERY = 40;

/** Tries each way of each row: a part of them in the suite, all of them in the long tests. */
export function tryRemedies(rows: readonly Row[]): void {
  const cases = rows.flatMap((row) => row.ways.map((way) => ({ name: `${title(row)}: ${way.choice}`, row, way })));
  const today = Math.floor(Date.now() / DAY) % Math.min(EVERY, cases.length);
  describe('A remedy resolves it by what is printed alone', () => {
    test.each(someOf(cases, EVERY, today))(
      '$name',
      ({ row, way }) =>
        tryWay(
          row,
          way,
          rows.filter(({ code, entity }) => code === row.code && entity === row.entity),
        ),
      60_000,
    );
  });
}

async function tryWay(row: Row, way: Way, rows: readonly Row[]): Promise<void> {
  await withStage(row.setting, async (stage) => {
    const own = booksOf(stage.main);
    await (row.arise ?? (() => stage.run()))(stage);
    const things = await stage.todo();
    const thing = things.find((one) => one.title.includes(row.code) && one.title.includes(` ${row.sourceId ?? ''}`));
    if (thing === undefined)
      throw new Error(`${row.code} did not arise: ${JSON.stringify(things.map((one) => one.title))}`);
    // Each printed choice has its way, and no way is made up.
    const choices = rows
      .flatMap(({ ways }) => ways)
      .map((one) => one.choice)
      .filter((choice) => !choice.startsWith('by itself'));
    expect([...new Set(choices.map(plain))].sort()).toEqual([...new Set(thing.choices.map((one) => one.name))].sort());
    await way.first?.(stage, thing);
    const chosen = thing.choices.find((one) => one.name === plain(way.choice));
    const words = chosen === undefined ? '' : await type(stage, chosen, way);
    const first = await stage.command('run', stage.file, '--proof');
    const ended = way.after === undefined ? first : await goOn(stage, way.after);
    const left = await stage.command('todo', stage.file);
    const codes = printedThings(left.stdout).map((one) => / ([a-z-]+)(?: \(".*"\))?$/.exec(one.title)?.[1]);
    const also = way.left ?? [];
    expect({ left: codes, todo: codes.length === 0 ? left.stdout : '' }).toEqual({
      left: also,
      todo: also.length === 0 ? expect.stringContaining('Nothing to do') : '',
    });
    expect({ code: ended.code, ...(ended.code === 0 ? {} : ended) }).toEqual({
      code: also.length === 0 ? 0 : 3,
      ...(also.length === 0 ? {} : ended),
    });
    const primary = booksOf(stage.main);
    const added = {
      orders: minus(primary.orders, own.orders),
      payments: minus(primary.payments, own.payments),
      returns: minus(primary.returns, own.returns),
    };
    expect(beside(added, booksOf(stage.west))).toBe(way.books ?? saidOut(words));
  });
}

/** What takes its time, then the comparison of both sides that counts. */
async function goOn(stage: Stage, doing: (stage: Stage) => unknown): Promise<Ended> {
  await doing(stage);
  return stage.command('run', stage.file, '--proof');
}

/** `accept (left as it stands)` is `accept` */
function plain(choice: string): string {
  return choice.replace(/ \(.*\)$/, '');
}

async function type(stage: Stage, { command, words }: PrintedChoice, way: Way): Promise<string> {
  const id = command.includes(' link ') ? await entered(stage, words) : '';
  const fill = way.fill ?? (command.includes('--reason') ? 'as agreed' : id);
  const typed = wordsOf(command.replace('"…"', `"${fill}"`));
  let ended = await stage.command(...typed);
  if (way.agrees !== undefined) {
    expect(ended.stdout).toContain(way.agrees);
    const line = /^ {2}(neto-consolidator link .+)$/m.exec(ended.stdout)?.[1] ?? '';
    ended = await stage.command(...wordsOf(line.replace('"…"', '"as agreed"')));
  }
  const { code, stdout, stderr } = ended;
  expect({ command, code, stderr, stdout: code === 0 ? '' : stdout }).toEqual({
    ...{ command, code: way.code ?? 0, stderr: '' },
    stdout: way.code === undefined ? '' : stdout,
  });
  return words;
}

/** Where the words say so: looked up by the line that they name, and keyed. @returns its id in the primary */
async function entered(stage: Stage, words: string): Promise<string> {
  const look = /What to enter: `(.+)`/.exec(words)?.[1];
  const stands = /What to enter: as (\S+) stands in west/.exec(words)?.[1];
  if (stands !== undefined) return copyByHand(stage.west, stage.main, stands, / by hand as (\S+),/.exec(words)?.[1]);
  if (look === undefined) return '';
  const typed = wordsOf(look);
  const { stdout } = await stage.command(...typed);
  const sourceId = typed[3] ?? '';
  const rows = shownRows(stdout);
  if (look.includes('--entity payments')) return keyPayment(stage.main, rows);
  return look.includes('--entity rmas')
    ? keyReturn(stage.main, rows)
    : keyOrder(stage.main, rows, stage.west.order(sourceId));
}
