import { z } from 'zod';
import { EMAIL } from '../model/email-address.ts';
import { REFERENCE_PATTERN } from './substitute.ts';
import { dateProblem } from './values.ts';

/** What people are told about a key, in `docs/configuration.md` and in the messages about a wrong value. */
export interface FieldNotes {
  readonly meaning: string;
  /** Ends the sentence "expected …", and is the type in the docs. */
  readonly expected: string;
  /** The default in words, where it is not one fixed value. */
  readonly default?: string;
  /** When the key is required, where that depends on another key. */
  readonly required?: string;
  /** As it would stand after the colon. */
  readonly example?: string;
  /** The value is a secret or personal: messages never quote it. */
  readonly quiet?: true;
}

const registry = z.registry<FieldNotes>();

/** Gives a schema its notes. Goes inside `.optional()` and `.default()`, which notes are looked up through. */
export function field<Schema extends z.ZodType>(
  schema: Schema,
  notes: FieldNotes,
  extra: { pattern?: string; minProperties?: number } = {},
): Schema {
  const described = schema.meta({ description: notes.meaning, ...extra });
  (registry as z.core.$ZodRegistry<FieldNotes>).add(described, notes);
  return described;
}

/** Follows the wrappers (`.optional()`, `.default()`) down to the schema that was written. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const wrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return wrapped ? unwrap(schema.def.innerType) : schema;
}

export function notesOf(schema: z.core.$ZodType): FieldNotes | undefined {
  return registry.get(unwrap(schema));
}

/** A text that `problem` finds nothing wrong with; it answers with a relative clause ("which is …"). */
export function text(problem: (value: string) => string | undefined): z.ZodString {
  return z.string().superRefine((value, context) => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/** A name as Neto takes it: not empty, no blank at either end, at most `maximum` characters. */
export function shortText(maximum: number): z.ZodString {
  const inner = maximum < 2 ? '' : `(.{0,${maximum - 2}}\\S)?`;
  return text((value) => lengthProblem(value, maximum)).meta({ pattern: jsonPattern(`^\\S${inner}$`) });
}

function lengthProblem(value: string, maximum: number): string | undefined {
  if (value === '') return 'which is empty';
  if (value.trim() !== value) return 'which begins or ends with a blank';
  return value.length > maximum ? `which has ${value.length} characters` : undefined;
}

export function patternText(pattern: RegExp, clause: string): z.ZodString {
  const checked = text((value) => (pattern.test(value) ? undefined : clause));
  return checked.meta({ pattern: jsonPattern(pattern.source) });
}

/** An editor sees the file before variables are replaced. */
function jsonPattern(pattern: string): string {
  return `${pattern}|${REFERENCE_PATTERN}`;
}

export function emailText(): z.ZodString {
  const checked = text((value) => (EMAIL.test(value) ? lengthProblem(value, 50) : 'which is no e-mail address'));
  return checked.meta({ pattern: jsonPattern(EMAIL.source) });
}

export const dateExpected = 'a date, YYYY-MM-DD, such as 2026-07-01';

export function dateText(): z.ZodString {
  return text(dateProblem).meta({ pattern: jsonPattern('^\\d{4}-\\d\\d-\\d\\d$') });
}

/** A list without repetitions. */
export function distinct<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  const list = z.array(item).superRefine((values, context) => {
    for (const [index, value] of values.entries()) {
      if (values.indexOf(value) < index)
        context.addIssue({ code: 'custom', message: 'which is in the list twice', path: [index] });
    }
  });
  return list.meta({ uniqueItems: true });
}

/** A map from the secondary's words to the primary's. */
export const nameMap = (meaning: string, expected: string) =>
  field(
    z.record(
      z.string(),
      field(shortText(100), {
        meaning: "The primary's name for it.",
        expected: 'a name of 1 to 100 characters, without a blank at either end',
      }),
    ),
    { meaning, expected },
  ).default({});

export const scope = field(z.enum(['referenced', 'all']), {
  meaning: '`referenced`: only what copied orders refer to. `all`: everything the store has.',
  expected: 'referenced or all',
}).default('referenced');
