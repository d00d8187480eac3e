/** Where each row of a reply's list stands in its text: faults alter replies without writing their numbers anew. */
interface Span {
  readonly begin: number;
  readonly end: number;
}

/** The rows of the last list of objects on the envelope's own level. @returns undefined where there is none */
export function rowsSpan(body: string): readonly Span[] | undefined {
  const list = /"[A-Z][A-Za-z]+":\[(?=\{"(?!page))/.exec(body);
  if (list === null) return undefined;
  const rows: Span[] = [];
  let [depth, begin, isText] = [0, 0, false];
  for (let at = list.index + list[0].length; at < body.length; at += 1) {
    const sign = body[at];
    if (isText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isText = false;
    } else if (sign === '"') isText = true;
    else if (sign === '{' || sign === '[') {
      if (depth === 0) begin = at;
      depth += 1;
    } else if (sign === '}' || sign === ']') {
      if (depth === 0) return rows;
      depth -= 1;
      if (depth === 0) rows.push({ begin, end: at + 1 });
    }
  }
  return rows;
}

export function withFirstRowTwice(body: string, rows: readonly Span[]): string {
  const [first] = rows;
  if (first === undefined) return body;
  return `${body.slice(0, first.begin)}${body.slice(first.begin, first.end)},${body.slice(first.begin)}`;
}

export function withoutLastRow(body: string, rows: readonly Span[]): string {
  const last = rows.at(-1);
  if (last === undefined) return body;
  const before = body.slice(0, last.begin);
  return `${rows.length > 1 ? before.replace(/,$/, '') : before}${body.slice(last.end)}`;
}
