import { createReadStream, createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FeedForm } from './samples.ts';

/**
 * One measured piece of work in a process of its own: `work.ts WAY IN OUT FORM`. Each of the other ways is told how the
 * file is written (its line ends, byte order mark, encoding, whether all cells are in quotes), as its user would tell it.
 */
const [, , way = '', input = '', output = '', form = '{}'] = process.argv;
const { lineEnd, allQuoted, marked, encoding } = JSON.parse(form) as FeedForm;
const idColumns = ['Order ID', 'Parent Order ID'];
const idElements = new Set(['OrderID', 'RelatedOrderID', 'OrderLineID']);

const ways: Readonly<Record<string, () => Promise<void>>> = {
  async rewrite() {
    const { rewriteFile } = await import('../../src/feeds/rewrite/rewrite-file.ts');
    await rewriteFile(input, output, { prefixes: { N: 'W' }, force: true });
  },

  async 'csv-stream'() {
    const { parse } = await import('csv-parse');
    const { stringify } = await import('csv-stringify');
    let ids: number[] | undefined;
    const rename = new Transform({
      objectMode: true,
      transform(cells: string[], _encoding, done) {
        if (ids === undefined) ids = idColumns.map((name) => cells.indexOf(name));
        else for (const id of ids) if (cells[id] !== undefined) cells[id] = cells[id].replace(/^N/, 'W');
        done(null, cells);
      },
    });
    const bytes = encoding === 'utf-8' ? 'utf8' : 'latin1';
    const written = stringify({ quoted: allQuoted, quoted_empty: allQuoted, record_delimiter: lineEnd, bom: marked });
    // Else it hands on bytes of UTF-8, whatever the file is to be in.
    written.setEncoding('utf8');
    await pipeline(
      createReadStream(input, bytes),
      parse({ bom: true }),
      rename,
      written,
      createWriteStream(output, bytes),
    );
  },

  async duckdb() {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create()).connect();
    const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
    const ids = idColumns.map((name) => `regexp_replace("${name}", '^N', 'W') AS "${name}"`).join(', ');
    const from = `read_csv(${text(input)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, encoding = ${text(encoding === 'utf-8' ? 'utf-8' : 'latin-1')})`;
    const how = ['FORMAT csv', 'HEADER', `NEW_LINE ${text(lineEnd)}`, ...(allQuoted ? ['FORCE_QUOTE *'] : [])];
    await connection.run(`COPY (SELECT * REPLACE (${ids}) FROM ${from}) TO ${text(output)} (${how.join(', ')})`);
    connection.closeSync();
  },

  async saxes() {
    const { SaxesParser } = await import('saxes');
    const out = createWriteStream(output);
    const parser = new SaxesParser();
    const escaped = (value: string): string =>
      value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    let block = '';
    let inId = false;
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('xmldecl', ({ version, encoding: named }) => {
      block += `<?xml version="${version}"${named === undefined ? '' : ` encoding="${named}"`}?>`;
    });
    parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
      const given = Object.entries(attributes).map(
        ([key, value]) => ` ${key}="${escaped(String(value)).replaceAll('"', '&quot;')}"`,
      );
      block += `<${name}${given.join('')}${isSelfClosing ? '/>' : '>'}`;
      inId = idElements.has(name);
    });
    parser.on('closetag', ({ name, isSelfClosing }) => {
      inId = false;
      if (!isSelfClosing) block += `</${name}>`;
    });
    parser.on('text', (value) => {
      block += escaped(inId ? value.replace(/^N/, 'W') : value);
    });
    parser.on('cdata', (value) => {
      block += `<![CDATA[${inId ? value.replace(/^N/, 'W') : value}]]>`;
    });
    parser.on('comment', (value) => {
      block += `<!--${value}-->`;
    });
    const rebuild = async function* (): AsyncGenerator<string> {
      for await (const chunk of createReadStream(input, 'utf8')) {
        parser.write(chunk as string);
        yield block;
        block = '';
      }
      parser.close();
      yield block;
    };
    await pipeline(rebuild, out);
  },

  async 'fast-xml-parser'() {
    const { XMLBuilder, XMLParser } = await import('fast-xml-parser');
    const options = {
      preserveOrder: true,
      parseTagValue: false,
      ignoreAttributes: false,
      trimValues: false,
      suppressEmptyNode: true,
      commentPropName: '#comment',
      cdataPropName: '#cdata',
    };
    const parsed: unknown = new XMLParser(options).parse(readFileSync(input, 'utf8'));
    renameParsed(parsed);
    writeFileSync(output, new XMLBuilder(options).build(parsed));
  },
};

function renameParsed(value: unknown, isId = false): void {
  if (!Array.isArray(value)) return;
  for (const node of value as Record<string, unknown>[]) {
    for (const [name, inner] of Object.entries(node)) {
      if (name === '#text' && isId) node[name] = String(inner).replace(/^N/, 'W');
      else renameParsed(inner, idElements.has(name) || (isId && name === '#cdata'));
    }
  }
}

await ways[way]?.();
