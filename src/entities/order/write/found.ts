import { type Address, type AddressPart, addressParts } from '../../../model/address.ts';
import type { OrderDraft } from '../../../model/drafts.ts';
import { addressIn } from '../../../model/email-address.ts';
import type { FileSnapshot } from '../../../model/file-snapshot.ts';
import { addressHashes, keyHash, referencesHash, textHash } from '../../../model/hashes.ts';
import { meantMethod, sameMethod } from '../../../model/method-names.ts';
import type { Decimal } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import type { OrderSnapshot } from '../../../model/order-snapshot.ts';
import { originOf } from '../../../model/origin.ts';
import { plainText, sameKey, sameText } from '../../../model/text-key.ts';
import { cutText, limits } from '../../../transform/field-limits.ts';
import type { FixedRules, StoreRules } from '../../../transform/rules.ts';
import { type Finding, Findings } from '../../comparing/finding.ts';
import { type FoundFieldKey, foundOrderFields } from '../compare/found-fields.ts';
import { lineAt } from '../transform/line-of-copy.ts';
import { joined, notesAsFound, withShopper } from '../transform/notes-of-copy.ts';
import { sameDayOrMoment } from '../transform/order.ts';
import { asWritten } from './as-written.ts';

/** What a change of an order carries over, as its copy would show it if it were made now. */
export interface Followed
  extends Pick<
    OrderDraft,
    | 'deliveryInstruction'
    | 'billing'
    | 'shipping'
    | 'purchaseOrderNumber'
    | 'customerReferences'
    | 'requiredAt'
    | 'internalNotes'
    | 'shippingMethod'
    | 'signatureRequired'
  > {
  /** `line` is the id in the source. */
  readonly lines: readonly { readonly line: string; readonly notes: string; readonly quantity: Decimal }[];
  readonly own: OwnOfOrder;
}

/** What of this a draft does not have, or not by itself. */
export interface OwnOfOrder {
  /** The order's own, without the lines of ours. */
  readonly notes: string;
  /** Numbers by the source's ids of their lines; AddOrder takes none. */
  readonly tracking: Readonly<Record<string, string>>;
  /** The primary sends the goods. */
  readonly fulfils: boolean;
}

export function ownOf(order: Order, { purpose }: Pick<FixedRules, 'purpose'>): OwnOfOrder {
  const tracked = order.lines.filter(({ trackingNumber }) => !isBlank(trackingNumber));
  return {
    notes: order.internalNotes,
    tracking: Object.fromEntries(tracked.map(({ id, trackingNumber }) => [id, trackingNumber])),
    fulfils: purpose === 'fulfil',
  };
}

/**
 * Of an order whose copy was made by other rules, or by some that nobody knows any more.
 * @param copy whose first lines its notes keep
 */
export function followedOf(order: Order, copy: Order, rules: StoreRules): Followed {
  const [first = ''] = plainText(copy.internalNotes).split('\n', 1);
  const shopper = rules.orders.email === 'house' ? addressIn(order.email) : '';
  const head = originOf(first) === undefined ? '' : withShopper(first, shopper);
  return {
    ...order,
    requiredAt: sameDayOrMoment(order.requiredAt, rules),
    internalNotes: joined(head, plainText(order.internalNotes)),
    shippingMethod: meantMethod(rules.orders.shippingMethods, order.shippingMethod),
    lines: order.lines.map(({ id: line, itemNotes, quantity }) => {
      return { line, notes: cutText(itemNotes, limits.lineText), quantity };
    }),
    own: ownOf(order, rules),
  };
}

export interface CopyAsFound {
  /** The order as its copy shows it, where that is less; undefined where nothing is to be carried over. */
  readonly shows: OrderSnapshot | undefined;
  readonly findings: readonly Finding<FoundFieldKey>[];
}

/** Of no field, so that the three-way rule takes what the primary holds for somebody's. */
const UNKNOWN = '\u0000';

/**
 * What a copy that was found shows of all that is followed later. Nobody knows from which version of its order it was made,
 * nor who has changed it since. So what the copy has nothing of counts as changed in the source, and goes over by the next
 * reading, for nothing of anybody's is lost by it; what it has otherwise stays, and is told. Where the primary is still to
 * send the goods, what they go out by waits for a person instead.
 * @param isFilled false: nothing is to be carried over, and all of it is told
 * @param written what the copy was made of, where that is known: what it holds as it was written then counts as changed in the
 *   source, too
 */
