/** A stretch of a file. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly ({ readonly name: string } & Stretch)[];
  readonly children: XmlElement[];
  /** What stands between its tags. */
  readonly content: { readonly start: number; end: number };
}

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![^>]*>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;

/** Where each element of a file stands, so that it can be changed in place. @returns undefined where tags don't match */
export function xmlTree(text: string): XmlElement | undefined {
  const root: XmlElement = { name: '', attributes: [], children: [], content: { start: 0, end: text.length } };
  const open = [root];
  for (const token of text.matchAll(TOKEN)) {
    const [whole, closing, name, written = '', isEmpty] = token;
    const { index } = token;
    if (closing !== undefined) {
      const element = open.pop();
      if (element?.name !== closing || open.length === 0) return undefined;
      element.content.end = index;
    } else if (name !== undefined) {
      const end = index + whole.length;
      const attributes = attributesIn(written, index + 1 + name.length);
      const element: XmlElement = { name, attributes, children: [], content: { start: end, end } };
      open.at(-1)?.children.push(element);
      if (isEmpty === '') open.push(element);
    }
  }
  return open.length === 1 && root.children.length > 0 ? root : undefined;
}

function attributesIn(written: string, offset: number): XmlElement['attributes'] {
  return [...written.matchAll(/([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g)].map(
    ({ 0: whole, 1: name = '', 2: value = '', index }) => {
      const end = offset + index + whole.length - 1;
      return { name, start: end - (value.length - 2), end };
    },
  );
}

/** The text with other words at these stretches. */
export function edited(text: string, edits: readonly (Stretch & { readonly left: string })[]): string {
  let [left, from] = ['', 0];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    left += text.slice(from, edit.start) + edit.left;
    from = edit.end;
  }
  return left + text.slice(from);
}
