/** What the test asks of a command in a process of its own. */
export type Asked =
  /** It is that time now; whoever waits for it goes on. */
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'measure' }
  /** Writes a heap snapshot there. */
  | { readonly kind: 'snapshot'; readonly file: string }
  | { readonly kind: 'stop' };

/** What that process tells. */
export type Told =
  | { readonly kind: 'said'; readonly text: string }
  /** All that was due by now is done, and the next start of each pipeline is waited for. */
  | { readonly kind: 'at-rest'; readonly at: number }
  | { readonly kind: 'measured'; readonly measure: Measure }
  | { readonly kind: 'snapshot-written'; readonly file: string }
  /** A rejection or an error that nobody has caught, or a warning of Node's. */
  | { readonly kind: 'trouble'; readonly text: string }
  | { readonly kind: 'ended'; readonly code: number; readonly left: readonly string[] };

/** After everything that could be collected was. */
export interface Measure {
  /** Bytes of the JavaScript heap, with compiled code. */
  readonly heap: number;
  /** Bytes outside of that heap which belong to objects in it. */
  readonly outside: number;
  /** Of the whole process. */
  readonly resident: number;
  /** What keeps the process alive, by kind. */
  readonly resources: readonly string[];
  /** Open files and sockets, as the operating system names them. */
  readonly files: readonly string[];
}

/** The same, with what it takes a heap snapshot to tell. */
export interface WholeMeasure extends Measure {
  /** Bytes of what the program has made and keeps, without what V8 has made of its code. */
  readonly objects: number;
}
