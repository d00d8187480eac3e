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
  /** From sending to the end of the answer, without what was waited for the store's limit. */
  readonly milliseconds?: number | undefined;
}

/** The member of a reply that bears the records: `Order` of GetOrder. */
export function listNameOf(action: string): string {
  return action.replace(/^(Get|Add|Update)/, '');
}

/** @returns undefined when the answer can't be one of the Neto API; `{"status":"ok"}` must not count as an empty list */
export function readReply(action: string, decoded: unknown): Reply | undefined {
  const body = unwrap(action, decoded);
  if (body === undefined) return undefined;
  const errors = messages(body['Messages'], 'Error');
  const warnings = messages(body['Messages'], 'Warning');
  const ack = readAck(action, body, errors, warnings);
  if (ack === undefined) return undefined;
  return { ack, currentTime: parseInstant(textOf(body['CurrentTime'])) ?? null, warnings, errors, body };
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

/** In any case (quirk 31). A word that nobody documented may mean anything, so it is none. */
function readAck(
  action: string,
  body: RawRecord,
  errors: readonly string[],
  warnings: readonly string[],
): Reply['ack'] | undefined {
  const found = body['Ack'];
  const word = textOf(found).trim().toLowerCase();
  if (word === 'success' || word === 'warning' || word === 'error') return word;
  if (found !== undefined && found !== null && found !== '') return undefined;
  // Ack may be missing (quirk 50): what the messages say decides then, or that there is a list at all.
  if (errors.length > 0) return 'error';
  if (warnings.length > 0) return 'warning';
  return body[listNameOf(action)] === undefined ? undefined : 'success';
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
