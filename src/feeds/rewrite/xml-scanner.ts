import { FeedTrouble } from '../feed-error.ts';
import { fieldKey } from '../field-key.ts';
import type { ByteSink } from './byte-sink.ts';
import { type IdKind, IdRefusal, type IdRewriter, idKindOf } from './id-rewriter.ts';
import { LONGEST_ID, LONGEST_TEXT, LONGEST_TOKEN, type Scanner, type Window } from './scanner.ts';
import { isBlank, readXmlTag, type XmlTag } from './xml-tag.ts';

/** Neto's documents have some eight levels. */
const DEEPEST = 100;
const LESS = 0x3c;
const AMPERSAND = 0x26;
/** Sections whose inside is passed over: how they begin and end. */
const sections = [
  { begin: '<!--', end: '-->', name: 'comment' },
  { begin: '<![CDATA[', end: ']]>', name: 'CDATA section' },
  { begin: '<?', end: '?>', name: 'processing instruction' },
] as const;
const CDATA = sections[1];
/** As many bytes decide what a `<` begins. */
const LOOK_AHEAD = 9;
const takenEncodings = /^(utf-?8|us-ascii|ascii|iso-8859-\d+|windows-125\d|latin-?1|cp125\d)$/i;

interface Open {
  readonly name: string;
  readonly kind: IdKind | undefined;
}

/** Walks over the tags of an XML document, and rewrites the text of the elements and attributes that hold ids. */
export class XmlScanner implements Scanner {
  record = 0;
  readonly #ids: IdRewriter | undefined;
  readonly #onRecord: ((start: number, end: number) => void) | undefined;
  #recordOffset = 0;
  readonly #more: readonly string[];
  readonly #elements = new Map<string, Open>();
  readonly #stack: Open[] = [];
  readonly #seen = new Set<string>();
  #section: (typeof sections)[number] | undefined;
  #rootSeen = false;
  /** Where the current text or section begins, in bytes from the start of the file. */
  #textOffset = 0;

  /**
   * @param ids undefined to rewrite nothing, and only look whether the document is well-formed
   * @param onRecord told where each child of the root begins and ends, in bytes from the start of the file
   */
  constructor(ids: IdRewriter | undefined, more: readonly string[], onRecord?: (start: number, end: number) => void) {
    this.#ids = ids;
    this.#onRecord = onRecord;
    this.#more = more;
  }

