import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isMap, toValue, type Value, type ValueMap } from '../value.ts';

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
});

/** @returns undefined for what is no XML, or has another root than the action's name */
export function parseXml(text: string, action: string): ValueMap | undefined {
  if (XMLValidator.validate(text) !== true) return undefined;
  const document: unknown = parser.parse(text);
  if (!isMap(document) || !(action in document)) return undefined;
  const body = toValue(document[action]);
  return isMap(body) ? body : {};
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeText(text: string): string {
  // Control characters have no place in XML 1.0, not even escaped.
  return text.replace(/[^\P{Cc}\t\n\r]/gu, '').replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? '');
}

function element(name: string, value: Value): string {
  if (Array.isArray(value)) return value.map((inner) => element(name, inner)).join('');
  const content = typeof value === 'string' ? escapeText(value) : elements(value);
  return content === '' ? `<${name} />` : `<${name}>${content}</${name}>`;
}

function elements(map: ValueMap): string {
  return Object.entries(map)
    .map(([name, value]) => element(name, value))
    .join('\n');
}

export function toXml(root: string, body: ValueMap): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(root, body)}\n`;
}
