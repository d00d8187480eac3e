import { keyRemedy } from '../model/error-codes.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { type Hide, quote } from '../model/secrets.ts';
import { natureOf } from './ack-errors.ts';
import type { Codec } from './codec.ts';
import { isRead } from './read-only.ts';
import { type Reply, readReply } from './reply.ts';
import { refuseStatus } from './status.ts';
import type { Answer } from './transport.ts';
import { storeError } from './transport-errors.ts';

interface AnswerSource {
  readonly store: string;
  readonly codec: Codec;
  /** Goes over everything that is quoted, since a store may echo the key. */
  readonly hide: Hide;
  /** Whether a user name goes with the key. */
  readonly withUsername: boolean;
}

/** More of a store's own words would bury the rest of a message. */
const QUOTED_ERRORS = 3;

/**
 * Makes a reply of an answer, or an error that says what is wrong with it (reference, sections 1.3 to 1.5).
 * @throws ConsolidatorError; for writes an Ack of Error is no error here, since part of the batch may be stored
 */
export function readAnswer(source: AnswerSource, action: string, answer: Answer): Reply {
  const { store, hide } = source;
  if (answer.status >= 400 && answer.status < 500 && isKeyTrouble(answer.text)) throw keyRefused(source);
  refuseStatus(store, action, answer, hide);
  const found = readReply(action, decode(source, answer.text));
  if (found === undefined) {
    throw storeError(
      'answer-unexpected',
      store,
      `the answer to ${action} is none of the Neto API. Check that \`url\` is the store's own address.`,
    );
  }
  // Before the words are gone over: a user name may be a part of them.
  if (found.ack === 'error' && found.errors.some(isKeyTrouble)) throw keyRefused(source);
  const reply = { ...found, errors: found.errors.map(hide), warnings: found.warnings.map(hide) };
  if (reply.ack === 'error' && isRead(action)) throw requestRefused(source, action, reply.errors);
  return reply;
}

/** The codec does not know whose answer it reads. */
function decode(source: AnswerSource, text: string): unknown {
  const { store, codec, hide } = source;
  try {
    return codec.decode(text, hide);
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    // A refused key is told in whatever form: XML or plain text where JSON was asked for.
    if (isKeyTrouble(text)) throw keyRefused(source);
    throw storeError(error.code, store, error.message, { retry: error.retry });
  }
}

/** One text for many causes (reference, section 4, quirk 32). */
function isKeyTrouble(text: string): boolean {
  return /invalid api key/i.test(text);
}

function keyRefused({ store, withUsername: sent }: AnswerSource): ConsolidatorError {
  const remedy = keyRemedy({ sent, tried: false });
  return storeError('key-refused', store, `the store answered "Invalid API Key". ${remedy}`);
}

function requestRefused({ store, hide }: AnswerSource, action: string, errors: readonly string[]): ConsolidatorError {
  const words = errors.slice(0, QUOTED_ERRORS).map((text) => `"${quote(text, hide)}"`);
  const rest = errors.length > words.length ? ` and ${errors.length - words.length} more` : '';
  const reason = words.length === 0 ? 'no reason given' : `${words.join(', ')}${rest}`;
  // A read that the store was too busy for may be repeated.
  const retry = errors.some((error) => natureOf(error) === 'passing') ? 'after-look-up' : 'never';
  return storeError('request-refused', store, `the store refused ${action}: ${reason}.`, { retry });
}
