import type { Protection } from '../test/sabotage/protection.ts';

/** What stands between these is made from the list of protections; all else of the page is written by hand. */
const BEGIN = '<!-- made from test/sabotage by `npm run docs` -->';
const END = '<!-- until here -->';

/**
 * Puts into each promise's section the rows of its protections.
 * @throws Error where a section has no place for them, or a protection belongs to no section
 */
export function withProtections(page: string, protections: readonly Protection[]): string {
  const [head = '', ...sections] = page.split(/^(?=## \d+\. )/m);
  const filled = sections.map((section) => {
    const promise = Number(/^## (\d+)\. /.exec(section)?.[1]);
    const own = protections.filter((one) => one.promise === promise);
    const [before, rest] = section.split(BEGIN);
    const after = rest?.split(END)[1];
    if (before === undefined || after === undefined) throw new Error(`Promise ${promise} has no place for its rows`);
    return `${before}${BEGIN}\n${rowsOf(own)}${END}${after}`;
  });
  const known = new Set(sections.map((section) => Number(/^## (\d+)\. /.exec(section)?.[1])));
  const homeless = protections.find(({ promise }) => !known.has(promise));
  if (homeless !== undefined)
    throw new Error(`${homeless.id} belongs to promise ${homeless.promise}, which is not there`);
  return head + filled.join('');
}

function rowsOf(protections: readonly Protection[]): string {
  const rows = protections.map(({ protects, module, export: name, test }) => {
    const file = `[${module.replace('src/', '')}](../${module}) (\`${name}\`)`;
    return `| ${cell(protects)} | ${file} | [${cell(test.name)}](../${test.file}) |\n`;
  });
  return `| Protection | Its file | The test that fails without it |\n| --- | --- | --- |\n${rows.join('')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('[', '\\[').replaceAll(']', '\\]');
}
