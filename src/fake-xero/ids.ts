import { createHash } from 'node:crypto';

/** The same ids at each start: the nth invoice of a run always has the same one. */
export function idMaker(): (kind: string) => string {
  const counts = new Map<string, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return idOf(`${kind} ${count}`);
  };
}

/** A UUID (version 5 in shape) that follows from a text. */
export function idOf(text: string): string {
  const hex = createHash('sha256').update(`fake-xero ${text}`).digest('hex');
  const [a, b, c, d, e] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20), hex.slice(20, 32)];
  return `${a}-${b}-5${c}-a${d}-${e}`;
}
