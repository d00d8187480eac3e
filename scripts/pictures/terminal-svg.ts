import { stripVTControlCharacters } from 'node:util';

/** In units of the picture. */
const CHARACTER = 8.4;
const LINE = 19;
const MARGIN = 20;
const BASELINE = 14;

const BACKGROUND = '#1b1f27';
const PLAIN = '#d8dee9';

/** What the program writes of colour, and how that looks on a dark ground. */
const STYLES: Readonly<Record<string, string>> = {
  1: 'font-weight="bold"',
  2: 'fill="#7b8494"',
  31: 'fill="#f07178"',
  32: 'fill="#9ece6a"',
  33: 'fill="#e0af68"',
  36: 'fill="#7dcfff"',
};
/** By the code that ends it: what it ends. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  0: Object.keys(STYLES),
  22: ['1', '2'],
  39: ['31', '32', '33', '36'],
};

/**
 * What a terminal showed, as a picture: its lines with their colours. Columns stay in place whatever letters a reader's
 * machine has.
 * @throws Error for a code of colour that is not known here
 */
export function terminalSvg(text: string, label: string): string {
  const lines = text.split('\n');
  const columns = Math.max(...lines.map((line) => stripVTControlCharacters(line).length));
  const width = Math.round(columns * CHARACTER + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const state = new Set<string>();
  const rows = lines.map((line, index) => rowOf(line, MARGIN + index * LINE + BASELINE, state));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}">
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" font-size="14" fill="${PLAIN}">
${rows.filter((row) => row !== '').join('\n')}
</g>
</svg>
`;
}

/** Each piece without wide gaps stands where its column is, and is as long as its letters are in a terminal. */
function rowOf(line: string, y: number, state: Set<string>): string {
  let column = 0;
  const pieces = partsOf(line, state).flatMap(({ text, styles }) =>
    text.split(/( {2,}|^ )/).flatMap((piece) => {
      const at = column;
      column += piece.length;
      return piece.trim() === '' ? [] : [{ at: at + piece.search(/\S/), text: piece.trim(), styles }];
    }),
  );
  return pieces
    .map(({ at, text, styles }) => {
      const look = styles.map((code) => ` ${STYLES[code]}`).join('');
      const place = `x="${(MARGIN + at * CHARACTER).toFixed(1)}" y="${y}" textLength="${(text.length * CHARACTER).toFixed(1)}"`;
      return `<text ${place}${look}>${escaped(text)}</text>`;
    })
    .join('');
}

interface Part {
  readonly text: string;
  readonly styles: readonly string[];
}

/** @param state what holds at the beginning of the line, and then at its end */
function partsOf(line: string, state: Set<string>): Part[] {
  const parts: Part[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it begins each code
  for (const piece of line.split(/(\x1b\[\d+m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it begins each code
    const [, code] = /^\x1b\[(\d+)m$/.exec(piece) ?? [];
    if (code === undefined) {
      if (piece !== '') parts.push({ text: piece, styles: [...state] });
    } else if (ENDS[code] !== undefined) {
      for (const ended of ENDS[code]) state.delete(ended);
    } else if (STYLES[code] !== undefined) state.add(code);
    else throw new Error(`The colour ${code} is not known: ${JSON.stringify(line)}`);
  }
  return parts;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
