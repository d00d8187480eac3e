import type { z } from 'zod';
import { accepts, descriptionAt } from './describe.ts';
import { closest, describeFound, type KeyPath, pathText } from './problems.ts';
import type { FileView, Finding } from './store-view.ts';
import { entryAt } from './yaml-source.ts';

/** Unknown keys of one group that are named each. */
const NAMED = 50;

/** What is said of one complaint of the schema. */
export function findingsOf(issue: z.core.$ZodIssue, view: FileView): Finding[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (view.hasMissingVariable(path)) return [];
  if (issue.code === 'unrecognized_keys') return unknownKeys(path, issue.keys, view);
  if (issue.code === 'invalid_key') {
    const found = `a name in ${pathText(path.slice(0, -1))} is ${JSON.stringify(path.at(-1))}`;
    const message = `${found}; expected a prefix of at most 14 characters, without blanks; mend it`;
    return [{ path, atKey: true, message }];
  }
  if (!view.has(path)) return [missingKey(path, '')];
  const clause = issue.code === 'custom' ? `, ${issue.message}` : '';
  return [wrongValue(path, clause, view)];
}

function wrongValue(path: KeyPath, clause: string, view: FileView): Finding {
  const entry = entryAt(view.source, path);
  const description = descriptionAt(path);
  const hidden = description?.notes?.quiet === true || description?.container === true;
  const value = view.value(path);
  const variables = entry?.variables ?? [];
  const found = describeFound(value, variables, hidden);
  const fact = `${pathText(path)} is ${found}${clause || (variables.length > 0 ? ', which is a text' : '')}`;
  // `prefixes: [007]` and `since: 20260701` are numbers to YAML; only the first would be right as a text.
  const characters = entry?.characters;
  const quotable = typeof value !== 'string' && characters !== undefined && accepts(path, characters);
  const remedy = quotable ? `put it in quotes: ${JSON.stringify(characters)}` : remedyAt(path);
  return { path, message: `${fact}; expected ${expectedAt(path)}; ${remedy}` };
}

export function missingKey(path: KeyPath, why: string): Finding {
  const example = descriptionAt(path)?.notes?.example;
  const remedy = `add it${example === undefined ? '' : `, for example ${String(path.at(-1))}: ${example}`}`;
  return {
    path,
    missing: true,
    message: `${pathText(path)} is missing${why}; expected ${expectedAt(path)}; ${remedy}`,
  };
}

/** The first of them by name, since nobody mends thousands one by one: it is another file, or one that a program spoilt. */
function unknownKeys(path: KeyPath, names: readonly string[], view: FileView): Finding[] {
  const named = names.slice(0, NAMED);
  const next = names[NAMED];
  const found = named.map((name) => unknownKey(path, name, view));
  if (next === undefined) return found;
  const more = names.length - named.length;
  const message = `${more} more keys of ${pathText(path)} are not known either; expected a pipeline file; look whether this is one`;
  return [...found, { path: [...path, next], atKey: true, message }];
}

function unknownKey(path: KeyPath, name: string, view: FileView): Finding {
  const known = descriptionAt(path)?.keys ?? [];
  const absent = known.filter((key) => !view.has([...path, key]));
  const near = closest(name, absent) ?? closest(name, known);
  const remedy = near === undefined ? 'take it away' : `did you mean "${near}"?`;
  return {
    path: [...path, name],
    atKey: true,
    ...(near === undefined ? {} : { meant: [...path, near] }),
    message: `${JSON.stringify(name)} is not a key of ${pathText(path)}; expected one of ${known.join(', ')}; ${remedy}`,
  };
}

function expectedAt(path: KeyPath): string {
  const { notes, keys } = descriptionAt(path) ?? { notes: undefined, keys: [] };
  return notes?.expected ?? `a group of the keys ${keys.join(', ')}`;
}

function remedyAt(path: KeyPath): string {
  const example = descriptionAt(path)?.notes?.example;
  return example === undefined ? 'correct it' : `write for example ${example}`;
}
