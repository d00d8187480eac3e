import type { Switches } from '../switches.ts';
import type { Value, ValueMap } from '../value.ts';
import { ackOf, type Reply } from './reply.ts';

/** The body of an answer, as a store with these switches gives it. Changes the reply's own maps and lists in place. */
export function shapeReply(action: string, reply: Reply, now: string, switches: Switches): ValueMap {
  // A Get action's own list was recorded as a list even with one row in it; a write's list of keys was not.
  const keepsLists = action.startsWith('Get') && switches.collapse !== 'always';
  const body: ValueMap = { ...reply.fields };
  for (const [name, value] of Object.entries(body)) {
    if (Array.isArray(value) && value.length > 0 && keepsLists && !OBJECTS_WHEN_ALONE.has(name)) {
      for (const row of value) shapeInside(row, switches);
    } else shapeField(body, name, switches);
  }
  body.CurrentTime = now;
  body.Ack = ackOf(reply);
  const messages: ValueMap = {};
  if (reply.errors.length > 0) messages.Error = reply.errors.map((text) => message(text, 'Error'));
  if (reply.warnings.length > 0) messages.Warning = reply.warnings.map((text) => message(text, 'Warning'));
  if (Object.keys(messages).length > 0) {
    // The gateway that wraps them in a list was seen to keep the lists inside too.
    if (switches.messages === 'object') shapeInside(messages, switches);
    body.Messages = switches.messages === 'array' ? [messages] : messages;
  }
  return body;
}

/** Their documented XML has one object, and so had the reply that a client library was written against. */
const OBJECTS_WHEN_ALONE = new Set(['PaymentMethods', 'ShippingMethods', 'CurrencySettings']);

function message(text: string, severity: string): ValueMap {
  return { Message: text, SeverityCode: severity };
}

function shapeInside(value: Value, switches: Switches): void {
  if (typeof value === 'string') return;
  if (Array.isArray(value)) for (const element of value) shapeInside(element, switches);
  else
    for (const name in value) {
      if (typeof value[name] !== 'string') shapeField(value, name, switches);
    }
}

function shapeField(map: ValueMap, name: string, switches: Switches): void {
  const value = map[name];
  if (value === undefined || typeof value === 'string') return;
  shapeInside(value, switches);
  if (!Array.isArray(value)) return;
  const [only] = value;
  if (only === undefined) {
    if (switches.emptyList === 'missing') delete map[name];
    else if (switches.emptyList === 'empty-text') map[name] = '';
  } else if (value.length === 1 && collapses(name, switches)) map[name] = only;
}

function collapses(name: string, switches: Switches): boolean {
  return switches.collapse === 'always' || (switches.collapse === 'mixed' && name !== 'OrderPayment');
}
