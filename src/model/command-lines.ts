/**
 * Messages name commands as short as a person speaks of them: `doctor --moved`, `quarantine list`. Where it is known which
 * pipeline file a person has given, they are told as whole lines, which can be typed as they stand.
 */
const COMMAND =
  /`(?:neto-consolidator )?(check|plan|run|status|notify|trace|adopt|reconcile|report|doctor|backfill|quarantine (?:list|show|retry|accept|drop|purge)|link|map|undo|export(?: confirm)?|xero (?:connect|confirm|accept))((?: [^`]*)?)`/g;

/** What a command needs beside the pipeline file, where its name is all that is said. */
const REST: Readonly<Record<string, string>> = {
  'quarantine show': ' <id>',
  'quarantine retry': ' <id>',
  'quarantine accept': ' <id> --reason "…"',
  'quarantine drop': ' <id> --reason "…"',
  'export confirm': ' --batch <number>',
  'xero accept': ' <number> --reason "…"',
};

/** As a word they stand for what is done, and the whole line needs more than a sentence can say. */
const WORDS: readonly string[] = ['link', 'map', 'undo', 'export', 'report', 'backfill'];

/** @param file the pipeline file as it was given; undefined where there is none or there are several */
export function wholeLines(text: string, file: string | undefined): string {
  return text.replaceAll(COMMAND, (said: string, name: string, rest: string) => {
    const line = wholeLine(name, rest, file === undefined ? '<pipeline>' : shellWord(file));
    return line === undefined ? said : `\`${line}\``;
  });
}

function wholeLine(name: string, given: string, file: string): string | undefined {
  if (given.trim() === '--help' || (given === '' && WORDS.includes(name))) return undefined;
  if (given.includes('<pipeline>')) return `neto-consolidator ${name}${given.replace('<pipeline>', file)}`;
  // A stored pipeline stands in place of a file.
  if (` ${given} `.includes(` ${file} `) || / fleet:\S/.test(given)) return `neto-consolidator ${name}${given}`;
  const rest = given === '' ? (REST[name] ?? '') : given;
  if (name === 'trace') return `neto-consolidator trace${rest === '' ? ' <order id>' : rest} ${file}`;
  const [, options = '', operands] = /^((?: --.*?)?) -- (.*)$/s.exec(rest) ?? [];
  if (operands !== undefined && name !== 'map') return `neto-consolidator ${name}${options} -- ${file} ${operands}`;
  // The file comes after what is mapped.
  if (name === 'map') return `neto-consolidator map${rest} ${file}`;
  return `neto-consolidator ${name} ${file}${rest}`;
}

/**
 * A line to type, or in backticks the part of one that `wholeLines` makes whole. An operand that begins with a dash, as ids
 * of stores may, would be taken for an option: it stands behind `--`, and all options before that.
 * @param operands as they are; a place that a person fills in is no operand
 * @param options as they are typed
 */
export function commandLine(command: string, operands: readonly string[], options = ''): string {
  const words = operands.map(shellWord).join(' ');
  const given = options === '' ? '' : ` ${options}`;
  return operands.some((operand) => operand.startsWith('-'))
    ? `${command}${given} -- ${words}`
    : `${command} ${words}${given}`;
}

/** What a shell takes for this one word. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
