import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
} from 'yaml';

/** Where an entry stands: names of keys, and places in lists. */
export type EntryPath = readonly (string | number)[];

type Value = string | number;

type EditedText =
  | { readonly kind: 'edited'; readonly text: string }
  /** It says so already. */
  | { readonly kind: 'unchanged' }
  /** Written in a way that can't be changed without touching what stands around, such as by an alias. */
  | { readonly kind: 'by-hand' };

/**
 * Sets one text or number in a YAML file. Every other byte stays as it is: comments, blanks, the order of keys, how texts are quoted.
 * What comes of it is read again, and compared with what was meant.
 * @param path at least one key; what is not there is made
 */
export function setEntry(text: string, path: EntryPath, value: Value): EditedText {
  const before = parsed(text);
  if (before === undefined || before.hasIn(path) === false) return checked(text, added(text, path, value), path, value);
  const node = before.getIn(path, true);
  if (isScalar(node) && node.value === value) return { kind: 'unchanged' };
  if (!isScalar(node) || node.range == null || node.anchor !== undefined) return { kind: 'by-hand' };
  const [start, end] = node.range;
  return checked(text, text.slice(0, start) + inline(value) + text.slice(end), path, value);
}

/** The lines that a person adds where the program can't. */
export function entryLines(path: EntryPath, value: Value): string {
  const keys = path.filter((key) => typeof key === 'string');
  return stringify(nested(keys, value), { lineWidth: 0 }).trimEnd();
}

function checked(text: string, edited: string | undefined, path: EntryPath, value: Value): EditedText {
  const before = parsed(text);
  const after = edited === undefined ? undefined : parsed(edited);
  if (edited === undefined || before === undefined || after === undefined) return { kind: 'by-hand' };
  const isMeant = isDeepStrictEqual(withValue(before.toJS(), path, value), after.toJS());
  return isMeant ? { kind: 'edited', text: edited } : { kind: 'by-hand' };
}

/** The same data with the entry set; what stands in its way and is no group stays as it is, and equals nothing that was meant. */
function withValue(data: unknown, path: EntryPath, value: Value): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(data)) return data.map((one, place) => (place === key ? withValue(one, rest, value) : one));
  if (data !== null && data !== undefined && typeof data !== 'object') return data;
  const own = (data ?? {}) as Readonly<Record<string, unknown>>;
  return { ...own, [key]: withValue(own[key], rest, value) };
}

function parsed(text: string): Document | undefined {
  const document = parseDocument(text, { schema: 'core', resolveKnownTags: false, logLevel: 'silent' });
  return document.errors.length > 0 ? undefined : document;
}

/** @returns undefined where there is no place for it */
function added(text: string, path: EntryPath, value: Value): string | undefined {
  const document = parsed(text);
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const parent = document?.getIn(path.slice(0, depth), true);
    const rest = path.slice(depth).map(String);
    if (parent === undefined) continue;
    if (isScalar(parent) && parent.value === null) {
      const owner = document?.getIn(path.slice(0, depth - 1), true);
      return isMap(owner) ? underKey(text, owner, path[depth - 1], rest, value) : undefined;
    }
    if (!isMap(parent) || parent.range == null) return undefined;
    return parent.flow === true ? intoFlow(text, parent, rest, value) : intoBlock(text, parent, rest, value);
  }
  return undefined;
}

/** After `methods:` with nothing behind it. */
function underKey(
  text: string,
  owner: YAMLMap,
  key: string | number | undefined,
  rest: readonly string[],
  value: Value,
): string | undefined {
  const pair = owner.items.find((one) => isScalar(one.key) && one.key.value === key);
  if (pair === undefined || !isScalar(pair.key) || pair.key.range == null || owner.flow === true) return undefined;
  const indent = columnOf(text, pair.key.range[0]) + 2;
  return insertLines(text, pair.key.range[1], indent, rest, value);
}

function intoBlock(text: string, map: YAMLMap, rest: readonly string[], value: Value): string | undefined {
  const [first] = map.items;
  const last = map.items.at(-1);
  if (first === undefined || last === undefined || !isScalar(first.key) || first.key.range == null) return undefined;
  const end = endOf(last);
  return end === undefined ? undefined : insertLines(text, end, columnOf(text, first.key.range[0]), rest, value);
}

/** Before the brace that ends it. */
function intoFlow(text: string, map: YAMLMap, rest: readonly string[], value: Value): string | undefined {
  const close = (map.range?.[1] ?? 0) - 1;
  const last = map.items.at(-1);
  const [key = '', ...inner] = rest;
  const entry = flow(key, inner.length === 0 ? value : nested(inner, value));
  if (last === undefined) return `${text.slice(0, close).trimEnd()} ${entry} ${text.slice(close)}`;
  const end = endOf(last);
  return end === undefined ? undefined : `${text.slice(0, end)}, ${entry}${text.slice(end)}`;
}

/** On lines of their own, below the one on which something ends, with what stands behind it there. */
function insertLines(text: string, after: number, indent: number, rest: readonly string[], value: Value): string {
  const lineEnd = text.indexOf('\n', after);
  const isLast = lineEnd < 0;
  // Of a file with mixed ends of line the new lines end as the one above them, which stays as it is.
  const newline = (isLast ? text.includes('\r\n') : text[lineEnd - 1] === '\r') ? '\r\n' : '\n';
  const above = isLast ? text + newline : text.slice(0, lineEnd + 1);
  const lines = stringify(nested(rest, value), { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => ' '.repeat(indent) + line);
  return above + lines.join(newline) + newline + (isLast ? '' : text.slice(lineEnd + 1));
}

/** Behind the last thing that a pair says; comments after it are not part of it. */
function endOf(pair: Pair): number | undefined {
  const { key, value } = pair;
  if (isAlias(value)) return value.range?.[1];
  if ((isMap(value) || isSeq(value)) && value.flow !== true) {
    const last = value.items.at(-1);
    if (isPair(last)) return endOf(last);
    return last === undefined ? undefined : endOfNode(last as Node);
  }
  if (isScalar(value) && value.value === null && isScalar(key)) return key.range?.[1];
  return (value as Node | null)?.range?.[1];
}

function endOfNode(node: Node): number | undefined {
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return last === undefined ? undefined : endOf(last);
  }
  return node.range?.[1];
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function nested(keys: readonly string[], value: Value): unknown {
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** A text as it stands on a line, quoted where it must be; also within braces. */
function inline(value: Value): string {
  const plain = stringify(value, { lineWidth: 0 }).trimEnd();
  return /[,[\]{}\n]/.test(plain) && !/^["']/.test(plain) ? JSON.stringify(value) : plain;
}

function flow(key: string, value: unknown): string {
  const text = stringify({ [key]: value }, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return text.replace(/^\{\s*/, '').replace(/\s*\}$/, '');
}
