import { lowerKey } from '../../model/text-key.ts';
import { type Without, wordsOf } from './out-of-table.ts';
import { isIdName, isPersonalName } from './personal-names.ts';
import { escaped, type Shopper } from './shopper.ts';

/** What a page has one of for each record. */
const OF_PAGES = /<(tr|li|p|dd)\b[^>]*>[\s\S]*?<\/\1>/gi;
/** The same of feed files. */
const OF_FEEDS = /<(Order|Customer|Payment|Item|Product|Row|Record)\b[^>]*>[\s\S]*?<\/\1>/g;

/** A page of this program: of the rows that are about the shopper, what names them. */
export function outOfPage(text: string, shopper: Shopper): Without {
  return replaced(text, OF_PAGES, shopper, (element) => shopper.outOf(element, escaped));
}

/** A feed file: of the records that are about the shopper, all that is personal. */
export function outOfFeed(text: string, shopper: Shopper): Without {
  return replaced(text, OF_FEEDS, shopper, (record) => {
    if (!shopper.isIn(record) && !bearsId(record, shopper.orderIds)) return shopper.outOf(record, escaped);
    const blank = record
      .replace(/<([\w.-]+)>([^<]*)<\/\1>/g, (whole, name: string) =>
        isPersonalName(name) ? `<${name}></${name}>` : whole,
      )
      .replace(/\s([\w.-]+)="[^"]*"/g, (whole, name: string) => (isPersonalName(name) ? ` ${name}=""` : whole));
    return shopper.outOf(blank, escaped);
  });
}

/** As an element or an attribute that ids stand in: a number may stand anywhere else, too. */
function bearsId(record: string, ids: ReadonlySet<string>): boolean {
  const named = [...record.matchAll(/<([\w.-]+)>([^<]*)<\/\1>/g), ...record.matchAll(/\s([\w.-]+)="([^"]*)"/g)];
  return named.some(([, name = '', value = '']) => isIdName(name) && ids.has(lowerKey(value.trim())));
}

/** Any other text: of the lines that bear the address, what names them. */
export function outOfLines(text: string, shopper: Shopper): Without {
  return replaced(text, /[^\r\n]+/g, shopper, (line) => shopper.outOf(line));
}

function replaced(text: string, elements: RegExp, shopper: Shopper, without: (element: string) => string): Without {
  let count = 0;
  const ids = shopper.orderIds;
  const left = text.replace(elements, (element) => {
    const isTheirs = shopper.isIn(element) || wordsOf(element).some((word) => ids.has(word));
    const changed = isTheirs ? without(element) : element;
    if (changed !== element) count += 1;
    return changed;
  });
  return { text: left, count };
}
