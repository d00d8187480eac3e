import { type Json, type JsonObject, jsonText } from './json.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonAnswer(status: number, value: Json, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: jsonText(value) };
}

export function textAnswer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

/** @param bom whether a byte-order mark comes first, as on Xero's own error pages */
export function htmlAnswer(status: number, title: string, bom = false): Answer {
  const page = `<!DOCTYPE html>\n<html lang=en><head><title>${title}</title></head>\n<body><h1>${title}</h1><p>A page of the fake.</p></body></html>`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `${bom ? '\uFEFF' : ''}${page}`,
  };
}

export function xmlAnswer(status: number): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: '<Response><Status>OK</Status></Response>',
  };
}

/** The form in which the Accounting API refuses (reference, section 3.10). */
export function problem(status: number, title: string, detail: string, instance: string): Answer {
  const body: JsonObject = {
    Type: null,
    Title: title,
    Status: status,
    Detail: detail,
    Instance: instance,
    Extensions: {},
  };
  return jsonAnswer(status, body);
}

export const NOT_FOUND = "The resource you're looking for cannot be found";
