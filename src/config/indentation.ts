import type { Place } from './problems.ts';

interface Slip {
  readonly place: Place;
  readonly message: string;
}

/**
 * Where the text is not YAML near this line because of how it is indented: the parser tells such a slip at the line above, as
 * a second colon, or as a bracket that is missing. Nothing of the line is quoted, since it may hold a key.
 * @param line from 1, where the parser stopped
 */
export function indentationSlip(text: string, line: number): Slip | undefined {
  const levels = [0];
  let opens = true;
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const number = index + 1;
    if (number > line + 1) return undefined;
    const content = row.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    const margin = row.slice(0, row.length - content.length);
    const isNear = number >= line - 1;
    const tab = margin.indexOf('\t');
    if (tab >= 0 && isNear) {
      const message = 'a tab stands before the first word of the line; expected blanks; indent with two blanks';
      return { place: { line: number, column: tab + 1 }, message };
    }
    const found = slipOf(margin.length, levels, opens);
    if (found !== undefined && isNear) return { place: { line: number, column: margin.length + 1 }, message: found };
    place(margin.length, levels);
    const dashes = /^(- +)*/.exec(content)?.[0].length ?? 0;
    if (dashes > 0) place(margin.length + dashes, levels);
    // A list or a text that goes over several lines is not indented by rules of ours.
    opens = /([:,{[|>]|^-|- )$/.test(content.replace(/\s+#.*$/, '').trimEnd());
  }
  return undefined;
}

function slipOf(indent: number, levels: readonly number[], opens: boolean): string | undefined {
  const top = levels.at(-1) ?? 0;
  if (indent > top && !opens) {
    return `the line is indented deeper (${blanks(indent)}) than the one above it (${blanks(top)}), which has a value already; expected lines that belong together to be indented alike; give it ${blanks(top)}`;
  }
  if (indent >= top || levels.includes(indent)) return undefined;
  const fit = levels.filter((level) => level > 0 || levels.length === 1).map(blanks);
  return `the line is indented by ${blanks(indent)}, as none of those above it is; expected what belongs together to be indented alike; give it ${fit.join(' or ')}, as the line it belongs beside`;
}

function place(indent: number, levels: number[]): void {
  while ((levels.at(-1) ?? 0) > indent) levels.pop();
  if ((levels.at(-1) ?? -1) < indent) levels.push(indent);
}

function blanks(count: number): string {
  return count === 0 ? 'no blank' : count === 1 ? '1 blank' : `${count} blanks`;
}
