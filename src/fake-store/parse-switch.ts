import { z } from 'zod';
import { lieSteps } from './lies.ts';
import { type Switches, switchesSchema } from './switches.ts';

/** @returns the switch's value, or undefined where it takes no such one */
export function parseSwitch(name: keyof Switches, text: string): Partial<Switches> | undefined {
  const readings: unknown[] = [text, ...(/^-?\d+$/.test(text) ? [Number(text)] : [])];
  if (text === 'true' || text === 'false') readings.push(text === 'true');
  if (/^[[{]/.test(text)) readings.push(jsonOf(text));
  const [value] = readings.flatMap((reading) => {
    const parsed = reading === undefined ? undefined : switchesSchema.shape[name].safeParse(reading);
    return parsed?.success === true ? [parsed.data] : [];
  });
  return value === undefined ? undefined : { [name]: value };
}

/** What is expected of a list or an object that a switch does not take, in sentences; empty for those of one word. */
export function expectedOf(name: keyof Switches, text: string): string {
  const schema = switchesSchema.shape[name];
  const inner = schema.unwrap();
  if (!(inner instanceof z.ZodArray) && !(inner instanceof z.ZodObject)) return '';
  const shape = inner instanceof z.ZodArray ? 'list' : 'object';
  const value = jsonOf(text);
  const example = name === 'lies' ? `, such as [{"on": "add-order", "field": "OrderTax", "by": "0.10"}]` : '';
  if (value === undefined) return `It is no JSON; expected a JSON ${shape}${example}.`;
  const issues = (schema.safeParse(value).error?.issues ?? []).map((issue) => {
    const isStep = issue.code === 'invalid_union' && name === 'lies';
    // Of several kinds of values each says what it expects.
    const messages = issue.code === 'invalid_union' ? issue.errors.flat().map(({ message }) => message) : [];
    const steps = `expected one of ${lieSteps.map((step) => `"${step}"`).join('|')}`;
    const expected = isStep ? steps : [...new Set(messages)].join(', or ') || issue.message;
    return `${[name, ...issue.path].join('.')}: ${expected}`;
  });
  return `Expected a JSON ${shape}${example}. ${issues.join('; ')}.`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
