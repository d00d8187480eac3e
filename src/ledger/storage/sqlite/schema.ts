import { compactSchema } from './compact-schema.ts';
import { daySumsSchema } from './day-sums-schema.ts';
import { packedSchema } from './packed-schema.ts';

/** Marks a SQLite file as a ledger of this program ("NETO"), so that no other database is ever taken for one. */
export const APPLICATION_ID = 0x4e45544f;

/**
 * One entry per schema version, run in order, each in a transaction of its own. An entry that was released is never
 * changed: ledgers in the field have run it.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE store (name TEXT PRIMARY KEY, host TEXT NOT NULL) STRICT;
  CREATE TABLE cursor (
    store TEXT NOT NULL, entity TEXT NOT NULL, slice TEXT NOT NULL, upto TEXT NOT NULL,
    PRIMARY KEY (store, entity, slice)
  ) STRICT;
  CREATE TABLE run (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, status TEXT NOT NULL, narrowed INTEGER NOT NULL, summary TEXT
  ) STRICT;
  -- The id map, and where each source record stands. The pair of ids is stored once and never computed again.
  CREATE TABLE record (
    store TEXT NOT NULL, entity TEXT NOT NULL, source_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staged', 'writing', 'loaded', 'linked', 'skipped', 'quarantined')),
    target_id TEXT COLLATE NOCASE, hash TEXT NOT NULL, rules TEXT NOT NULL, payload TEXT,
    parent TEXT, amount TEXT, reason TEXT, message TEXT, changed_at TEXT NOT NULL,
    PRIMARY KEY (store, entity, source_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX record_by_state ON record (state, store, entity, source_id);
  -- The order that a payment belongs to, by its source id.
  CREATE INDEX record_by_parent ON record (store, entity, parent) WHERE parent IS NOT NULL;
  -- Linked records may share a target (one person with two accounts); a copy may not, whatever has become of it since.
  CREATE UNIQUE INDEX record_by_target ON record (entity, target_id) WHERE target_id IS NOT NULL AND state <> 'linked';
  -- The index above leaves linked records out, so a search among all records by their target can't use it.
  CREATE INDEX record_by_any_target ON record (entity, target_id) WHERE target_id IS NOT NULL;
  CREATE TABLE intent (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, store TEXT NOT NULL, entity TEXT NOT NULL, source_id TEXT NOT NULL,
    action TEXT NOT NULL, target_id TEXT NOT NULL, at TEXT NOT NULL, draft TEXT, outcome TEXT,
    look_ups INTEGER NOT NULL DEFAULT 0, first_look_up TEXT, last_look_up TEXT
  ) STRICT;
  CREATE UNIQUE INDEX intent_open ON intent (store, entity, source_id, action) WHERE outcome IS NULL;
  CREATE INDEX intent_by_record ON intent (store, entity, source_id);
  CREATE TABLE run_record (
    run INTEGER NOT NULL, store TEXT NOT NULL, entity TEXT NOT NULL, source_id TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('created', 'updated', 'unchanged', 'skipped', 'quarantined')),
    PRIMARY KEY (run, store, entity, source_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, run INTEGER NOT NULL, store TEXT NOT NULL, entity TEXT NOT NULL,
    source_id TEXT NOT NULL, event TEXT NOT NULL, detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_by_record ON audit (store, entity, source_id);
  `,
  `
  ALTER TABLE record ADD COLUMN booked_on TEXT;
  ALTER TABLE record ADD COLUMN tax TEXT;
  ALTER TABLE record ADD COLUMN currency TEXT;
  ALTER TABLE record ADD COLUMN status TEXT;
  ALTER TABLE record ADD COLUMN method TEXT;
  `,
  `
  -- By how much the total of a held record's copy differs, and the difference that a person has accepted.
  ALTER TABLE record ADD COLUMN difference TEXT;
  ALTER TABLE record ADD COLUMN accepted TEXT;
  `,
  `
  -- Slices of history that a back-fill has begun. From then on orders of these days are copied though they are older
  -- than the pipeline's own beginning.
  CREATE TABLE history_slice (
    store TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, in_accounting INTEGER NOT NULL,
    begun_at TEXT NOT NULL, finished_at TEXT,
    PRIMARY KEY (store, from_day, to_day)
  ) STRICT;
  `,
  `
  -- What to tell changes by, of an order as it was last read, and as its copy shows it. Nothing personal in plain text.
  ALTER TABLE record ADD COLUMN read_as TEXT;
  ALTER TABLE record ADD COLUMN copied_as TEXT;
  `,
  `
  -- What read-backs have taught about a store, by scope (what about, and which host) and name. Nothing of any record.
  CREATE TABLE learned (
    scope TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (scope, name)
  ) STRICT;
  `,
  `
  -- What the primary said when it refused a write that has no key, until looking has shown whether it was stored.
  ALTER TABLE intent ADD COLUMN refusal TEXT;
  `,
  `
  -- When its own store says that the record was last changed, as it was last read: what a listing of change stamps alone
  -- is compared with.
  ALTER TABLE record ADD COLUMN changed_in_source TEXT;
  `,
  `
  -- Of a held payment or return: whose copies may stand for it, as JSON (\`StandsFor\`).
  ALTER TABLE record ADD COLUMN replaces TEXT;
  `,
  `
  -- In which fields a held copy differs, and which such differences a person has accepted, as JSON (\`SeenDifference\`,
  -- \`AcceptedAs\`). What was accepted before is what is seen next: nobody kept what it was.
  ALTER TABLE record ADD COLUMN seen TEXT;
  ALTER TABLE record ADD COLUMN accepted_as TEXT;
  UPDATE record SET accepted_as = '{"seen":[],"open":["look","proof"]}' WHERE EXISTS (
    SELECT 1 FROM audit WHERE audit.store = record.store AND audit.entity = record.entity
      AND audit.source_id = record.source_id AND audit.event = 'accepted');
  `,
  `
  -- When the first look-up of an unknown outcome was made, by the primary's own clock.
  ALTER TABLE intent ADD COLUMN first_look_up_there TEXT;
  `,
  `
  -- Of what a person has linked: the primary's own ids of what was entered there by hand for the record, as a JSON list.
  ALTER TABLE record ADD COLUMN by_hand TEXT;
  CREATE INDEX record_by_hand ON record (store, entity, source_id) WHERE by_hand IS NOT NULL;
  `,
  `
  -- Orders of the primary outside of the map that say whose copies they are: what they stand for is not copied again.
  CREATE TABLE elsewhere (
    store TEXT NOT NULL, source_id TEXT NOT NULL COLLATE NOCASE, target_id TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (store, source_id, target_id)
  ) STRICT, WITHOUT ROWID;
  -- For which stores, under which prefixes and from which day on the primary was searched for such orders.
  CREATE TABLE searched (
    host TEXT NOT NULL, store TEXT NOT NULL, prefixes TEXT NOT NULL, from_day TEXT NOT NULL, whole INTEGER NOT NULL,
    at TEXT NOT NULL, PRIMARY KEY (host, store, prefixes)
  ) STRICT, WITHOUT ROWID;
  -- What an earlier version has begun to copy goes on, under the prefixes that it has when it is next opened.
  INSERT INTO searched SELECT host, name, '*', '', 1, '' FROM store WHERE EXISTS (
    SELECT 1 FROM record WHERE record.store = store.name AND record.entity = 'orders' AND record.state = 'loaded');
  `,
  `
  -- The accounts of a primary, by its host, and a keyed hash of what each would be called in Xero; never a name.
  CREATE TABLE contact (
    host TEXT NOT NULL, username TEXT NOT NULL, name_key TEXT NOT NULL, PRIMARY KEY (host, username)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX contact_by_name ON contact (host, name_key);
  `,
  `
  -- Which transaction of the gateway a payment names, as a keyed hash, and on which order of its own store it stands.
  CREATE TABLE transaction_of (
    store TEXT NOT NULL, payment_id TEXT NOT NULL, key TEXT NOT NULL, order_id TEXT NOT NULL,
    PRIMARY KEY (store, payment_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX transaction_by_key ON transaction_of (key);
  `,
  `
  -- What stood for something inside of other columns has a column of its own.
  ALTER TABLE record ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE record ADD COLUMN origin TEXT NOT NULL DEFAULT 'api' CHECK (origin IN ('api', 'file'));
  ALTER TABLE record ADD COLUMN to_be_read INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE record ADD COLUMN is_undelivered INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE record ADD COLUMN is_gone INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE record ADD COLUMN open_to_look INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE record ADD COLUMN open_to_proof INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE record ADD COLUMN quarantined_since TEXT;
  ALTER TABLE record ADD COLUMN loaded_first_in INTEGER;
  ALTER TABLE intent ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE intent ADD COLUMN draft_version INTEGER;
  CREATE INDEX record_open_to_look ON record (store, entity) WHERE open_to_look = 1;
  CREATE INDEX record_open_to_proof ON record (store, entity) WHERE open_to_proof = 1;
  UPDATE record SET origin = 'file', hash = substr(hash, 6) WHERE substr(hash, 1, 5) = 'file:';
  UPDATE record SET to_be_read = 1 WHERE rules = '' AND state <> 'staged';
  UPDATE record SET is_undelivered = (state IN ('staged', 'writing', 'quarantined')), payload = NULL WHERE payload = '';
  UPDATE record SET payload = NULL WHERE state IN ('loaded', 'linked', 'skipped') AND payload IS NOT NULL;
  UPDATE record SET reason = NULL, message = NULL, difference = NULL, replaces = NULL, seen = NULL WHERE state IN ('loaded', 'linked');
  UPDATE record SET accepted_as = json_extract(accepted_as, '$.seen'),
    open_to_look = EXISTS (SELECT 1 FROM json_each(accepted_as, '$.open') WHERE value = 'look'),
    open_to_proof = EXISTS (SELECT 1 FROM json_each(accepted_as, '$.open') WHERE value = 'proof')
  WHERE accepted_as IS NOT NULL;
  UPDATE record SET is_gone = 1 WHERE state = 'skipped' AND reason = 'dropped' AND 'accepted' = (
    SELECT event FROM audit WHERE audit.store = record.store AND audit.entity = record.entity
      AND audit.source_id = record.source_id ORDER BY id DESC LIMIT 1);
  UPDATE record SET loaded_first_in = (
    SELECT run FROM audit WHERE audit.store = record.store AND audit.entity = record.entity
      AND audit.source_id = record.source_id AND event = 'loaded' ORDER BY id LIMIT 1);
  UPDATE record SET quarantined_since = coalesce((SELECT min(at) FROM audit WHERE audit.store = record.store
      AND audit.entity = record.entity AND audit.source_id = record.source_id AND event = 'quarantined'
      AND audit.id > coalesce((SELECT max(id) FROM audit AS past WHERE past.store = record.store AND past.entity = record.entity
        AND past.source_id = record.source_id AND past.event IN ('loaded', 'linked', 'skipped', 'retry', 'accepted', 'adopted', 'linked-by-hand')), 0)),
    CASE state WHEN 'quarantined' THEN changed_at END)
  WHERE state IN ('staged', 'writing', 'quarantined');
  -- Up to when something of a store was looked at, by name.
  CREATE TABLE watermark (
    store TEXT NOT NULL, entity TEXT NOT NULL, name TEXT NOT NULL, upto TEXT NOT NULL, PRIMARY KEY (store, entity, name)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO watermark SELECT store, entity, CASE slice WHEN '' THEN 'changes' ELSE slice END, upto FROM cursor;
  DROP TABLE cursor;
  -- Whatever else is remembered, by scope and name; notes of one scope may have a label in common.
  CREATE TABLE note (
    scope TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (scope, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX note_by_label ON note (scope, label, name) WHERE label <> '';
  INSERT INTO note SELECT 'store', name, '', host FROM store;
  INSERT INTO note SELECT 'learned/' || scope, name, '', value FROM learned;
  INSERT INTO note SELECT 'history', json_array(store, from_day, to_day), '', json_object('alreadyInAccounting',
    json(iif(in_accounting = 1, 'true', 'false')), 'begunAt', begun_at, 'finishedAt', finished_at) FROM history_slice;
  INSERT INTO note SELECT 'elsewhere/' || store, json_array(lower(source_id), lower(target_id)), lower(source_id),
    json_object('sourceId', source_id, 'targetId', target_id) FROM elsewhere;
  INSERT INTO note SELECT 'searched', json_array(host, store, prefixes), store, json_object('from', from_day, 'whole',
    json(iif(whole = 1, 'true', 'false'))) FROM searched;
  INSERT INTO note SELECT 'contact/' || host, username, name_key, '' FROM contact;
  INSERT INTO note SELECT 'transaction', json_array(store, payment_id), key, order_id FROM transaction_of;
  DROP TABLE store; DROP TABLE learned; DROP TABLE history_slice; DROP TABLE elsewhere; DROP TABLE searched;
  DROP TABLE contact; DROP TABLE transaction_of;
  `,
  `
  -- Who made a decision, as login@machine.
  ALTER TABLE audit ADD COLUMN who TEXT;
  `,
  compactSchema,
  daySumsSchema,
  packedSchema,
];

/** From which version of the schema on rows hold numbers for words, and views named `…_in_words` tell what they mean. */
export const COMPACT = 18;

/** From which one on what is said of a record by yes and no, and its state, are bits of one number (`stands`), and notes' scopes words. */
export const PACKED = 20;
