/**
 * One entry per schema version, run in order, all that are missing in one transaction. An entry that was released is never
 * changed: ledgers in the field have run it. Texts are compared by their bytes (`COLLATE "C"`), as in every storage: in the
 * order of a language a page of records would end elsewhere.
 */
export const migrations: readonly string[] = [
  `
  -- How far it is, and up to which number intents and entries of the audit have one. Whoever writes holds this row.
  CREATE TABLE ledger (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), version integer NOT NULL, told bigint NOT NULL DEFAULT 0,
    -- How many steps have been written.
    writes bigint NOT NULL DEFAULT 0
  );
  INSERT INTO ledger (version) VALUES (0);
  -- The last step of each process that wrote, so that one whose answer was lost is known when it is asked for again.
  CREATE TABLE writer (id text PRIMARY KEY, step bigint NOT NULL, result json NOT NULL, at timestamptz NOT NULL);
  CREATE TABLE run (
    id bigint PRIMARY KEY, started_at text NOT NULL, ended_at text, status text NOT NULL, narrowed boolean NOT NULL, summary text
  );
  CREATE TABLE kept_record (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    store text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, source_id text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('staged', 'writing', 'loaded', 'linked', 'skipped', 'quarantined')),
    target_id text COLLATE "C", hash text NOT NULL, rules text NOT NULL, parent text COLLATE "C", amount text,
    booked_on text COLLATE "C", tax text, currency text, status text, method text,
    changed_in_source text COLLATE "C", changed_at text COLLATE "C" NOT NULL, reason text COLLATE "C",
    accepted text, accepted_as text, by_hand text, revision integer NOT NULL, is_file boolean NOT NULL,
    to_be_read boolean NOT NULL, content text NOT NULL CHECK (content IN ('whole', 'undelivered', 'gone')),
    is_gone boolean NOT NULL, open_to_look boolean NOT NULL, open_to_proof boolean NOT NULL,
    quarantined_since text COLLATE "C", loaded_first_in bigint,
    -- Of what is not settled: it itself, and what was found.
    payload text, message text, difference text, replaces text, seen text,
    -- What tells changes: of what was read last, and of what the copy shows.
    read_as text, copied_as text,
    -- Of an order that in cents comes to more than all its payments that are not left out.
    is_uncovered boolean NOT NULL DEFAULT false,
    UNIQUE (store, entity, source_id)
  );
  -- Linked records may share a target (one person with two accounts); a copy may not, whatever has become of it since.
  CREATE UNIQUE INDEX kept_record_by_target ON kept_record (lower(target_id), entity) WHERE target_id IS NOT NULL AND state <> 'linked';
  CREATE INDEX kept_record_by_any_target ON kept_record (lower(target_id), entity) WHERE target_id IS NOT NULL;
  CREATE INDEX kept_record_by_folded_id ON kept_record (lower(source_id));
  -- Nearly all are settled, and found by their keys.
  CREATE INDEX kept_record_by_state ON kept_record (state, store, entity, source_id)
    WHERE state IN ('staged', 'writing', 'skipped', 'quarantined');
  CREATE INDEX kept_record_by_parent ON kept_record (store, entity, parent) WHERE parent IS NOT NULL;
  CREATE INDEX kept_record_by_day ON kept_record (store, entity, coalesce(booked_on, '9'));
  CREATE INDEX kept_record_by_change ON kept_record (store, entity, is_file, changed_at DESC);
  CREATE INDEX kept_record_by_reason ON kept_record (reason, store, entity) WHERE reason IS NOT NULL;
  CREATE INDEX kept_record_to_be_read ON kept_record (store, entity) WHERE to_be_read;
  CREATE INDEX kept_record_with_content ON kept_record (store, entity) WHERE content = 'whole';
  CREATE INDEX kept_record_by_hand ON kept_record (store, entity) WHERE by_hand IS NOT NULL;
  CREATE INDEX kept_record_open_to_look ON kept_record (store, entity) WHERE open_to_look;
  CREATE INDEX kept_record_open_to_proof ON kept_record (store, entity) WHERE open_to_proof;
  CREATE INDEX kept_record_uncovered ON kept_record (store, entity) WHERE is_uncovered;
  CREATE TABLE intent (
    id bigint PRIMARY KEY, run bigint NOT NULL, record bigint NOT NULL, action text NOT NULL, target_id text NOT NULL,
    at text COLLATE "C" NOT NULL, outcome text, revision integer NOT NULL, draft text, draft_version integer, refusal text,
    look_ups integer NOT NULL DEFAULT 0, first_look_up text, last_look_up text, first_look_up_there text
  );
  CREATE UNIQUE INDEX intent_open ON intent (record, action) WHERE outcome IS NULL;
  CREATE INDEX intent_by_record ON intent (record);
  CREATE INDEX intent_by_run ON intent (run);
  CREATE INDEX intent_by_outcome ON intent (outcome, at) WHERE outcome IN ('absent', 'quarantine');
  CREATE TABLE audit_entry (
    id bigint PRIMARY KEY, at text NOT NULL, run bigint NOT NULL, store text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL,
    source_id text COLLATE "C" NOT NULL, event text NOT NULL, detail text NOT NULL, who text
  );
  CREATE INDEX audit_entry_by_record ON audit_entry (source_id, store, entity);
  CREATE INDEX audit_entry_by_person ON audit_entry (id) WHERE run = 0;
  CREATE TABLE run_outcome (record bigint NOT NULL, run bigint NOT NULL, outcome text, PRIMARY KEY (record, run));
  CREATE INDEX run_outcome_by_run ON run_outcome (run, outcome);
  CREATE TABLE watermark (
    store text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, upto text NOT NULL,
    PRIMARY KEY (store, entity, name)
  );
  CREATE TABLE note (
    scope text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, label text COLLATE "C" NOT NULL, value text NOT NULL,
    PRIMARY KEY (scope, name)
  );
  CREATE INDEX note_by_label ON note (scope, label, name) WHERE label <> '';
  -- How many stand where, without counting all of them.
  CREATE TABLE standing (
    store text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL, count bigint NOT NULL,
    PRIMARY KEY (store, entity, state)
  );
  -- What the records of each day come to, without reading all of them; a sum is exact, however large.
  CREATE TABLE day_sum (
    booked_on text COLLATE "C" NOT NULL, store text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL, count bigint NOT NULL, amount numeric NOT NULL, tax numeric NOT NULL,
    PRIMARY KEY (booked_on, store, entity, state, reason)
  );
  -- Those of a day that stand in no sum.
  CREATE INDEX kept_record_apart ON kept_record (booked_on) WHERE state NOT IN ('staged', 'writing') AND booked_on IS NOT NULL
    AND (accepted IS NOT NULL OR accepted_as IS NOT NULL OR (state = 'skipped' AND target_id IS NOT NULL));
  `,
  // Whoever writes names the lease by which it does; its function takes that, too.
  'DROP FUNCTION IF EXISTS ledger_write(integer, text, bigint, json)',
  // It takes all leases of its process, and is told which drafts stay as they are.
  `
  DROP FUNCTION IF EXISTS ledger_write(integer, text, bigint, json, text, bigint, text);
  -- No other index than that of the key begins with store and entity alone: before PostgreSQL has counted a table, all that do cost
  -- the same in its eyes, and it went through all records of an entity to find one of them.
  DROP INDEX kept_record_by_day;
  CREATE INDEX kept_record_by_day ON kept_record (coalesce(booked_on, '9'), store, entity);
  DROP INDEX kept_record_by_change;
  CREATE INDEX kept_record_by_change ON kept_record (is_file, changed_at DESC, store, entity);
  `,
  // It keeps the results of all steps of which their process has not heard yet.
  'DROP FUNCTION IF EXISTS ledger_write(integer, text, bigint, json, text, bigint, text, text[], bigint[])',
];
