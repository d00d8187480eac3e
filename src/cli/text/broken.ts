/** Stands for a blank that no line is broken at. */
export const GLUE = '\u{E000}';

/** An amount behind what it is of, such as `N1036 (1,029.60)`. */
const AMOUNT_BEHIND = / (?=\(-?[\d,.]+\))/g;

/** @param hanging where the lines after the first begin */
export function broken(line: string, hanging: number, columns: number): string[] {
  const lines: string[] = [];
  let rest = line.replaceAll(AMOUNT_BEHIND, GLUE);
  while (rest.length > columns) {
    const first = marginOf(rest);
    const within = rest.lastIndexOf(' ', columns);
    // A word that is longer than a line stays whole.
    const place = within > Math.max(first, lines.length > 0 ? hanging : 0) ? within : rest.indexOf(' ', columns);
    if (place < 0) break;
    lines.push(rest.slice(0, place).trimEnd());
    rest = `${' '.repeat(hanging)}${rest.slice(place).trimStart()}`;
  }
  return [...lines, rest.trimEnd()].map((part) => part.replaceAll(GLUE, ' '));
}

/** Blanks before the first word. */
export function marginOf(line: string): number {
  return line.length - line.trimStart().length;
}
