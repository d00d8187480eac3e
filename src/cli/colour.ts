import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

const BAD: Style = ['red', 'bold'];
const WAITS: Style = ['yellow', 'bold'];
const WELL: Style = 'green';

/** Said on the command line, of any command. */
const OPTION = '--no-color';

/** The words of a command line without what is said of colours. */
export function withoutColourOption(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.filter((word, place) => word !== OPTION || (end >= 0 && place > end));
}

/**
 * Whether an output gets colours: a terminal does, a pipe or a file does not, and whoever looks has the last word.
 * @param environment `FORCE_COLOR` (0: none) goes before `NO_COLOR` (https://no-color.org), as in Node itself
 */
export function wantsColour(words: readonly string[], environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: none = '', TERM: terminal } = environment;
  if (withoutColourOption(words).length < words.length) return false;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return none === '' && terminal !== 'dumb' && isTerminal;
}

/**
 * What stands out of a text for people. Whatever a colour says is said by the words that bear it, so that nothing is lost
 * without. The first that fits a line is taken; where it has a group, that part alone stands out.
 */
const rules: readonly (readonly [RegExp, Style])[] = [
  [/^(error:) /, BAD],
  [/^(?:\d\d:){2}\d\d [^:]*? {2}(Problem:) /, BAD],
  // Verdict
  [/^The last run \(\d+\) failed,|^No run has ended |^They do not add up:|^There was no run yet\./, BAD],
  [/^[\d,]+ things? to do\b|^[\d,]+ orders? (?:is|are) read and not copied, and waits? for your yes\./, WAITS],
  [/^The last run \(\d+\) was stopped|^Run \d+ has not ended:|^Whether they add up /, WAITS],
  [/^To do in Xero: /, WAITS],
  [/^Nothing to do\b|^They add up to the cent on both sides (?!\(compared on [^)]*\),)/, WELL],
  // Headlines
  [/^(?:Run \d+|This [a-z-]+) of [^:]+: (failed|done, but)/, BAD],
  [/^(?:Run \d+|This [a-z-]+) of [^:]+: (done|stopped|read, and nothing copied|not everything is decided)/, WAITS],
  [/^(?:Run \d+|This [a-z-]+) of [^:]+: (good)/, WELL],
  [/^[^ :]+: (the books differ|[\d,]+ things? to mend first|[\d,]+ problems?\.$)/, BAD],
  [/^[^ :]+: (nothing to mend|the books add up|all is well|the ledger is sound)/, WELL],
  // Titles of what is to be done
  [/^(?:MEND FIRST|What failed|What the primary should not have)$|^What differs: |^What is missing:/, BAD],
  [/^(?:Look at|Worth a look|Copied, and worth a look|In quarantine)$/, WAITS],
  [
    /^(?:Quarantined|Would be quarantined) until you decide: |^Read, and waiting for your yes: |^Written, outcome /,
    WAITS,
  ],
  [/^Right$/, WELL],
  [/^(BAD) /, BAD],
  [/^(look) /, WAITS],
  [/^(ok) /, WELL],
  [/^\s+(To do:|what to do:?) /, WAITS],
  [/^\d+\. .*/, 'bold'],
  [/^-+(?: +-+)*$/, 'dim'],
];

/** A command that can be typed as it stands: the rest of its line, or between two backticks. */
const COMMAND = /(?<=^|[\s$])neto-consolidator [a-z].*$|(?<=`)neto-consolidator [a-z][^`]*(?=`)/g;

/** A text for people, as a terminal shows it that has colours. Its characters and its lines stay what they are. */
export function painted(text: string): string {
  const lines = text.split('\n');
  return lines.map((line, place) => (isTitle(lines, place) ? paint('bold', line) : paintedLine(line))).join('\n');
}

/** A line of its own over a table, or over lines that stand under it. */
function isTitle(lines: readonly string[], place: number): boolean {
  const [before = '', line = '', next = '', over = ''] = [-1, 0, 1, 2].map((step) => lines[place + step]);
  if (before !== '' || !/^[A-Za-z]/.test(line) || / {2}/.test(line) || /[.:]$/.test(line)) return false;
  if (rules.some(([pattern]) => pattern.test(line))) return false;
  return /^ +\S/.test(next) || (next !== '' && /^-+(?: +-+)*$/.test(over));
}

function paintedLine(line: string): string {
  for (const [pattern, style] of rules) {
    const found = pattern.exec(line);
    if (found === null) continue;
    const part = found[1] ?? found[0];
    const from = found.index + found[0].lastIndexOf(part);
    return `${line.slice(0, from)}${paint(style, part)}${withCommand(line.slice(from + part.length))}`;
  }
  return withCommand(line);
}

function withCommand(text: string): string {
  return text.replaceAll(COMMAND, (command) => paint('cyan', command));
}

function paint(style: Style, text: string): string {
  // Whether there are colours was asked before, of the output that it goes to.
  return styleText(style, text, { validateStream: false });
}
