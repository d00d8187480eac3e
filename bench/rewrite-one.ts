import { readFileSync, writeFileSync } from 'node:fs';

/** One measured piece of work in a process of its own: `rewrite IN OUT`, or `rebuild IN OUT` with fast-xml-parser. */
const [, , work, input = '', output = ''] = process.argv;

if (work === 'rewrite') {
  const { rewriteFile } = await import('../src/feeds/rewrite/rewrite-file.ts');
  await rewriteFile(input, output, { prefixes: { N: 'W' }, force: true });
} else {
  const { XMLBuilder, XMLParser } = await import('fast-xml-parser');
  const options = { preserveOrder: true, parseTagValue: false, ignoreAttributes: false, trimValues: false };
  const parsed: unknown = new XMLParser(options).parse(readFileSync(input, 'utf8'));
  rewriteIds(parsed);
  writeFileSync(output, new XMLBuilder(options).build(parsed));
}

function rewriteIds(value: unknown, isId = false): void {
  if (!Array.isArray(value)) return;
  for (const node of value as Record<string, unknown>[]) {
    for (const [name, inner] of Object.entries(node)) {
      if (name === '#text' && isId) node[name] = String(inner).replace(/^N/, 'W');
      else rewriteIds(inner, name === 'OrderID' || name === 'RelatedOrderID' || name === 'OrderLineID');
    }
  }
}
