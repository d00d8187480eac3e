import { fieldKey } from '../../feeds/field-key.ts';

/**
 * What stands in a column, element or key:
 * - `store`: which store the row is of.
 * - `order`, `source`, `target`: an order's number; in its store, in the primary.
 * - `kept`: ids, SKUs, channels, methods, flags, which are never touched.
 * - `notes`: lines of which some are about the buyer.
 * - `text`: anything, which may name them.
 */
export type FieldKind =
  | 'store'
  | 'order'
  | 'source'
  | 'target'
  | 'kept'
  | 'email'
  | 'first'
  | 'last'
  | 'personal'
  | 'notes'
  | 'text';

/** By field key, so that no other number is taken for an order's. */
const EXACT: Readonly<Record<string, FieldKind>> = Object.fromEntries(
  (
    [
      ['store', ['store', 'storename', 'sourcestore', 'externalsystem', 'externalsystemidentifier']],
      ['source', ['source', 'sourceid', 'numberinitsstore', 'externalorder', 'externalorderreference']],
      ['target', ['target', 'targetid', 'numberintheprimary', 'copy']],
      [
        'order',
        [
          ...[
            'orderid',
            'ordernumber',
            'orderno',
            'order',
            'number',
            'id',
            'parent',
            'parentorderid',
            'relatedorderid',
          ],
          ...['invoicenumber', 'invoiceno', 'invoiceid', 'invoice', 'parentid'],
        ],
      ],
    ] as const
  ).flatMap(([kind, keys]) => keys.map((key) => [key, kind])),
);

const KEPT = [
  /\bsku\b|warehouse|\bstore\b|channel|method|user ?name|\bid$|\btype$|\bgroup$|currency|terms|status|reference$/,
  /notification|subscri|newsletter|opt (in|out)|receipt|verified|^send |external|serial/,
  /^order line (?!notes|description)|^shipping (cost|total|method|tax|discount|option)|^country of origin/,
];
const PERSONAL = [
  /\b(full|contact|customer|billing|shipping|bill|ship|recipient|buyer|delivery) ?name\b/,
  /^contact( (number|no|phone|person))?$|^company|\bcompany$|^name$/,
  /^(customer|recipient|buyer|attention|attn|consignee|receiver|shopper)$|^(deliver|delivery|ship|bill|sold) to$|\battention$/,
  /^(bill|ship|billing|shipping|delivery|home|postal|street)? ?(street|address|suburb|city|town)\b|\b(phone|mobile|fax|abn|birth)/,
  /^(bill|ship|billing|shipping|delivery) .*(state|post ?code|zip|country)$|^(state|post ?code|zip|country)$|instruction/,
];

/** A file asks for the same names with each row. */
const known = new Map<string, FieldKind>();

/** @param name as a file or an object has it */
export function kindOf(name: string): FieldKind {
  const kind = known.get(name) ?? judged(name);
  if (known.size < 5_000) known.set(name, kind);
  return kind;
}

function judged(name: string): FieldKind {
  const exact = EXACT[fieldKey(name)];
  if (exact !== undefined) return exact;
  const words = name
    .slice(name.indexOf(':') + 1)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(\D)\d+$/, '$1')
    .trim()
    .toLowerCase();
  if (KEPT.some((pattern) => pattern.test(words))) return 'kept';
  if (/e ?mail/.test(words)) return 'email';
  if (/\bfirst ?name$|^given ?names?$/.test(words)) return 'first';
  if (/\b(last|sur) ?name$|^family ?name$/.test(words)) return 'last';
  if (/notes?$|^comments?$/.test(words)) return 'notes';
  return PERSONAL.some((pattern) => pattern.test(words)) ? 'personal' : 'text';
}
