import { expect } from 'vitest';
import { documents } from '../../src/cli/documents/index.ts';

/** Parses what a command printed with `--output json`, and holds it to the documented shape. */
export function documentIn(stdout: string, name: string): Record<string, unknown> {
  const document = JSON.parse(stdout);
  expect(documents[name]?.parse(document), name).toEqual(document);
  return document;
}
