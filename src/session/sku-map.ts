import { readFile } from 'node:fs/promises';
import { ConsolidatorError } from '../model/errors.ts';
import { upperKey } from '../model/text-key.ts';

/**
 * Reads the CSV file of `products.map`: a header `source,target`, then one product a line.
 * @returns source SKU in upper case → target SKU: a store takes upper and lower case for the same
 * @throws ConsolidatorError `config-invalid` with file, line, what was found and what was expected
 */
export async function readSkuMap(file: string | undefined): Promise<ReadonlyMap<string, string>> {
  if (file === undefined) return new Map();
  const map = new Map<string, string>();
  for (const { line, source, target } of await rowsOf(await readText(file), file)) {
    if (source === '' || target === '') {
      throw wrong(file, line, 'an empty SKU; expected a source and a target SKU in each line; complete or remove it');
    }
    const before = map.get(upperKey(source));
    if (before !== undefined && before !== target) {
      throw wrong(
        file,
        line,
        `${source} a second time, with another target; expected each source SKU once; remove one`,
      );
    }
    map.set(upperKey(source), target);
  }
  return map;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw wrong(file, 1, `the file can't be read (${reason}); expected a CSV file; check \`products.map\``, cause);
  }
}

async function rowsOf(text: string, file: string): Promise<{ line: number; source: string; target: string }[]> {
  const { CsvError, parse } = await import('csv-parse/sync');
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    // The types know nothing of the shape that `info` gives the rows.
    rows = parse(text, { bom: true, info: true, skip_empty_lines: true, trim: true }) as unknown as typeof rows;
  } catch (cause) {
    const line = cause instanceof CsvError && typeof cause['lines'] === 'number' ? cause['lines'] : 1;
    throw wrong(file, line, `no CSV (${cause instanceof Error ? cause.message : ''}); expected two columns`, cause);
  }
  const [header, ...body] = rows;
  const names = header?.record.map((name) => name.toLowerCase()) ?? [];
  const [source, target] = [names.indexOf('source'), names.indexOf('target')];
  if (source === -1 || target === -1) {
    throw wrong(file, 1, `the columns ${names.join(', ') || 'none'}; expected the header source,target; add it`);
  }
  return body.map(({ record, info }) => ({
    line: info.lines,
    source: record[source] ?? '',
    target: record[target] ?? '',
  }));
}

function wrong(file: string, line: number, problem: string, cause?: unknown): ConsolidatorError {
  return new ConsolidatorError('config-invalid', `${file}:${line}:1: found ${problem}`, { cause });
}
