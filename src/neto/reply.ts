import type { Instant } from '../model/time.ts';
import { asArray, isRecord, parseInstant, type RawRecord, textOf } from './read-fields.ts';

/** What every answer of a store says about itself, and the answer. */
export interface Reply {
  readonly ack: 'success' | 'warning' | 'error';
  /** The store's own clock, UTC; null when the answer has none. */
  readonly currentTime: Instant | null;
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
  /** Without the wrapper that some answers have (reference, section 4, quirk 33). */
  readonly body: RawRecord;
}

/** @returns undefined when the answer has none of the members that every answer of the Neto API has some of */
export function readReply(action: string, decoded: unknown): Reply | undefined {
  const body = unwrap(action, decoded);
  if (body === undefined || !hasEnvelope(action, body)) return undefined;
  const errors = messages(body['Messages'], 'Error');
  const warnings = messages(body['Messages'], 'Warning');
  const currentTime = parseInstant(textOf(body['CurrentTime'])) ?? null;
  return { ack: readAck(textOf(body['Ack']), errors, warnings), currentTime, warnings, errors, body };
}

/** Without this, `{"status":"ok"}` of some other server would count as an empty list. */
function hasEnvelope(action: string, body: RawRecord): boolean {
  const list = action.replace(/^(Get|Add|Update)/, '');
  return ['Ack', 'CurrentTime', 'Messages', list].some((member) => body[member] !== undefined);
}

function unwrap(action: string, decoded: unknown): RawRecord | undefined {
  if (!isRecord(decoded)) return undefined;
  const keys = Object.keys(decoded);
  const only = keys[0];
  if (keys.length !== 1 || only === undefined) return decoded;
  // XML has a root element of varying name (U38), JSON now and then a wrapper of that name.
  if (!/response$/i.test(only) && only.toLowerCase() !== action.toLowerCase()) return decoded;
  const inner = decoded[only];
  if (isRecord(inner)) return inner;
  return inner === '' ? {} : decoded;
}

/** Ack may be missing (quirk 50) or in another case (quirk 31); what the messages say decides then. */
function readAck(ack: string, errors: readonly string[], warnings: readonly string[]): Reply['ack'] {
  const word = ack.trim().toLowerCase();
  if (word === 'success' || word === 'warning' || word === 'error') return word;
  if (errors.length > 0) return 'error';
  return warnings.length > 0 ? 'warning' : 'success';
}

/** Messages is an object of objects or arrays, or an array of such objects (reference, section 4, quirk 34). */
function messages(value: unknown, kind: 'Error' | 'Warning'): string[] {
  const found: string[] = [];
  for (const group of asArray(value)) {
    if (!isRecord(group)) continue;
    for (const entry of asArray(group[kind])) {
      if (!isRecord(entry)) found.push(textOf(entry));
      else
        found.push([textOf(entry['Message']), textOf(entry['Description'])].filter((text) => text !== '').join(': '));
    }
  }
  return found;
}
