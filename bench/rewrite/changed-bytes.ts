/** What a rewriter has made of a feed beside what it should have: in words, from the bytes alone; empty where they are the same. */
export function changedBytes(kind: 'csv' | 'xml', expected: Buffer, found: Buffer): string[] {
  if (expected.equals(found)) return [];
  const [wanted, given] = [expected, found].map(opened) as [Opened, Opened];
  const changes = [
    ...(wanted.marked && !given.marked ? ['byte order mark lost'] : []),
    ...(!wanted.marked && given.marked ? ['byte order mark added'] : []),
    ...(wanted.encoding === given.encoding ? [] : [`${wanted.encoding} made ${given.encoding}`]),
    ...(kind === 'csv' ? cellChanges(wanted.text, given.text) : xmlChanges(wanted.text, given.text)),
  ];
  // Whatever has no name here has still changed.
  return changes.length > 0 ? changes : ['other bytes'];
}

interface Opened {
  readonly marked: boolean;
  readonly encoding: 'UTF-8' | 'Windows-1252';
  readonly text: string;
}

function opened(bytes: Buffer): Opened {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const marked = text.startsWith('\uFEFF');
    return { marked, encoding: 'UTF-8', text: marked ? text.slice(1) : text };
  } catch {
    return { marked: false, encoding: 'Windows-1252', text: bytes.toString('latin1') };
  }
}

interface Cell {
  readonly quoted: boolean;
  readonly value: string;
  /** What comes behind it: a comma, a line end, or nothing. */
  readonly end: string;
}

/** A reading of CSV that shares nothing with any of those that are compared. */
function cellsOf(text: string): Cell[] {
  const cells: Cell[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\n|\r|$)/gy;
  while (pattern.lastIndex < text.length || cells.at(-1)?.end === ',') {
    const match = pattern.exec(text);
    if (match === null) return [...cells, { quoted: false, value: text.slice(pattern.lastIndex), end: '' }];
    const [, quoted, plain = '', end = ''] = match;
    cells.push({ quoted: quoted !== undefined, value: quoted?.replaceAll('""', '"') ?? plain, end });
    if (end === '') break;
  }
  return cells;
}

function cellChanges(expected: string, found: string): string[] {
  const [wanted, given] = [cellsOf(expected), cellsOf(found)];
  if (wanted.length !== given.length) return [`${given.length} cells instead of ${wanted.length}`];
  const pairs = wanted.map((cell, place) => [cell, given[place] as Cell] as const);
  return counted([
    ['without their quotes', pairs.filter(([a, b]) => a.quoted && !b.quoted).length],
    ['put into quotes', pairs.filter(([a, b]) => !a.quoted && b.quoted).length],
    ['with another text', pairs.filter(([a, b]) => a.value !== b.value).length],
  ], 'cell').concat(counted([
    ['changed', pairs.filter(([a, b]) => a.end !== b.end && a.end !== '').length],
    ['added', pairs.filter(([a, b]) => a.end === '' && b.end !== '').length],
  ], 'line end')); // biome-ignore format: two tables
}

const kinds: readonly (readonly [string, RegExp])[] = [
  ['declaration', /^<\?/],
  ['comment', /^<!--/],
  ['CDATA section', /^<!\[CDATA\[/],
  ['tag', /^</],
  ['text', /^/],
];

function xmlChanges(expected: string, found: string): string[] {
  const [wanted, given] = [byKind(expected), byKind(found)];
  return kinds.flatMap(([name]) => {
    const [before, after] = [wanted.get(name) ?? [], given.get(name) ?? []];
    if (before.length === after.length)
      return counted([['written otherwise', before.filter((one, place) => one !== after[place]).length]], name);
    return [`${before.length} ${name}s made ${after.length}`];
  });
}

function byKind(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [token] of text.matchAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>|[^<]+/g)) {
    const [name = 'text'] = kinds.find(([, pattern]) => pattern.test(token)) ?? [];
    const known = found.get(name);
    if (known === undefined) found.set(name, [token]);
    else known.push(token);
  }
  return found;
}

function counted(counts: readonly (readonly [string, number])[], thing: string): string[] {
  return counts.flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${thing}${count === 1 ? '' : 's'} ${what}`]));
}
