import { originOf } from '../../../model/origin.ts';
import { plainText, sameText } from '../../../model/text-key.ts';

/** The line after the first one, by which the notes of a copy name the shopper's address. */
const SHOPPER = /^Shopper: (.*)$/;

/** Empty where the second line names none. */
export function shopperIn(notes: string): string {
  const [, second = ''] = notes.split('\n', 2);
  return SHOPPER.exec(second)?.[1] ?? '';
}

/** @param address empty: without the line */
export function withShopper(head: string, address: string): string {
  if (head === '') return head;
  const [first = '', ...rest] = head.split('\n');
  const others = shopperIn(head) === '' ? rest : rest.slice(1);
  return [first, ...(address === '' ? [] : [`Shopper: ${address}`]), ...others].join('\n');
}

export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

export function between(text: string, head: string, tail: string): string | undefined {
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return undefined;
  return text.slice(head.length, text.length - tail.length);
}

interface MeantNotes {
  /** All that the copy's notes would be, were it made now. */
  readonly internalNotes: string;
  readonly own: { readonly notes: string };
}

type NotesAsFound =
  /** Whatever is meant stands there. */
  | { readonly kind: 'same'; readonly shopper: string | undefined }
  /** `own`: as much of the order's own notes as stands there; nobody has written anything else. */
  | { readonly kind: 'part'; readonly own: string; readonly shopper: string | undefined }
  /** `own`: what stands beside the lines of ours; undefined where these are not told as they are meant. */
  | { readonly kind: 'other'; readonly own: string | undefined };

/** @returns shopper: the address that the copy's notes name in place of the one that is meant; undefined where they don't */
export function notesAsFound({ internalNotes, own }: MeantNotes, copy: string): NotesAsFound {
  const [meant, holds, notes] = [plainText(internalNotes), plainText(copy), plainText(own.notes)];
  const at = notes === '' ? meant.length : meant.lastIndexOf(notes);
  // Who made it, and for whom, stays as it is told there.
  const [first = ''] = holds.split('\n', 1);
  const [line = '', ...others] = meant.slice(0, at).trim().split('\n');
  const head = [originOf(first) === undefined ? line : first, ...others].join('\n');
  const [address, told] = [shopperIn(head), shopperIn(holds)];
  const shopper = address !== '' && told !== '' && !sameText(address, told) ? told : undefined;
  if (shopper === undefined && holds.includes(notes)) return { kind: 'same', shopper };
  const tail = meant.slice(at + notes.length).trim();
  const there = between(holds, shopper === undefined ? head : withShopper(head, told), tail)?.trim();
  if (there === undefined || !notes.includes(there)) return { kind: 'other', own: there };
  return there === notes ? { kind: 'same', shopper } : { kind: 'part', own: there, shopper };
}
