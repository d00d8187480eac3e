import { parse } from 'yaml';

export interface ChangedKey {
  /** Such as `secondaries[0].since`. */
  readonly key: string;
  readonly before: string;
  readonly after: string;
}

/** In which keys two pipeline files differ; comments and their order are no difference. Texts that were checked before. */
export function changedKeys(before: string, after: string): ChangedKey[] {
  const old = flattened(parse(before));
  const now = flattened(parse(after));
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  return keys.flatMap((key) => {
    const change = { key, before: old.get(key) ?? '(not there)', after: now.get(key) ?? '(not there)' };
    return change.before === change.after ? [] : [change];
  });
}

function flattened(value: unknown, key = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map(key === '' ? [] : [[key, JSON.stringify(value)]]);
  const parts = Array.isArray(value)
    ? value.map((one, index) => flattened(one, `${key}[${index}]`))
    : Object.entries(value).map(([name, one]) => flattened(one, key === '' ? name : `${key}.${name}`));
  return new Map(parts.flatMap((part) => [...part]));
}
