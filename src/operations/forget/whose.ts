import { fieldKey } from '../../feeds/field-key.ts';
import { lowerKey } from '../../model/text-key.ts';
import { type FieldKind, kindOf } from './field-kinds.ts';
import type { Shopper } from './shopper.ts';
import { wordsOf } from './words-of.ts';

/** One value of a row, an element or an object. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly value: string;
}

/** What is known of a file. */
export interface Around {
  /** Written by this program: numbers without a store are the primary's. */
  readonly isOwn: boolean;
  /** Numbers of orders of whose rows one bears the address: in one file they are of one store. */
  readonly ids: Set<string>;
  /** Rows that bear the address stay: by these the others are known, should this be killed and called again. */
  readonly onlyOthers: boolean;
  /** Something in it may be about the shopper, and can't be told. */
  isDoubtful: boolean;
}

/**
 * - `theirs`: all that is personal in it is the shopper's.
 * - `mentions`: somebody else's, or nobody's, with words about them.
 * - `doubtful`: a number of theirs, and nothing that says of which store.
 */
export type Whose = 'theirs' | 'mentions' | 'doubtful' | 'no';

const ADDRESS = /[^\s<>",;:()[\]]+(?:@|%40|&#64;|&#x40;)[^\s<>"',;:()[\]]+/gi;
const NUMBERED = /^(orders?|payments?|returns?)?$/i;
const FLAG = /^(yes|no|y|n|true|false|on|off|[01])$/i;

export function fieldOf(name: string, value: string): Field {
  return { name, kind: kindOf(name), value };
}

export function isNumber({ kind }: Field): boolean {
  return kind === 'order' || kind === 'source' || kind === 'target';
}

export function whose(fields: readonly Field[], shopper: Shopper, around: Around): Whose {
  const said = fields.map(({ value }) => value).join('\n');
  const bears = shopper.isIn(said);
  // Most rows are others', which is told at once.
  const isOfSome = (id: string): boolean => shopper.hasSomeOrder(id) || around.ids.has(lowerKey(id));
  if (
    !bears &&
    !wordsOf(said).some(isOfSome) &&
    !fields.some((field) => isNumber(field) && isOfSome(field.value.trim()))
  )
    return 'no';
  if (fields.some(({ kind, value }) => kind === 'email' && shopper.isIn(value))) return 'theirs';
  const hasOther = fields.some(({ value }) => bearsOther(value, shopper));
  if (bears) return hasOther ? 'mentions' : 'theirs';
  const isOfThem = isNamed(fields, shopper);
  const numbers = hasNumbers(fields) ? fields.filter(isNumber) : [];
  const hasNumber = numbers.some(({ value }) => shopper.hasSomeOrder(value.trim()));
  if (!hasOther && numbers.some((field) => isTheirNumber(field, fields, shopper, around))) return 'theirs';
  const given = fields.find(({ kind, value }) => kind === 'store' && value.trim() !== '');
  const isTold = around.isOwn || (given !== undefined && shopper.storeNamed(given.value) !== undefined);
  if (!hasOther && hasNumber && isOfThem && !isTold) return 'theirs';
  if (fields.some(({ value }) => isMention(value, shopper))) return 'mentions';
  return hasNumber && !hasOther && !isTold && hasPersonal(fields, shopper) ? 'doubtful' : 'no';
}

/** Whether a text says something of one of their orders, and of whom. */
export function isMention(text: string, shopper: Shopper): boolean {
  return shopper.hasFullName(text) && wordsOf(text).some((word) => shopper.hasSomeOrder(word));
}

/** What a row that bears the address tells: numbers and names by which other rows are known. */
export function learn(fields: readonly Field[], shopper: Shopper, around: Around): void {
  if (!fields.some(({ value }) => shopper.isIn(value)) || whose(fields, shopper, around) !== 'theirs') return;
  const given = fields.find(({ kind, value }) => kind === 'store' && value.trim() !== '');
  const store = given === undefined ? undefined : shopper.storeNamed(given.value);
  for (const { kind, value } of hasNumbers(fields) ? fields.filter(isNumber) : []) {
    const id = value.trim();
    if (id === '') continue;
    if (store !== undefined && kind !== 'target') shopper.addOrder(store, id);
    else if (kind === 'target' || (around.isOwn && given === undefined)) shopper.addCopy(id, store ?? '');
    else {
      shopper.addOrderOfSomeStore(id);
      if (given === undefined) around.ids.add(lowerKey(id));
    }
  }
  for (const first of fields.filter(({ kind }) => kind === 'first'))
    for (const last of fields.filter(
      ({ name }) => fieldKey(name) === fieldKey(first.name).replace(/first|given/, 'last'),
    ))
      shopper.addName(first.value, last.value);
  for (const { name, value } of fields) {
    const [first = '', ...rest] = value.trim().split(/\s+/);
    if (/^(bill|ship)?(full|customer)name$|^(customer|contact)$/.test(fieldKey(name)))
      shopper.addName(first, rest.join(' '));
  }
}

/** The value without the shopper. Where nothing of it is theirs it is the same. */
export function without({ kind, value }: Field, isTheirs: boolean, shopper: Shopper): string {
  const text = value.trim();
  if (['store', 'order', 'source', 'target', 'kept'].includes(kind) || text === '' || shopper.isHouse(value))
    return value;
  if (!isTheirs) return shopper.isIn(value) || isMention(value, shopper) ? shopper.outOf(value) : value;
  if (kind === 'first' || kind === 'last') return '';
  if (FLAG.test(text)) return value;
  if (kind === 'personal') return '';
  if (kind === 'email') return withoutEmail(value, shopper);
  return kind === 'notes' ? withoutLines(value, shopper) : shopper.outOf(value);
}

export function hasPersonal(fields: readonly Field[], shopper: Shopper): boolean {
  return fields.some(
    ({ kind, value }) =>
      ['email', 'first', 'last', 'personal'].includes(kind) &&
      value.trim() !== '' &&
      !FLAG.test(value.trim()) &&
      !shopper.isHouse(value),
  );
}

/** Another's, beside theirs, stays. */
function withoutEmail(value: string, shopper: Shopper): string {
  const left = shopper.withoutAddress(value, '');
  return /[\p{L}\p{N}]+@/u.test(left) ? left : left === value ? value : '';
}

/** What says whose copy it is stays as it is. */
function withoutLines(text: string, shopper: Shopper): string {
  return text
    .split('\n')
    .filter((line) => /Copied from .* by neto-consolidator/.test(line) || shopper.outOf(line) === line)
    .join('\n');
}

function bearsOther(value: string, shopper: Shopper): boolean {
  return (shopper.withoutAddress(value, '').match(ADDRESS) ?? []).some((one) => !shopper.isHouse(one));
}

function isNamed(fields: readonly Field[], shopper: Shopper): boolean {
  if (fields.some(({ kind, value }) => kind !== 'kept' && shopper.hasFullName(value))) return true;
  const lasts = fields.filter(({ kind }) => kind === 'last');
  return fields.some(
    (first) => first.kind === 'first' && lasts.some((last) => shopper.isNamed(first.value, last.value)),
  );
}

/** Not of customers and products, whose ids are no orders'. */
function hasNumbers(fields: readonly Field[]): boolean {
  return fields.every(({ name, value }) => fieldKey(name) !== 'entity' || NUMBERED.test(value.trim()));
}

/** Whether it is one of theirs in the store that the row, or the file, is of. */
function isTheirNumber(
  { kind, value }: Field,
  fields: readonly Field[],
  shopper: Shopper,
  { isOwn, ids }: Around,
): boolean {
  const id = value.trim();
  const given = fields.find((one) => one.kind === 'store' && one.value.trim() !== '');
  const store = given === undefined ? undefined : shopper.storeNamed(given.value);
  if (given !== undefined && store === undefined) return false;
  if (store === undefined) return isOwn ? kind !== 'source' && shopper.hasCopy(id) : ids.has(lowerKey(id));
  if (store === shopper.primary) return kind !== 'source' && shopper.hasCopy(id);
  const isSource = shopper.hasOrder(store, id);
  const isCopy = shopper.hasCopy(id, store) || shopper.hasCopy(id, '');
  return kind === 'source' ? isSource : kind === 'target' ? isCopy : isSource || isCopy;
}
