/**
 * PostgreSQL takes any letter but the one numbered 0. It is written as a mark (letter 1) and letter 1 again, and the mark
 * itself as letters 1 and 2, so that texts stay in their order, and each comes back as it was.
 */
export function encodeText(text: string): string {
  if (!text.includes('\0') && !text.includes('\x01')) return text;
  return text.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01');
}

export function decodeText(text: string): string {
  if (!text.includes('\x01')) return text;
  return text.replaceAll('\x01\x01', '\0').replaceAll('\x01\x02', '\x01');
}
