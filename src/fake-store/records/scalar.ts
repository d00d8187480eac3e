import { z } from 'zod';

/** A scalar of a seed file: text, or a number or boolean for convenience. */
export const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);
type Scalar = z.infer<typeof scalarSchema>;

/** An identifier that a person may write as a number. */
export const idSchema = z.union([z.string(), z.number()]).transform(String);

type OptionalScalars<Name extends string> = Record<Name, z.ZodOptional<typeof scalarSchema>>;

export function scalars<const Name extends string>(names: readonly Name[]): OptionalScalars<Name> {
  return Object.fromEntries(names.map((name) => [name, scalarSchema.optional()])) as OptionalScalars<Name>;
}

export function scalarText(value: Scalar | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

/** Every named field as text; what is not given is empty. */
export function textFields<Name extends string>(
  names: readonly Name[],
  given: { readonly [K in Name]?: Scalar | undefined },
): Record<Name, string> {
  const fields = {} as Record<Name, string>;
  for (const name of names) fields[name] = scalarText(given[name]);
  return fields;
}