export function compareFound(
  meant: Followed,
  copy: Order,
  read: OrderSnapshot,
  isFilled = true,
  written?: FileSnapshot,
): CopyAsFound {
  const untouched = asWritten(written, copy);
  const findings = new Findings(foundOrderFields);
  const { salt, texts = {} } = read;
  const shown: { fields: Record<string, string>; texts: Record<string, string> } = { fields: {}, texts: {} };
  let rest: Partial<OrderSnapshot> = {};
  const differs = (key: FoundFieldKey, where = ''): void =>
    findings.add(key, { meant: 'that of the order', held: 'another' }, where);
  const isToSend = isFilled && meant.own.fulfils && copy.status.toLowerCase() !== 'dispatched';

  if (!samePlain(meant.deliveryInstruction, copy.deliveryInstruction)) {
    if (untouched.deliveryInstruction || (isFilled && isBlank(copy.deliveryInstruction)))
      shown.texts['deliveryInstruction'] = textHash(copy.deliveryInstruction, salt);
    else if (isToSend) shown.texts['deliveryInstruction'] = UNKNOWN;
    else differs('delivery-instruction');
  }
  for (const side of ['billing', 'shipping'] as const) {
    const waits = isToSend && side === 'shipping';
    const address = addressAsFound(meant[side], copy[side], { isFilled, waits, untouched: untouched.parts(side) });
    if (address.shows !== undefined) shown.texts[side] = addressHashes(address.shows, salt);
    if (address.differs) differs(`${side}-address`);
  }
  if (meant.requiredAt !== copy.requiredAt) {
    if (untouched.dateRequired !== '') shown.fields['date required'] = untouched.dateRequired;
    else if (isFilled && copy.requiredAt === null) shown.fields['date required'] = '';
    else differs('date-required');
  }
  const references = [meant, copy].map((one) => [one.purchaseOrderNumber, ...one.customerReferences]);
  const [wanted = [], held = []] = references;
  const ofOthers = untouched.purchaseOrderNumber ? held.with(0, '') : held;
  if (!isWithin(ofOthers, wanted)) differs('references');
  else if (!isWithin(wanted, held)) {
    if (isFilled) rest = { ...rest, references: referencesHash(copy, salt) };
    else differs('references');
  }
  const notes = notesAsFound(meant, copy.internalNotes);
  if (notes.kind === 'other' && notes.own !== undefined && untouched.notes(notes.own))
    rest = { ...rest, notes: textHash(notes.own, salt) };
  else if (notes.kind === 'other' || (notes.kind === 'part' && !isFilled)) differs('internal-notes');
  else if (isFilled) {
    if (notes.kind === 'part') rest = { ...rest, notes: textHash(notes.own, salt) };
    if (notes.shopper !== undefined) shown.texts['email'] = keyHash(addressIn(notes.shopper), salt);
  }
  if (isToSend && !sameMethod(meant.shippingMethod, copy.shippingMethod))
    shown.fields['shipping method'] = copy.shippingMethod;
  if (isToSend && meant.signatureRequired !== copy.signatureRequired)
    shown.texts['signatureRequired'] = textHash(String(copy.signatureRequired), salt);

  const lineIds = meant.lines.map(({ line: id, quantity }) => ({ id, quantity }));
  const lines = read.lines.map((line) => {
    const place = meant.lines.findIndex((one) => sameKey(one.line, line.id));
    const existing = lineAt(place, lineIds, copy);
    if (existing === undefined) return line;
    const where = `line ${place + 1} `;
    const [number = '', text = ''] = [meant.own.tracking[line.id], meant.lines[place]?.notes];
    const lacksTracking = isFilled && !isBlank(number) && isBlank(existing.trackingNumber);
    if (!isBlank(number) && !lacksTracking && number.trim() !== existing.trackingNumber.trim())
      differs('tracking', where);
    const lacksNotes = isFilled && !isBlank(text) && isBlank(existing.itemNotes);
    if (!lacksNotes && !plainText(existing.itemNotes).includes(plainText(text))) differs('line-notes', where);
    return {
      ...line,
      ...(lacksTracking ? { tracking: '' } : {}),
      ...(lacksNotes && line.texts !== undefined ? { texts: { ...line.texts, itemNotes: '' } } : {}),
    };
  });
  const shows: OrderSnapshot = {
    ...{ ...read, ...rest, lines },
    fields: { ...read.fields, ...shown.fields },
    texts: { ...texts, ...shown.texts },
  };
  const isLess = JSON.stringify(shows) !== JSON.stringify({ ...read, texts });
  return { shows: isLess ? shows : undefined, findings: findings.found };
}

/** Names are told by themselves, of every copy. */
const NAMES: readonly string[] = ['firstName', 'lastName', 'company'];

function addressAsFound(
  meant: Address,
  copy: Address,
  given: { readonly isFilled: boolean; readonly waits: boolean; readonly untouched: readonly AddressPart[] },
): { readonly shows: Address | undefined; readonly differs: boolean } {
  const { isFilled, waits, untouched } = given;
  const parts = addressParts.filter((part) => !sameText(meant[part], copy[part]));
  const lacking = parts.filter((part) => untouched.includes(part) || (isFilled && isBlank(copy[part])));
  const others = parts.filter((part) => !lacking.includes(part));
  const behind = waits ? parts : lacking;
  if (behind.length === 0) return { shows: undefined, differs: others.some((part) => !NAMES.includes(part)) };
  const shows = { ...meant };
  for (const part of behind) shows[part] = lacking.includes(part) ? copy[part] : UNKNOWN;
  return { shows, differs: !waits && others.some((part) => !NAMES.includes(part)) };
}

/** Whether each of these stands at its place among those, or is empty. */
function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((text, place) => isBlank(text) || text.trim() === (all[place] ?? '').trim());
}

function samePlain(a: string, b: string): boolean {
  return plainText(a) === plainText(b);
}

function isBlank(text: string): boolean {
  return plainText(text) === '';
}