  scan(window: Window, sink: ByteSink): number {
    const { bytes, carried, end, final } = window;
    const shift = window.offset - window.from;
    const view = bytes.subarray(0, end);
    let index = carried;
    let copied = carried;
    const stop = (at: number): number => {
      sink.copy(bytes, copied, at);
      return at;
    };
    for (;;) {
      if (this.#section !== undefined) {
        const close = view.indexOf(this.#section.end, index, 'latin1');
        if (close === -1) {
          if (final) throw this.#leftOpen(`a ${this.#section.name} that never ends`, this.#textOffset);
          this.#refuseLong(end + shift);
          return stop(Math.max(index, end - 2));
        }
        index = close + this.#section.end.length;
        this.#section = undefined;
        this.#textOffset = index + shift;
      }
      const open = this.#stack.at(-1);
      const text = index;
      const less = view.indexOf(LESS, index);
      if (less === -1 || (less + LOOK_AHEAD > end && !final)) {
        this.#refuseTextOutside(view, text, less === -1 ? end : less, shift);
        if (final && less === -1) return stop(end);
        if (!final) {
          this.#refuseLong(end + shift);
          if (open?.kind === undefined) return stop(less === -1 ? end : less);
          this.#refuseLongId(end - text, text + shift, open);
          return stop(text);
        }
      }
      if (less === -1) return stop(end);
      if (this.#stack.length === 0) this.#refuseTextOutside(view, text, less, shift);
      this.#textOffset = less + shift;
      const section = sectionAt(view, less);
      if (section !== undefined) {
        if (open?.kind !== undefined && (section === CDATA || hasText(view, text, less))) {
          const close = section === CDATA ? view.indexOf(CDATA.end, less, 'latin1') : -1;
          const tag = close === -1 ? -1 : view.indexOf(LESS, close);
          if (section === CDATA && (tag === -1 || tag + LOOK_AHEAD > end) && !final) {
            this.#refuseLongId(end - text, text + shift, open);
            return stop(text);
          }
          if (
            close === -1 ||
            tag === -1 ||
            hasText(view, text, less) ||
            hasText(view, close + 3, tag) ||
            view[tag + 1] !== 0x2f
          ) {
            throw this.#trouble(
              'feed-id-refused',
              `found an id that is not plain text (a ${section.name} inside it); expected the id alone`,
              less + shift,
              open.name,
            );
          }
          copied = this.#writeId(view, less + CDATA.begin.length, close, open, copied, shift, sink);
          index = tag;
          continue;
        }
        this.#checkDeclaration(view, section.name, less, shift);
        this.#section = section;
        index = less + section.begin.length;
        continue;
      }
      if (view[less + 1] === 0x21) {
        throw this.#trouble(
          'feed-malformed',
          'found a document type declaration ("<!"); expected none: it can define entities that grow without bound, or fetch other files; remove it',
          less + shift,
        );
      }
      const tag = readXmlTag(view, less, end);
      if (tag === undefined) {
        if (final) throw this.#leftOpen('a tag that never ends', less + shift);
        if (end - less > LONGEST_TOKEN - LONGEST_ID) {
          throw this.#trouble(
            'feed-malformed',
            `found a tag of more than ${(LONGEST_TOKEN - LONGEST_ID) / 1024} KB; a quote in it was probably never closed`,
            less + shift,
          );
        }
        // The text before is short where it may be an id, and needed again with the tag.
        return stop(open?.kind === undefined ? less : text);
      }
      if (typeof tag === 'string') throw this.#trouble('feed-malformed', `found ${tag}`, less + shift);
      if (open?.kind !== undefined && hasText(view, text, less)) {
        if (tag.kind !== 'close')
          throw this.#trouble(
            'feed-id-refused',
            'found text and elements side by side in an element that should hold an id',
            text + shift,
            open.name,
          );
        const [start, stopAt] = trimmed(view, text, less);
        copied = this.#writeId(view, start, stopAt, open, copied, shift, sink);
      }
      copied = this.#take(tag, view, less + shift, { copied, shift, sink });
      index = tag.end;
      this.#textOffset = index + shift;
    }
  }

  finish(): void {
    const open = this.#stack.at(-1);
    if (open !== undefined) {
      throw this.#trouble(
        'feed-malformed',
        `found the end of the file, with <${open.name}> still open; expected </${open.name}>: the file was cut off`,
        this.#textOffset,
        open.name,
      );
    }
    if (!this.#rootSeen) throw this.#trouble('feed-malformed', 'found no element at all; expected an XML document', 0);
    const missing = this.#more.find((name) => !this.#seen.has(fieldKey(name)));
    if (missing !== undefined)
      throw this.#trouble('feed-columns', `found no element or attribute ${JSON.stringify(missing)}`, 0);
    if (this.#ids !== undefined && this.#seen.size === 0) {
      throw this.#trouble(
        'feed-columns',
        'found no element that holds order ids; expected <OrderID> or the like; name it with --column',
        0,
      );
    }
  }

  #take(
    tag: XmlTag,
    view: Buffer,
    offset: number,
    at: { copied: number; readonly shift: number; readonly sink: ByteSink },
  ): number {
    if (tag.kind === 'close') {
      const open = this.#stack.pop();
      if (open?.name !== tag.name) {
        const expected = open === undefined ? 'nothing to be open' : `</${open.name}>`;
        throw this.#trouble('feed-malformed', `found </${tag.name}>; expected ${expected}`, offset, tag.name);
      }
      if (this.#stack.length === 1) this.#onRecord?.(this.#recordOffset, tag.end + at.shift);
      return at.copied;
    }
    if (this.#stack.length === 0) {
      if (this.#rootSeen)
        throw this.#trouble(
          'feed-malformed',
          `found a second root element <${tag.name}>; expected one document`,
          offset,
          tag.name,
        );
      this.#rootSeen = true;
    }
    if (this.#stack.length === 1) {
      this.record += 1;
      this.#recordOffset = offset;
      if (tag.kind === 'empty') this.#onRecord?.(offset, tag.end + at.shift);
    }
    const element = this.#element(tag.name);
    if (tag.kind === 'open') {
      this.#stack.push(element);
      if (this.#stack.length > DEEPEST)
        throw this.#trouble('feed-malformed', `found elements nested more than ${DEEPEST} deep`, offset, tag.name);
    }
    let copied = at.copied;
    for (const { name, start, end } of tag.attributes) {
      const attribute = this.#element(name);
      if (attribute.kind !== undefined) copied = this.#writeId(view, start, end, attribute, copied, at.shift, at.sink);
    }
    return copied;
  }

  #element(name: string): Open {
    let element = this.#elements.get(name);
    if (element === undefined) {
      element = { name, kind: this.#ids === undefined ? undefined : idKindOf(name, this.#more) };
      // A document of ever new names would fill the memory.
      if (this.#elements.size < 10_000) this.#elements.set(name, element);
      if (element.kind !== undefined) this.#seen.add(fieldKey(name));
    }
    return element;
  }

  #writeId(
    view: Buffer,
    start: number,
    end: number,
    { kind, name }: Open,
    copied: number,
    shift: number,
    sink: ByteSink,
  ): number {
    if (view.subarray(start, end).includes(AMPERSAND)) {
      throw this.#trouble(
        'feed-id-refused',
        'found an id with an entity (&…;) in it; expected plain letters and digits',
        start + shift,
        name,
      );
    }
    sink.copy(view, copied, start);
    const out = sink.reserve(end - start + 64);
    try {
      sink.advance((this.#ids as IdRewriter).rewrite(view, start, end, kind ?? 'order', out, sink.length));
    } catch (error) {
      if (!(error instanceof IdRefusal)) throw error;
      throw this.#trouble('feed-id-refused', error.message, start + shift, name);
    }
    return end;
  }

  #checkDeclaration(view: Buffer, section: string, less: number, shift: number): void {
    if (section !== 'processing instruction' || less + shift > 3) return;
    const declared = /^<\?xml[^>]*?\bencoding\s*=\s*["']([^"']+)["']/.exec(
      view.toString('latin1', less, less + 200),
    )?.[1];
    if (declared === undefined || takenEncodings.test(declared)) return;
    throw this.#trouble(
      'feed-encoding',
      `found the encoding ${JSON.stringify(declared)}; expected UTF-8, Windows-1252 or ISO-8859-1`,
      less + shift,
    );
  }

  #refuseTextOutside(view: Buffer, start: number, end: number, shift: number): void {
    if (this.#stack.length > 0) return;
    // After the byte order mark of UTF-8, which stands before the document.
    const from = start + shift === 0 && view[start] === 0xef ? start + 3 : start;
    if (hasText(view, from, end))
      throw this.#trouble(
        'feed-malformed',
        'found text outside of the root element',
        trimmed(view, from, end)[0] + shift,
      );
  }

  #refuseLong(offset: number): void {
    if (offset - this.#textOffset > LONGEST_TEXT) {
      throw this.#trouble(
        'feed-malformed',
        `found a text of more than ${LONGEST_TEXT / 1024 / 1024} MB; an element was probably never closed`,
        this.#textOffset,
      );
    }
  }

  #refuseLongId(length: number, offset: number, { name }: Open): void {
    if (length > LONGEST_ID)
      throw this.#trouble(
        'feed-id-refused',
        `found an id of more than ${LONGEST_ID} bytes; expected at most 15`,
        offset,
        name,
      );
  }

  #leftOpen(what: string, offset: number): FeedTrouble {
    return this.#trouble(
      'feed-malformed',
      `found ${what}; expected its end before the end of the file: the file was cut off`,
      offset,
    );
  }

  #trouble(code: FeedTrouble['code'], message: string, offset: number, field?: string): FeedTrouble {
    return new FeedTrouble(code, message, { offset, record: this.record, field });
  }
}

function sectionAt(view: Buffer, less: number): (typeof sections)[number] | undefined {
  const second = view[less + 1];
  if (second !== 0x21 && second !== 0x3f) return undefined;
  return sections.find(({ begin }) => view.toString('latin1', less, less + begin.length) === begin);
}

function hasText(view: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (!isBlank(view[index] as number)) return true;
  return false;
}

function trimmed(view: Buffer, start: number, end: number): [number, number] {
  let [from, to] = [start, end];
  while (from < to && isBlank(view[from] as number)) from += 1;
  while (to > from && isBlank(view[to - 1] as number)) to -= 1;
  return [from, to];
}
