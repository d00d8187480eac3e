import type { IncomingMessage } from 'node:http';
import { isMap, toValue, type ValueMap } from '../value.ts';
import { parseXml } from './xml.ts';

const LONGEST_BODY = 50_000_000;

/** @returns undefined where the client broke off, or sent more than any request needs */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) return undefined;
      length += chunk.length;
      if (length > LONGEST_BODY) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The content type is not looked at, as clients found: what begins like XML is XML.
 * @returns undefined for what can't be parsed
 */
export function parseBody(text: string, action: string): ValueMap | undefined {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed.startsWith('<')) return parseXml(trimmed, action);
  try {
    const parsed: unknown = JSON.parse(trimmed);
    if (!isMap(parsed)) return undefined;
    const body = toValue(parsed);
    return isMap(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
