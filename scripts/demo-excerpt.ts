/** Rows of the table of quarantined records that docs/demo.md shows. */
const HELD_ROWS = 4;

/**
 * What docs/demo.md shows of the demo's output: the run, the books, the second run and the trace, without times, and without how
 * many requests there were, since some of them depend on what was under way at once.
 */
export function demoExcerpt(output: string): string {
  const lines = output.split('\n');
  const begin = lines.indexOf('$ neto-consolidator run pipelines/demo.yaml --yes');
  const end = lines.findIndex((line, index) => index > begin && line.trim() === 'What was done');
  if (begin === -1 || end === -1) throw new Error('The output is not the one of the demo.');
  const excerpt: string[] = [];
  let held = -1;
  for (const line of lines.slice(begin, end)) {
    if (line.startsWith('Requests:')) continue;
    if (line.startsWith('store  what')) held = 0;
    else if (line.startsWith('What to do about each')) {
      if (held > HELD_ROWS + 1) excerpt.push('...');
      held = -1;
    } else if (held >= 0) held += 1;
    if (held <= HELD_ROWS + 1) excerpt.push(line);
  }
  return excerpt.join('\n').trimEnd();
}

const BEGIN = '<!-- made by: npm run docs:demo -->';

export function withExcerpt(page: string, excerpt: string): string {
  const [before, after] = page.split(BEGIN);
  const rest = after?.split('```').slice(2).join('```');
  if (before === undefined || rest === undefined) throw new Error(`docs/demo.md has no block after ${BEGIN}`);
  return `${before}${BEGIN}\n\`\`\`text\n${excerpt}\n\`\`\`${rest}`;
}
