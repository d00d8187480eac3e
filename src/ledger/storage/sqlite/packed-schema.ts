import { dayTriggers, IS_APART } from './day-sums-schema.ts';
import { INTENT_TARGET, keepsTarget } from './intent-target.ts';

// A migration is made of this text: once it is released it is never changed.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Characters of a content's hash, of which each has six bits, in four groups that are whole bytes and a rest. */
const [CHARACTERS, OF_A_GROUP, DIGITS_OF_A_GROUP] = [22, 4, 6];

/** What a hash of so many characters is kept as: its bits. Any other text stays as it is. */
function hashAsBits(hash: string): string {
  const bits = (place: number): string => `(instr('${LETTERS}', substr(${hash}, ${place}, 1)) - 1)`;
  const groups = Array.from({ length: Math.ceil(CHARACTERS / OF_A_GROUP) }, (_, group) =>
    Array.from({ length: OF_A_GROUP }, (__, place) => group * OF_A_GROUP + place + 1)
      .map((place, within) => (place > CHARACTERS ? '0' : `(${bits(place)} << ${6 * (OF_A_GROUP - 1 - within)})`))
      .join(' | '),
  );
  const digits = `printf('${`%0${DIGITS_OF_A_GROUP}x`.repeat(groups.length)}', ${groups.join(', ')})`;
  return `iif(typeof(${hash}) = 'text' AND length(${hash}) = ${CHARACTERS} AND ${hash} NOT GLOB '*[^A-Za-z0-9_-]*',
    unhex(substr(${digits}, 1, 34)), ${hash})`;
}

/** The same text again. Three digits of sixteen are two characters. */
function hashInWords(hash: string): string {
  const digit = (place: number): string => `(instr('0123456789ABCDEF', substr(hex(${hash}), ${place}, 1)) - 1)`;
  const letter = (six: string): string => `substr('${LETTERS}', 1 + (${six}), 1)`;
  const letters = Array.from({ length: CHARACTERS / 2 }, (_, pair) => {
    const [first, second, third] = [1, 2, 3].map((place) => digit(3 * pair + place));
    return `${letter(`(${first} << 2) | (${second} >> 2)`)} || ${letter(`((${second} & 3) << 4) | ${third}`)}`;
  });
  return `iif(typeof(${hash}) = 'blob', ${letters.join(' || ')}, ${hash})`;
}

const wordOf = (column: string): string => `(SELECT text FROM word WHERE word.id = ${column})`;
const moment = (column: string): string => `strftime('%Y-%m-%dT%H:%M:%SZ', ${column}, 'unixepoch')`;

/**
 * The step of the schema after which a settled record takes a fifth less: its state and what is said of it by yes and no are bits
 * of one number, intents lie in the order of their records and name no target that is the record's own, and what belongs
 * to a note is told by a number.
 */
