import type { Codec } from './codec.ts';
import { jsonCodec } from './json-codec.ts';
import { xmlCodec } from './xml-codec.ts';

/** By the word that the pipeline file has for it. */
export const codecs: Readonly<Record<'json' | 'xml', Codec>> = { json: jsonCodec, xml: xmlCodec };
