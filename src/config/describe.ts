import { stringify } from 'yaml';
import { z } from 'zod';
import { type FieldNotes, notesOf, unwrap } from './fields.ts';
import type { KeyPath } from './problems.ts';
import { pipelineFileSchema } from './schema.ts';

interface Description {
  readonly notes: FieldNotes | undefined;
  /** The keys below, where it is a group of fixed keys. */
  readonly keys: readonly string[];
  /** A list or a group of keys: a text found there was meant for somewhere else, and may be a secret. */
  readonly container: boolean;
}

/** What the schema says about the key at `path`; undefined for a key that it does not know. */
export function descriptionAt(path: KeyPath): Description | undefined {
  const schema = schemaAt(path);
  if (schema === undefined) return undefined;
  const inner = unwrap(schema);
  return {
    notes: notesOf(schema),
    keys: inner instanceof z.ZodObject ? Object.keys(inner.shape) : [],
    container: inner instanceof z.ZodObject || inner instanceof z.ZodArray || inner instanceof z.ZodRecord,
  };
}

/** Whether the value would be right there. */
export function accepts(path: KeyPath, value: unknown): boolean {
  const schema = schemaAt(path);
  return schema !== undefined && z.safeParse(schema, value).success;
}

function schemaAt(path: KeyPath): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType | undefined = pipelineFileSchema;
  for (const step of path) schema = schema && childOf(unwrap(schema), step);
  return schema;
}

function childOf(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodUnion) return schema.options.map((option) => childOf(option, step)).find(Boolean);
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, step)) return undefined;
  return schema.shape[step];
}

export interface DocumentedKey {
  /** `secondaries[].orders.email` */
  readonly path: string;
  readonly notes: FieldNotes;
  readonly required: boolean;
  /** The fixed default as it would stand in the file. */
  readonly fixedDefault: string | undefined;
}

function inline(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
}

/** Every key of the file that has notes, in the order of the schema. */
export function documentedKeys(schema: z.core.$ZodType = pipelineFileSchema, path = ''): DocumentedKey[] {
  const inner = unwrap(schema);
  const notes = notesOf(schema);
  const fixedDefault = schema instanceof z.ZodDefault ? inline(schema.def.defaultValue) : undefined;
  const required =
    !(schema instanceof z.ZodOptional) && !(schema instanceof z.ZodDefault) && !(schema instanceof z.ZodPrefault);
  const own = notes === undefined || path === '' ? [] : [{ path, notes, required, fixedDefault }];
  if (inner instanceof z.ZodArray && unwrap(inner.element) instanceof z.ZodObject) {
    return [...own, ...documentedKeys(inner.element, `${path}[]`).filter((key) => key.path !== `${path}[]`)];
  }
  if (!(inner instanceof z.ZodObject)) return own;
  const below = Object.entries(inner.shape).flatMap(([name, child]) =>
    documentedKeys(child, path === '' ? name : `${path}.${name}`),
  );
  return [...own, ...below];
}
