/**
 * How a snapshot of an order is laid out as JSON: which values stand one after the other, and of what kind each is.
 *
 * - `salt`: a word for the order, which ends in its number.
 * - `plain`: a word that many orders have.
 * - `hashed`: a hash, several of them by commas, or nothing.
 * - `own`: what is another one in each order: an amount, a moment, a SKU.
 * - `day`: most often that of the moment before it.
 * - `line`: most often the order's number with the place of the line.
 *
 * What stands packed in ledgers is read by this for ever: another layout is another form.
 */
const kinds = ['salt', 'plain', 'hashed', 'own', 'day', 'line'] as const;
export type Kind = (typeof kinds)[number];

const line = {
  id: 'line',
  fields: {
    ...{ SKU: 'own', quantity: 'own', 'unit price': 'own', tax: 'own' },
    ...{ 'discount percent': 'plain', discount: 'plain', coupon: 'plain' },
  },
  other: 'hashed',
  texts: {
    ...{ name: 'hashed', itemNotes: 'hashed', taxCode: 'hashed', warehouseName: 'hashed', serialNumber: 'hashed' },
    ...{ componentOfKit: 'hashed', extraOptions: 'hashed', externalLine: 'hashed' },
  },
  ...{ tracking: 'hashed', service: 'plain' },
};

const order = {
  ...{ salt: 'salt', status: 'plain', approved: true },
  fields: {
    ...{ total: 'own', tax: 'own', shipping: 'plain', 'shipping discount': 'plain', surcharge: 'plain' },
    ...{ coupon: 'plain', 'tax inclusive': 'plain', 'date placed': 'own', 'invoice date': 'day', 'due date': 'plain' },
    ...{ 'shipping method': 'plain', 'payment method': 'plain', 'payment terms': 'plain', 'sales channel': 'plain' },
    'date required': 'plain',
  },
  ...{ person: 'hashed', other: 'hashed' },
  texts: {
    ...{ username: 'hashed', email: 'hashed', billing: 'hashed', shipping: 'hashed', deliveryInstruction: 'hashed' },
    ...{ userGroup: 'hashed', relatedOrderId: 'hashed', type: 'hashed', salesPerson: 'hashed' },
    ...{ signatureRequired: 'hashed', couponCode: 'hashed', productSubtotal: 'hashed', shippingTax: 'hashed' },
    surchargeTaxable: 'hashed',
  },
  ...{ references: 'hashed', notes: 'hashed' },
};

/** What stands before each value of a text, and behind the last one; and the values, as JSON writes them. */
interface Parted {
  readonly frame: readonly string[];
  readonly values: readonly string[];
}

function partAtValues(text: string): Parted {
  // Every other part is a value: in quotes, which stay with the frame, or `true`.
  const parts = text.split(/(?<=":")([^"]*)(?=")|(?<=":)(true)/).filter((part) => part !== undefined);
  return { frame: parts.filter((_, place) => place % 2 === 0), values: parts.filter((_, place) => place % 2 === 1) };
}

const OF_ORDER = partAtValues(`${JSON.stringify(order).slice(0, -1)},"lines":[`);
const OF_LINE = partAtValues(JSON.stringify(line));
const [BETWEEN, END] = [',', ']}'];

const kindOf = (word: string): Kind => kinds.find((kind) => kind === word) ?? 'plain';

/** The kinds of an order's values, and how many there are of some. */
export interface Layout {
  readonly kinds: readonly Kind[];
  readonly plain: number;
  readonly hashed: number;
  /** All others; a salt is two. */
  readonly own: number;
}

function layoutFor(lines: number): Layout {
  const ofLines = Array.from({ length: lines }, () => OF_LINE.values).flat();
  const all = [...OF_ORDER.values, ...ofLines].map(kindOf);
  const count = (kind: Kind): number => all.filter((one) => one === kind).length;
  const [plain, hashed] = [count('plain'), count('hashed')];
  return { kinds: all, plain, hashed, own: all.length - plain - hashed + count('salt') };
}

/** Nearly all orders have no more lines. */
const FEW = 20;
const layouts = new Map<number, Layout>();

export function layoutOf(lines: number): Layout {
  const layout = layouts.get(lines) ?? layoutFor(lines);
  if (lines <= FEW) layouts.set(lines, layout);
  return layout;
}

/** @returns undefined where it is laid out otherwise */
export function valuesOf(text: string): { readonly values: readonly string[]; readonly lines: number } | undefined {
  const values: string[] = [];
  let at = 0;
  const takes = (frame: readonly string[]): boolean => {
    if (!text.startsWith(frame[0] ?? '', at)) return false;
    at += (frame[0] ?? '').length;
    for (const next of frame.slice(1)) {
      // In a value of JSON a quote has a backslash before it, so that nothing in it looks like the frame.
      const end = text.indexOf(next, at);
      if (end === -1) return false;
      values.push(text.slice(at, end));
      at = end + next.length;
    }
    return true;
  };
  if (!takes(OF_ORDER.frame)) return undefined;
  let lines = 0;
  while (text.length - at > END.length) {
    if (lines > 0 && !text.startsWith(BETWEEN, at)) return undefined;
    at += lines > 0 ? BETWEEN.length : 0;
    if (!takes(OF_LINE.frame)) return undefined;
    lines += 1;
  }
  return { values, lines };
}

export function textOf(values: readonly string[], lines: number): string {
  let [text, place] = ['', 0];
  const put = ([first = '', ...frame]: readonly string[]): void => {
    text += first;
    for (const next of frame) {
      text += (values[place] ?? '') + next;
      place += 1;
    }
  };
  put(OF_ORDER.frame);
  for (let line = 0; line < lines; line += 1) {
    text += line > 0 ? BETWEEN : '';
    put(OF_LINE.frame);
  }
  return text + END;
}

/** What a value most often is where those before it are known. @returns undefined for a kind of which nobody can say */
export function expectedAt(place: number, kind: Kind, values: readonly string[]): string | undefined {
  if (kind === 'day') return values[place - 1]?.slice(0, 'YYYY-MM-DD'.length);
  if (kind !== 'line') return undefined;
  const [salt = ''] = values;
  return `${salt.slice(salt.indexOf(' ') + 1)}-${(place - OF_ORDER.values.length) / OF_LINE.values.length}`;
}
