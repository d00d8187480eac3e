/** What a primary may make of a text that it is given, by name. */
export const alterations: readonly (readonly [name: string, alter: (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['spaces lost', (text) => text.replaceAll(' ', '')],
  ['wrapped', (text) => `Auth (${text}) ok`],
  ['wrapped without a gap', (text) => `AUTH${text}END`],
  ['stamped before', (text) => `2026-07-11 10:22 ${text}`],
  ['stamped behind', (text) => `${text} 11/07/2026`],
  ['in capitals', (text) => text.toUpperCase()],
  ['as entities', (text) => text.replace(/[^\w ]/g, (character) => `&#${character.codePointAt(0)};`)],
];

/** 0: not cut. */
export function shorten(text: string, limit: number): string {
  return limit === 0 ? text : text.slice(0, limit);
}
