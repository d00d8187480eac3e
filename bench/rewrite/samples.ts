/** How a feed is written, as far as the one who rewrites it can be expected to know. */
export interface FeedForm {
  readonly lineEnd: string;
  /** Every cell stands in quotes, the empty ones too. */
  readonly allQuoted: boolean;
  /** It begins with a byte order mark. */
  readonly marked: boolean;
  readonly encoding: 'utf-8' | 'windows-1252';
}

/** A small feed, with what is peculiar to it; `N` in a text stands for the prefix of its ids. */
export interface Sample {
  readonly what: string;
  readonly kind: 'csv' | 'xml';
  readonly form: FeedForm;
  /** With this prefix in its ids. */
  readonly bytes: (prefix: string) => Buffer;
}

export const plainForm: FeedForm = { lineEnd: '\n', allQuoted: false, marked: false, encoding: 'utf-8' };

function csv(what: string, write: (prefix: string) => string, form: Partial<FeedForm> = {}): Sample {
  const whole = { ...plainForm, ...form };
  const encoding = whole.encoding === 'utf-8' ? 'utf8' : 'latin1';
  const head = 'Order ID,Parent Order ID,Name,Note';
  const header = whole.allQuoted ? `"${head.replaceAll(',', '","')}"` : head;
  return {
    what,
    kind: 'csv',
    form: whole,
    bytes: (prefix) =>
      Buffer.from(`${whole.marked ? '\uFEFF' : ''}${header}${whole.lineEnd}${write(prefix)}`, encoding),
  };
}

function xml(what: string, write: (prefix: string) => string): Sample {
  return { what, kind: 'xml', form: plainForm, bytes: (prefix) => Buffer.from(write(prefix)) };
}

export const samples: readonly Sample[] = [
  csv('quotes where needed', (p) => `${p}1,,"a, b","say ""hi"""\n${p}2,${p}1,c,d\n`),
  csv('quotes here and there', (p) => `"${p}1",,"a",b\n${p}2,"${p}1",c,"d"\n`),
  csv('empty cells, quoted and not', (p) => `${p}1,"",,""\n${p}2,,"",d\n`),
  csv('CRLF, line breaks in cells', (p) => `"${p}1","","a\r\nb","c"\r\n"${p}2","${p}1","c\nd","e"\r\n`, {
    lineEnd: '\r\n',
    allQuoted: true,
  }),
  csv('byte order mark', (p) => `${p}1,,Café,d\n`, { marked: true }),
  csv('no line end at the end', (p) => `${p}1,,a,b\n${p}2,,c,d`),
  csv('Windows-1252', (p) => `${p}1,,Caf\u00e9,\u0092s\n`, { encoding: 'windows-1252' }),
  csv('numbers, blanks, formulas', (p) => `${p}1,,00123,1e5\n${p}2,, x ,+61 8\n${p}3,,-5.00,=cmd\n`),
  xml(
    'declaration, comment, CDATA',
    (p) =>
      `<?xml version='1.0' encoding='utf-8'?>\n<!-- of west -->\n<a><OrderID>${p}1</OrderID><b><![CDATA[x < y]]></b></a>\n`,
  ),
  xml(
    'entities',
    (p) => `<a><OrderID>${p}1</OrderID><b>Cup &amp; &quot;saucer&quot; &#8217; &gt; it&apos;s > that</b></a>\n`,
  ),
  xml('attributes', (p) => `<a  x='1'\n y="it's" ><OrderID >${p}1</OrderID><b z = "2"/></a>\n`),
  xml('empty elements', (p) => `<a><OrderID>${p}1</OrderID><b></b><c/><d /></a>\n`),
  xml('CRLF, byte order mark', (p) => `\uFEFF<?xml version="1.0"?>\r\n<a>\r\n\t<OrderID>${p}1</OrderID>\r\n</a>\r\n`),
];
