import type { z } from 'zod';
import { descriptionAt } from './describe.ts';
import { checkMadeNames, checkPrefixes, checkReferences } from './prefix-checks.ts';
import { closest, describeFound, type KeyPath, type Place, pathText } from './problems.ts';
import { type PipelineFile, pipelineFileSchema } from './schema.ts';
import { checkAddresses, checkDemands, checkKeys, checkNames, checkRates, checkSettling } from './store-checks.ts';
import { FileView, type Finding } from './store-view.ts';
import { entryAt, type Source, type SourceProblem } from './yaml-source.ts';

export interface Checked {
  readonly problems: readonly SourceProblem[];
  readonly file: PipelineFile | undefined;
}

/** All that is wrong with the file, besides variables that are not set. */
export function check(source: Source, missing: ReadonlySet<string>): Checked {
  const view = new FileView(source, missing);
  const parsed = pipelineFileSchema.safeParse(source.data ?? {}, { reportInput: false });
  const findings: Finding[] = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => findingsOf(issue, view))),
    ...checkDemands(view).map(({ path, why }) => missingKey(path, ` although ${why}`)),
    ...[checkAddresses, checkRates, checkNames, checkSettling].flatMap((one) => one(view)),
    ...[checkPrefixes, checkReferences, checkMadeNames].flatMap((one) => one(view)),
  ];
  const literal = checkKeys(view);
  // A literal key has one fault that matters; whatever else is wrong with it goes away with it.
  const isLiteral = (path: KeyPath) => literal.some((finding) => pathText(finding.path) === pathText(path));
  const kept = [...findings.filter((finding) => !isLiteral(finding.path)), ...literal];
  return {
    problems: kept.map(({ path, message, atKey }) => ({ place: placeOf(source, path, atKey ?? false), message })),
    file: parsed.success ? parsed.data : undefined,
  };
}

/** The place of the value; for a key that is not there, the place of what it should stand in. */
function placeOf(source: Source, path: KeyPath, atKey: boolean): Place {
  const entry = entryAt(source, path);
  if (entry !== undefined) return (atKey ? entry.keyPlace : undefined) ?? entry.place;
  for (let length = path.length - 1; length > 0; length -= 1) {
    const above = entryAt(source, path.slice(0, length));
    if (above !== undefined) return above.keyPlace ?? above.place;
  }
  return { line: 1, column: 1 };
}

function findingsOf(issue: z.core.$ZodIssue, view: FileView): Finding[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (view.hasMissingVariable(path)) return [];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => unknownKey(path, name));
  if (issue.code === 'invalid_key') {
    const found = `a name in ${pathText(path.slice(0, -1))} is ${JSON.stringify(path.at(-1))}`;
    const message = `${found}; expected a prefix of at most 14 characters, without blanks; mend it`;
    return [{ path, atKey: true, message }];
  }
  if (!view.has(path)) return [missingKey(path, '')];
  const description = descriptionAt(path);
  const hidden = description?.notes?.quiet === true || description?.container === true;
  const found = describeFound(view.value(path), entryAt(view.source, path)?.variables ?? [], hidden);
  const clause = issue.code === 'custom' ? `, ${issue.message}` : '';
  return [{ path, message: `${pathText(path)} is ${found}${clause}; expected ${expectedAt(path)}` }];
}

function missingKey(path: KeyPath, why: string): Finding {
  return { path, message: `${pathText(path)} is missing${why}; expected ${expectedAt(path, 'add')}` };
}

function unknownKey(path: KeyPath, name: string): Finding {
  const known = descriptionAt(path)?.keys ?? [];
  const near = closest(name, known);
  const remedy = near === undefined ? 'take it away' : `did you mean "${near}"?`;
  return {
    path: [...path, name],
    atKey: true,
    message: `${JSON.stringify(name)} is not a key of ${pathText(path)}; expected one of ${known.join(', ')}; ${remedy}`,
  };
}

/** What the key expects and what to do. */
function expectedAt(path: KeyPath, verb: 'write' | 'add' = 'write'): string {
  const { notes, keys } = descriptionAt(path) ?? { notes: undefined, keys: [] };
  const expected = notes?.expected ?? `a group of the keys ${keys.join(', ')}`;
  if (verb === 'write') {
    return `${expected}; ${notes?.example === undefined ? 'correct it' : `write for example ${notes.example}`}`;
  }
  return `${expected}; add it${notes?.example === undefined ? '' : `, for example ${String(path.at(-1))}: ${notes.example}`}`;
}