export const packedSchema = `
  DROP VIEW record_in_words; DROP VIEW intent_in_words; DROP VIEW run_record_in_words; DROP VIEW audit_in_words;

  CREATE TABLE packed_record (
    id INTEGER PRIMARY KEY, store INTEGER NOT NULL, entity INTEGER NOT NULL, source_id TEXT NOT NULL,
    target_id TEXT COLLATE NOCASE,
    -- Its bits where it is a hash of content, else the text itself.
    hash ANY NOT NULL,
    rules INTEGER NOT NULL, parent TEXT, amount TEXT,
    -- A day that none is stays as it was written.
    booked_on ANY, tax TEXT, currency INTEGER, status INTEGER, method INTEGER,
    changed_in_source INTEGER, changed_at INTEGER NOT NULL, reason TEXT, accepted TEXT, accepted_as TEXT,
    by_hand TEXT, revision INTEGER NOT NULL, quarantined_since INTEGER, loaded_first_in INTEGER,
    -- Bits 0 to 2: the state; 3 and 4: of its content; 5 to 9: what is so, or not.
    stands INTEGER NOT NULL CHECK (stands >= 0 AND (stands & 7) < 6 AND ((stands >> 3) & 3) < 3),
    state TEXT AS (CASE stands & 7 WHEN 0 THEN 'loaded' WHEN 1 THEN 'linked' WHEN 2 THEN 'skipped' WHEN 3 THEN 'quarantined'
      WHEN 4 THEN 'staged' ELSE 'writing' END) VIRTUAL,
    -- 0: gone; 1: whole, in the table of that name; 2: undelivered.
    has_content INTEGER AS ((stands >> 3) & 3) VIRTUAL,
    is_file INTEGER AS ((stands >> 5) & 1) VIRTUAL, to_be_read INTEGER AS ((stands >> 6) & 1) VIRTUAL,
    is_gone INTEGER AS ((stands >> 7) & 1) VIRTUAL, open_to_look INTEGER AS ((stands >> 8) & 1) VIRTUAL,
    open_to_proof INTEGER AS ((stands >> 9) & 1) VIRTUAL
  ) STRICT;
  INSERT INTO packed_record SELECT id, store, entity, source_id, target_id, ${hashAsBits('hash')}, rules, parent, amount, booked_on, tax,
      currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, quarantined_since,
      loaded_first_in,
      CASE state WHEN 'loaded' THEN 0 WHEN 'linked' THEN 1 WHEN 'skipped' THEN 2 WHEN 'quarantined' THEN 3 WHEN 'staged' THEN 4 WHEN 'writing' THEN 5 END
        + 8 * has_content + 32 * (is_file <> 0) + 64 * (to_be_read <> 0) + 128 * (is_gone <> 0) + 256 * (open_to_look <> 0)
        + 512 * (open_to_proof <> 0)
    FROM record ORDER BY id;

  -- In the order of the records. Its id is the one that the audit's entry of it has, and where \`is_told\` it is that entry. \`ended_*\` is
  -- the entry of its end: so many seconds and entries later, in that run where it was another.
  CREATE TABLE packed_intent (
    record INTEGER NOT NULL, id INTEGER NOT NULL, run INTEGER NOT NULL, action INTEGER NOT NULL,
    -- Left out where it is the record's.
    target_id TEXT,
    at INTEGER NOT NULL,
    -- Bits 0 to 2: its outcome; 3: whether it is told; from 4 on: its revision.
    said INTEGER NOT NULL CHECK (said >= 0 AND (said & 7) < 5), ended_in INTEGER, ended_after INTEGER, ended_told INTEGER,
    -- 1: step-done; 2: loaded; 3: absent; 4: quarantine.
    outcome INTEGER AS (nullif(said & 7, 0)) VIRTUAL, is_told INTEGER AS ((said >> 3) & 1) VIRTUAL,
    revision INTEGER AS (said >> 4) VIRTUAL,
    PRIMARY KEY (record, id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO packed_intent SELECT intent.record, intent.id, intent.run, intent.action,
      CASE WHEN intent.target_id = packed_record.target_id COLLATE BINARY THEN NULL ELSE intent.target_id END, intent.at,
      coalesce(intent.outcome, 0) + 8 * (intent.is_told <> 0) + 16 * intent.revision,
      intent.ended_in, intent.ended_after, intent.ended_told
    FROM intent INDEXED BY intent_by_record LEFT JOIN packed_record ON packed_record.id = intent.record ORDER BY intent.record, intent.id;

  -- What a note is about, once for all that are.
  CREATE TABLE scope (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE packed_note (
    scope INTEGER NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (scope, name)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO scope (text) SELECT DISTINCT scope FROM note ORDER BY 1;
  INSERT INTO packed_note SELECT scope.id, name, label, value FROM note JOIN scope ON scope.text = note.scope ORDER BY 1, 2;

  DROP TABLE intent; DROP TABLE record; DROP TABLE note;
  ALTER TABLE packed_record RENAME TO record; ALTER TABLE packed_intent RENAME TO intent; ALTER TABLE packed_note RENAME TO note;

  CREATE UNIQUE INDEX record_by_key ON record (store, entity, source_id);
  -- Linked records may share a target (one person with two accounts); a copy may not, whatever has become of it since.
  CREATE UNIQUE INDEX record_by_target ON record (entity, target_id, iif(state = 'linked', id, 0)) WHERE target_id IS NOT NULL;
  -- Nearly all are settled, and found by their keys.
  CREATE INDEX record_by_state ON record (state, store, entity, source_id) WHERE state NOT IN ('loaded', 'linked');
  -- The order that a payment belongs to, by its source id.
  CREATE INDEX record_by_parent ON record (store, entity, parent) WHERE parent IS NOT NULL;
  CREATE INDEX record_by_day ON record (store, entity, coalesce(booked_on, ''));
  CREATE INDEX record_by_change ON record (store, entity, is_file, changed_at DESC);
  CREATE INDEX record_by_reason ON record (reason, store, entity) WHERE reason IS NOT NULL;
  CREATE INDEX record_by_rules ON record (store, entity, rules) WHERE state = 'skipped';
  CREATE INDEX record_to_be_read ON record (store, entity) WHERE to_be_read = 1;
  CREATE INDEX record_with_content ON record (store, entity) WHERE has_content = 1;
  CREATE INDEX record_by_hand ON record (store, entity) WHERE by_hand IS NOT NULL;
  CREATE INDEX record_open_to_look ON record (store, entity) WHERE open_to_look = 1;
  CREATE INDEX record_open_to_proof ON record (store, entity) WHERE open_to_proof = 1;
  CREATE INDEX record_apart ON record (booked_on) WHERE ${IS_APART};
  CREATE UNIQUE INDEX intent_open ON intent (record, action) WHERE outcome IS NULL;
  CREATE INDEX intent_not_done ON intent (outcome, at) WHERE outcome > 2;
  -- A label may be a long hash: its beginning tells nearly all of them apart.
  CREATE INDEX note_by_label ON note (scope, substr(label, 1, 8), name) WHERE label <> '';

  ${keepsTarget()}
  CREATE TRIGGER standing_of_new AFTER INSERT ON record BEGIN
    INSERT INTO standing VALUES (new.store, new.entity, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER standing_of_moved AFTER UPDATE OF stands ON record WHEN new.state <> old.state BEGIN
    UPDATE standing SET count = count - 1 WHERE store = old.store AND entity = old.entity AND state = old.state;
    INSERT INTO standing VALUES (new.store, new.entity, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER standing_of_gone AFTER DELETE ON record BEGIN
    UPDATE standing SET count = count - 1 WHERE store = old.store AND entity = old.entity AND state = old.state;
  END;
  ${dayTriggers('store, entity, booked_on, stands, reason, target_id, amount, tax, accepted, accepted_as')}

  -- What whoever looks into a ledger of whatever version reads.
  CREATE VIEW record_in_words AS SELECT record.id, of_store.text AS store, of_entity.text AS entity, source_id, state, target_id,
      ${hashInWords('hash')} AS hash,
      ${wordOf('rules')} AS rules, payload, parent, amount,
      CASE typeof(booked_on) WHEN 'integer' THEN date(booked_on * 86400, 'unixepoch') ELSE booked_on END AS booked_on, tax,
      ${wordOf('currency')} AS currency, ${wordOf('status')} AS status, ${wordOf('method')} AS method,
      ${moment('changed_in_source')} AS changed_in_source, ${moment('changed_at')} AS changed_at, reason, message, difference, replaces, seen,
      accepted, accepted_as, iif(state IN ('staged', 'writing', 'quarantined'), content.read_as, snapshot.read_as) AS read_as,
      iif(copied_as = 1, snapshot.read_as, copied_as) AS copied_as, by_hand, revision, iif(is_file, 'file', 'api') AS origin,
      to_be_read, has_content = 2 AS is_undelivered, is_gone, open_to_look, open_to_proof,
      ${moment('quarantined_since')} AS quarantined_since, loaded_first_in
    FROM record JOIN word AS of_store ON of_store.id = record.store JOIN word AS of_entity ON of_entity.id = record.entity
      LEFT JOIN content ON content.record = record.id LEFT JOIN snapshot ON snapshot.record = record.id
      LEFT JOIN finding ON finding.record = record.id;
  CREATE VIEW intent_in_words AS SELECT intent.id, run, of_store.text AS store, of_entity.text AS entity, source_id, of_action.text AS action,
      ${INTENT_TARGET} AS target_id, ${moment('at')} AS at, draft,
      CASE outcome WHEN 1 THEN 'step-done' WHEN 2 THEN 'loaded' WHEN 3 THEN 'absent' WHEN 4 THEN 'quarantine' END AS outcome,
      coalesce(count, 0) AS look_ups, ${moment('first')} AS first_look_up, ${moment('last')} AS last_look_up, refusal,
      ${moment('first_there')} AS first_look_up_there, intent.revision, version AS draft_version
    FROM intent JOIN record ON record.id = intent.record JOIN word AS of_store ON of_store.id = record.store
      JOIN word AS of_entity ON of_entity.id = record.entity JOIN word AS of_action ON of_action.id = action
      LEFT JOIN draft ON draft.intent = intent.id LEFT JOIN look_up ON look_up.intent = intent.id;
  CREATE VIEW run_record_in_words AS SELECT run, of_store.text AS store, of_entity.text AS entity, source_id,
      CASE outcome WHEN 1 THEN 'created' WHEN 2 THEN 'updated' WHEN 3 THEN 'unchanged' WHEN 4 THEN 'skipped' WHEN 5 THEN 'quarantined' END AS outcome
    FROM run_record JOIN record ON record.id = run_record.record JOIN word AS of_store ON of_store.id = store
      JOIN word AS of_entity ON of_entity.id = entity;
  CREATE VIEW audit_in_words AS
    SELECT id, ${moment('at')} AS at, run, ${wordOf('store')} AS store, ${wordOf('entity')} AS entity, source_id, ${wordOf('event')} AS event,
      detail, who FROM audit
    UNION ALL SELECT intent.id, ${moment('at')}, run, ${wordOf('store')}, ${wordOf('entity')}, source_id, 'intent',
      ${wordOf('action')} || ' ' || ${INTENT_TARGET}, NULL
      FROM intent JOIN record ON record.id = intent.record WHERE is_told = 1
    UNION ALL SELECT intent.id + ended_told, ${moment('at + ended_after')}, coalesce(ended_in, run), ${wordOf('store')}, ${wordOf('entity')}, source_id,
      CASE outcome WHEN 1 THEN 'step-done' WHEN 2 THEN 'loaded' WHEN 3 THEN 'absent' WHEN 4 THEN 'quarantine' END,
      iif(outcome = 1, ${wordOf('action')}, ''), NULL
      FROM intent JOIN record ON record.id = intent.record WHERE ended_told IS NOT NULL;
  CREATE VIEW note_in_words AS SELECT scope.text AS scope, name, label, value FROM note JOIN scope ON scope.id = note.scope;
`;
