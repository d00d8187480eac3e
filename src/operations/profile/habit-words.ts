import { counted } from '../../model/amounts-text.ts';
import { type HabitName, type HabitValue, habitKinds } from '../../model/habits.ts';

/** What a habit is about, and each of its values in words; a number where it counts something. */
type HabitWords = {
  readonly [Name in HabitName]: {
    readonly about: string;
    readonly of: HabitValue<Name> extends number
      ? (value: number) => string
      : Readonly<Record<HabitValue<Name>, string>>;
  };
};

const date = {
  'set-by-store': 'the store sets one by itself',
  'another-day': 'becomes another day',
  'stays-empty': 'stays empty',
};
const halfCents = { up: 'up', even: 'to the even cent', down: 'down' };

const words: HabitWords = {
  firstPage: { about: 'First page', of: { zero: 'number 0', one: 'number 1; 0 brings the same', 'one-and-zero-is-empty': 'number 1; 0 is empty' } },
  shortPage: { about: 'A short page', of: { last: 'was the last one each time', 'not-last': 'may have others behind it' } },
  pageCut: { about: 'Pages are cut', of: (rows) => `to ${counted(rows, 'row')}` },
  pageRows: { about: 'Records in one answer', of: (rows) => `${rows} at most so far` },
  writeSize: { about: 'Records in one write', of: (records) => `${records} were taken at once` },
  faultyBatch: { about: 'A write with a bad record', of: { 'in-part': 'the good ones are kept', 'as-a-whole': 'none is kept' } },
  refusal: { about: 'A refusal', of: { 'known-words': 'says why, in words that are known', 'passing-words': 'says that it passes', 'unknown-words': 'says why, in words that nobody knows', 'no-words': 'says nothing' } },
  messages: { about: 'Errors and warnings come', of: { object: 'as an object', list: 'as a list' } },
  lostAnswer: { about: 'A write without an answer', of: { 'was-stored': 'may be stored' } },
  newRecord: { about: 'A new record shows', of: { 'at-once': 'at once', 'some-reads-later': 'some reads later', later: 'later than its read-back' } },
  reference: { about: 'References come back', of: { whole: 'whole', altered: 'altered', cut: 'cut', 'not-shown': 'not at all' } },
  referenceWhole: { about: 'Longest whole reference', of: (characters) => counted(characters, 'character') },
  referenceCut: { about: 'References are cut', of: (characters) => `to ${counted(characters, 'character')}` },
  externalReference: { about: 'External references of lines', of: { 'as-sent': 'come back as sent', altered: 'come back altered', 'not-shown': 'are not shown' } },
  externalFilter: { about: 'Asking by external reference', of: { filters: 'works', ignored: 'brings other orders', 'finds-nothing': 'finds nothing' } },
  firstCopy: { about: 'The first of its kind', of: { 'as-meant': 'came back as meant', differs: 'came back otherwise than meant' } },
  invoiceDateWhenAdded: { about: 'Invoice date, when added', of: { 'as-sent': 'as sent', ...date } },
  invoiceDateWhenDispatched: { about: 'Invoice date, when dispatched', of: { kept: 'is kept', ...date } },
  discountAmount: { about: 'A discount is', of: { 'per-line': 'for the whole line', 'per-unit': 'for each unit' } },
  discountRounding: { about: 'Prices are rounded', of: { 'per-line': 'for each line', 'per-unit': 'for each unit', 'per-order': 'in the sum alone' } },
  lineHalfCents: { about: 'Half cents of prices go', of: halfCents },
  shipping: { about: 'Shipping is told', of: { 'before-discount': 'before its discount', 'after-discount': 'after its discount' } },
  shippingTax: { about: 'Shipping is told', of: { 'with-tax': 'with its tax', 'without-tax': 'without its tax' } },
  taxRounding: { about: 'Tax is rounded', of: { 'per-line': 'for each line', 'per-order': 'for the order' } },
  taxHalfCents: { about: 'Half cents of tax go', of: halfCents },
  orderRounding: { about: "An order's rounding is", of: { added: 'added to its total', subtracted: 'taken off its total', ignored: 'ignored' } },
  clock: { about: 'Its clock', of: clockWords },
  returnAnswer: { about: 'The answer to a new return', of: { 'names-it': 'names it', 'names-nothing': 'names nothing' } },
  tooManyRequests: { about: 'Too many requests', of: { 'says-how-long': 'are refused with how long to wait', 'says-nothing': 'are refused without a word of how long' } },
  quotes: { about: 'Quotes', of: { listed: 'are among the orders listed' } },
  runningIds: { about: 'New ones', of: { growing: 'get ever higher ids', 'not-growing': 'may get lower ids than those before' } },
  idLists: { about: 'A list of ids', of: { 'not-whole': 'does not bring all that have one of them' } },
  lineIds: { about: 'Ids of order lines', of: { digits: 'are numbers', text: 'hold letters, too' } },
}; // biome-ignore format: a table

/** What a habit is about: the beginning of a sentence. */
export function aboutOf(habit: HabitName): string {
  return words[habit].about;
}

/** The rest of it. @param value one that the habit can have */
export function valueInWords(habit: HabitName, value: string | number): string {
  const { of } = words[habit];
  if (typeof of === 'function') return of(Number(value));
  return (of as Readonly<Record<string, string>>)[value] ?? String(value);
}

/** Whether a habit counts something, so that it has no list of values. */
export function isCount(habit: HabitName): boolean {
  return habitKinds[habit].value.type === 'number';
}

function clockWords(seconds: number): string {
  if (seconds === 0) return "shows this machine's time";
  return `is ${counted(Math.abs(seconds), 'second')} ${seconds > 0 ? 'ahead of' : 'behind'} this machine's`;
}
