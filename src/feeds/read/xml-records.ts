import { XMLParser } from 'fast-xml-parser';
import { readableCharacters } from '../../model/readable-characters.ts';
import { FeedTrouble, troubleError } from '../feed-error.ts';
import { fieldKey } from '../field-key.ts';
import { XmlScanner } from '../rewrite/xml-scanner.ts';
import type { FeedRecord } from './feed-row.ts';
import { type FeedFile, openFeed } from './inspect-feed.ts';
import { scanned } from './scan-file.ts';

const LINE_FEED = 0x0a;

const parser = new XMLParser({
  // Its defaults turn SKU 00123 into 123.
  parseTagValue: false,
  ignoreAttributes: true,
  trimValues: false,
  htmlEntities: true,
});

/**
 * The records of an XML file: the children of its root, one at a time, so that memory does not grow with the file.
 * Well-formedness is checked on the way. Elements of an answer's envelope (`Ack`, `CurrentTime`) are left out.
 * @throws ConsolidatorError `feed-malformed`, `feed-encoding`
 */
export async function* readXmlRecords(feed: FeedFile): AsyncGenerator<FeedRecord> {
  const handle = await openFeed(feed.file);
  const decoder = new TextDecoder(feed.encoding);
  const ranges: { start: number; end: number }[] = [];
  const scanner = new XmlScanner(undefined, [], (start, end) => ranges.push({ start, end }));
  let counted = { offset: 0, line: 1 };
  let record = 0;
  try {
    for await (const _ of scanned(feed, scanner, handle, 0)) {
      for (const { start, end } of ranges.splice(0)) {
        const bytes = Buffer.allocUnsafe(end - counted.offset);
        await handle.read(bytes, 0, bytes.length, counted.offset);
        const line = counted.line + feedsIn(bytes.subarray(0, start - counted.offset));
        counted = { offset: end, line: counted.line + feedsIn(bytes) };
        const found = recordOf(decoder.decode(bytes.subarray(start - (end - bytes.length))));
        if (found === undefined) continue;
        record += 1;
        yield { ...found, record, line };
      }
    }
  } catch (error) {
    throw error instanceof FeedTrouble ? await troubleError(feed.file, error) : error;
  } finally {
    await handle.close();
  }
}

type Found =
  | { readonly kind: 'row'; readonly cells: ReadonlyMap<string, string>; readonly problem: undefined }
  | { readonly kind: 'document'; readonly name: string; readonly content: Readonly<Record<string, unknown>> };

function recordOf(text: string): Found | undefined {
  const parsed: unknown = parser.parse(text);
  const [entry] = Object.entries(isObject(parsed) ? parsed : {});
  if (entry === undefined || !isObject(entry[1])) return undefined;
  const [name, inner] = entry;
  const content = withoutIndentation(inner) as Record<string, unknown>;
  // A row of a spreadsheet that was left empty.
  if (Object.values(content).every((value) => value === '')) return undefined;
  const nested = Object.values(content).some((value) => typeof value === 'object');
  if (nested || isApiShaped(name, content)) {
    return { kind: 'document', name, content: readableCharacters(content, () => {}) };
  }
  const cells = new Map(Object.entries(content).map(([key, value]) => [fieldKey(key), String(value)]));
  return { kind: 'row', cells, problem: undefined };
}

/** A flat order of the API has no line; a row of an export always names one. */
function isApiShaped(name: string, content: Readonly<Record<string, unknown>>): boolean {
  return (
    name === 'Order' &&
    'GrandTotal' in content &&
    !Object.keys(content).some((key) => fieldKey(key).startsWith('orderline'))
  );
}

/** The blanks between elements are no data; those inside an element without children are. */
function withoutIndentation(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIndentation);
  if (!isObject(value)) return typeof value === 'string' && value.trim() === '' ? '' : value;
  const entries = Object.entries(value).filter(([name]) => name !== '#text');
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutIndentation(inner)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function feedsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}
