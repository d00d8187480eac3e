import { ofGoods } from './out-of-object.ts';
import type { Without } from './out-of-table.ts';
import { REMOVED, type Shopper } from './shopper.ts';
import { type Around, type Field, fieldOf, hasPersonal, isMention, learn, whose, without } from './whose.ts';
import { edited, type Stretch, type XmlElement, xmlTree } from './xml-tree.ts';

/** What a page has one of for each record; the innermost. */
const OF_PAGES = /<(tr|li|p|dd)\b[^>]*>(?:(?!<\1\b)[\s\S])*?<\/\1>/gi;
/** The same of feed files. */
const OF_FEEDS = /^(order|customer|payment|item|product|row|record|invoice|shipment|rma|contact|entry)$/i;

/** A page: in rows about the shopper, what names them; never a tag, and no single name, which is any word. */
export function outOfPage(text: string, shopper: Shopper, { onlyOthers }: Around): Without {
  let count = 0;
  const rows = text.replace(OF_PAGES, (row) => {
    const said = row.replace(/<[^>]*>/g, ' ');
    const bears = shopper.isIn(row);
    if ((onlyOthers && bears) || (!bears && !isMention(said, shopper))) return row;
    const left = row.replace(/<[^>]*>|[^<]+/g, (part) =>
      part.startsWith('<') ? shopper.withoutAddress(part, REMOVED) : shopper.outOf(part),
    );
    if (left !== row) count += 1;
    return left;
  });
  if (onlyOthers || !shopper.isIn(rows)) return { text: rows, count };
  // Wherever else the address stands, it goes.
  return { text: shopper.withoutAddress(rows), count: count + 1 };
}

interface Leaf extends Stretch {
  readonly field: Field;
}

/** A feed file: of the records that are about the shopper, all that is personal, in place. */
export function outOfFeed(text: string, shopper: Shopper, around: Around): Without {
  const edits: (Stretch & { left: string })[] = [];
  let count = 0;
  for (const leaves of recordsIn(text)) {
    const fields = leaves.map(({ field }) => field);
    const of = whose(fields, shopper, around);
    if (of === 'doubtful' || (of === 'mentions' && hasPersonal(fields, shopper))) around.isDoubtful = true;
    if (of === 'no' || of === 'doubtful') continue;
    if (around.onlyOthers && fields.some(({ value }) => shopper.isIn(value))) continue;
    const changed = leaves.flatMap(({ field, start, end }) => {
      const left = without(field, of === 'theirs', shopper);
      return left === field.value ? [] : [{ start, end, left }];
    });
    if (changed.length > 0) count += 1;
    edits.push(...changed);
  }
  return { text: edited(text, edits), count };
}

export function learnFromFeed(text: string, shopper: Shopper, around: Around): void {
  for (const leaves of recordsIn(text))
    learn(
      leaves.map(({ field }) => field),
      shopper,
      around,
    );
}

function recordsIn(text: string): Leaf[][] {
  const tree = xmlTree(text);
  return tree === undefined ? [] : recordsOf(tree, text);
}

function recordsOf(element: XmlElement, text: string): Leaf[][] {
  const isRecord =
    OF_FEEDS.test(element.name.replace(/^.*:/, '')) &&
    (element.attributes.length > 0 || element.children.some(({ children }) => children.length === 0));
  return isRecord ? [leavesOf(element, text, false)] : element.children.flatMap((child) => recordsOf(child, text));
}

function leavesOf(element: XmlElement, text: string, isOfGoods: boolean): Leaf[] {
  const leaf = (name: string, start: number, end: number): Leaf => {
    const field = fieldOf(name, text.slice(start, end));
    return { start, end, field: isOfGoods ? ofGoods(field) : field };
  };
  const own = element.attributes.map(({ name, start, end }) => leaf(name, start, end));
  if (element.children.length > 0) {
    const inside = isOfGoods || /line|item|product|option/i.test(element.name);
    return [...own, ...element.children.flatMap((child) => leavesOf(child, text, inside))];
  }
  const { start, end } = element.content;
  const data = /^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/.exec(text.slice(start, end))?.[1];
  const from = data === undefined ? start : text.indexOf('<![CDATA[', start) + '<![CDATA['.length;
  return [...own, leaf(element.name, from, data === undefined ? end : from + data.length)];
}

/** Any other text: of the lines that bear the address, or say something of one of their orders, what names them. */
export function outOfLines(text: string, shopper: Shopper, { onlyOthers }: Around): Without {
  let count = 0;
  const left = text.replace(/[^\r\n]+/g, (line) => {
    const bears = shopper.isIn(line);
    if ((onlyOthers && bears) || (!bears && !isMention(line, shopper))) return line;
    const changed = shopper.outOf(line);
    if (changed !== line) count += 1;
    return changed;
  });
  return { text: left, count };
}
