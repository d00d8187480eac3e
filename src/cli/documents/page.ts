import { z } from 'zod';
import { documents } from './index.ts';

interface Shape {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/** `docs/output.md`, made from the schemas that the tests hold the program to. */
export function outputPage(): string {
  const sections = Object.entries(documents).map(([command, schema]) => {
    const title = command.startsWith('any ') ? `Printed by ${command}` : `\`${command}\``;
    const shape = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }) as Shape;
    return `## ${title}\n\n${fields(shape, 0).join('\n')}\n`;
  });
  return `# JSON output

With \`--output json\` a command prints exactly one JSON document on the standard output; progress, warnings and errors for
people go to the standard error. Amounts are exact decimals as text, moments are in UTC. New fields may be added in a
minor version; none is taken away or changed in meaning before a major one. This page is generated from
\`src/cli/documents/\`.

${sections.join('\n')}`;
}

function fields(shape: Shape, depth: number): string[] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, field]) => {
    const optional = shape.required?.includes(name) === true ? '' : ', may be missing';
    const note = field.description === undefined ? '' : `: ${field.description}`;
    return [`${'  '.repeat(depth)}- \`${name}\` (${kind(field)}${optional})${note}`, ...inner(field, depth + 1)];
  });
}

/** The fields of what a list, a map or a choice holds. */
function inner(shape: Shape, depth: number): string[] {
  if (shape.properties !== undefined) return fields(shape, depth);
  if (shape.items !== undefined) return inner(shape.items, depth);
  const value = shape.additionalProperties;
  if (typeof value === 'object') return inner(value, depth);
  const choices = (shape.anyOf ?? shape.oneOf ?? []).filter(({ type }) => type !== 'null');
  if (choices.length === 1) return choices.flatMap((choice) => inner(choice, depth));
  return choices.flatMap((choice) => {
    const known = choice.properties?.['kind']?.const;
    if (known === undefined) return inner(choice, depth);
    const { kind: _, ...rest } = choice.properties ?? {};
    return [
      `${'  '.repeat(depth)}- \`kind\` \`${String(known)}\`${Object.keys(rest).length > 0 ? ', with' : ''}`,
      ...fields({ ...choice, properties: rest }, depth + 1),
    ];
  });
}

function kind(shape: Shape): string {
  if (shape.const !== undefined) return `\`${String(shape.const)}\``;
  if (shape.enum !== undefined) return shape.enum.map((one) => `\`${String(one)}\``).join(', ');
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(kind))].join(' or ');
  if (shape.type === 'array') return `list of ${shape.items === undefined ? 'anything' : plural(shape.items)}`;
  if (shape.type === 'object' && shape.properties === undefined) {
    const value = shape.additionalProperties;
    return typeof value === 'object' ? `map of ${plural(value)}` : 'map';
  }
  return typeof shape.type === 'object' ? shape.type.map(word).join(' or ') : word(shape.type ?? 'anything');
}

function word(type: string): string {
  return { string: 'text', integer: 'number', boolean: 'true or false' }[type] ?? type;
}

function plural(shape: Shape): string {
  if (shape.properties !== undefined || shape.anyOf !== undefined || shape.oneOf !== undefined) return 'objects';
  const one = kind(shape);
  return { number: 'numbers', text: 'texts' }[one] ?? one.replace(/^map/, 'maps').replace(/^list/, 'lists');
}
