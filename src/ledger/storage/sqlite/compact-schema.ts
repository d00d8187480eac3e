/**
 * The step of the schema that makes a settled record a fifth as large. Names that stand in many rows are kept once (`word`),
 * moments as seconds, days as days since 1970. What is personal lies in tables of its own (`content`, `finding`, `draft`),
 * which can be written anew without all the rest. An intent's row tells what the audit would otherwise tell of it.
 */
export const compactSchema = `
  CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
  INSERT INTO word (text)
    SELECT store FROM record UNION SELECT entity FROM record UNION SELECT rules FROM record
    UNION SELECT status FROM record WHERE status IS NOT NULL UNION SELECT method FROM record WHERE method IS NOT NULL
    UNION SELECT currency FROM record WHERE currency IS NOT NULL UNION SELECT action FROM intent
    UNION SELECT store FROM audit UNION SELECT entity FROM audit UNION SELECT event FROM audit;

  ALTER TABLE record RENAME TO former_record;
  CREATE TABLE record (
    id INTEGER PRIMARY KEY, store INTEGER NOT NULL, entity INTEGER NOT NULL, source_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staged', 'writing', 'loaded', 'linked', 'skipped', 'quarantined')),
    target_id TEXT COLLATE NOCASE, hash TEXT NOT NULL, rules INTEGER NOT NULL, parent TEXT, amount TEXT,
    -- A day that none is stays as it was written.
    booked_on ANY, tax TEXT, currency INTEGER, status INTEGER, method INTEGER,
    changed_in_source INTEGER, changed_at INTEGER NOT NULL, reason TEXT, accepted TEXT, accepted_as TEXT,
    by_hand TEXT, revision INTEGER NOT NULL, is_file INTEGER NOT NULL, to_be_read INTEGER NOT NULL,
    -- 0: gone; 1: whole, in the table of that name; 2: undelivered.
    has_content INTEGER NOT NULL, is_gone INTEGER NOT NULL, open_to_look INTEGER NOT NULL, open_to_proof INTEGER NOT NULL,
    quarantined_since INTEGER, loaded_first_in INTEGER
  ) STRICT;
  -- Of what is not settled: it itself, and the snapshot of what was read.
  CREATE TABLE content (record INTEGER PRIMARY KEY, payload TEXT, read_as TEXT) STRICT;
  -- Of what was settled once: text, or what it was packed into; of the copy 1 where it is what was read.
  CREATE TABLE snapshot (record INTEGER PRIMARY KEY, read_as ANY, copied_as ANY) STRICT;
  CREATE TABLE finding (record INTEGER PRIMARY KEY, message TEXT, difference TEXT, replaces TEXT, seen TEXT) STRICT;
  INSERT INTO record SELECT
      NULL, (SELECT id FROM word WHERE text = store), (SELECT id FROM word WHERE text = entity), source_id, state, target_id,
      hash, (SELECT id FROM word WHERE text = rules), parent, amount,
      CASE WHEN date(unixepoch(booked_on), 'unixepoch') = booked_on THEN unixepoch(booked_on) / 86400 ELSE booked_on END, tax,
      (SELECT id FROM word WHERE text = currency), (SELECT id FROM word WHERE text = status),
      (SELECT id FROM word WHERE text = method), unixepoch(changed_in_source), unixepoch(changed_at), reason, accepted,
      accepted_as, by_hand, revision, origin = 'file',
      to_be_read, CASE WHEN payload IS NOT NULL THEN 1 WHEN is_undelivered = 1 THEN 2 ELSE 0 END, is_gone, open_to_look,
      open_to_proof, unixepoch(quarantined_since), loaded_first_in
    FROM former_record ORDER BY store, entity, source_id;
  CREATE UNIQUE INDEX record_by_key ON record (store, entity, source_id);
  INSERT INTO content SELECT record.id, former.payload, former.read_as FROM former_record AS former JOIN record ON record.source_id = former.source_id
      AND record.store = (SELECT id FROM word WHERE text = former.store) AND record.entity = (SELECT id FROM word WHERE text = former.entity)
    WHERE record.state IN ('staged', 'writing', 'quarantined') AND coalesce(former.payload, former.read_as) IS NOT NULL;
  INSERT INTO snapshot SELECT record.id, iif(record.state IN ('staged', 'writing', 'quarantined'), NULL, former.read_as),
      CASE WHEN former.copied_as = former.read_as AND record.state NOT IN ('staged', 'writing', 'quarantined') THEN 1 ELSE former.copied_as END
    FROM former_record AS former JOIN record ON record.source_id = former.source_id
      AND record.store = (SELECT id FROM word WHERE text = former.store) AND record.entity = (SELECT id FROM word WHERE text = former.entity)
    WHERE coalesce(former.copied_as, iif(record.state IN ('staged', 'writing', 'quarantined'), NULL, former.read_as)) IS NOT NULL;
  INSERT INTO finding SELECT record.id, former.message, former.difference, former.replaces, former.seen
    FROM former_record AS former JOIN record ON record.source_id = former.source_id
      AND record.store = (SELECT id FROM word WHERE text = former.store) AND record.entity = (SELECT id FROM word WHERE text = former.entity)
    WHERE coalesce(former.message, former.difference, former.replaces, former.seen) IS NOT NULL;

  ALTER TABLE intent RENAME TO former_intent;
  -- Its id is the one that the audit's entry of it has, and where \`is_told\` it is that entry. \`ended_*\` is the entry of its end:
  -- so many seconds and entries later, in that run where it was another.
  CREATE TABLE intent (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, record INTEGER NOT NULL, action INTEGER NOT NULL, target_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- 1: step-done; 2: loaded; 3: absent; 4: quarantine.
    outcome INTEGER, revision INTEGER NOT NULL, is_told INTEGER NOT NULL, ended_in INTEGER, ended_after INTEGER, ended_told INTEGER
  ) STRICT;
  CREATE TABLE draft (intent INTEGER PRIMARY KEY, draft TEXT, version INTEGER, refusal TEXT) STRICT;
  CREATE TABLE look_up (intent INTEGER PRIMARY KEY, count INTEGER NOT NULL, first INTEGER, last INTEGER, first_there INTEGER) STRICT;
  INSERT INTO intent SELECT former.id, run, record.id, (SELECT id FROM word WHERE text = action), former.target_id, unixepoch(at),
      CASE outcome WHEN 'step-done' THEN 1 WHEN 'loaded' THEN 2 WHEN 'absent' THEN 3 WHEN 'quarantine' THEN 4 END,
      former.revision, 0, NULL, NULL, NULL
    FROM former_intent AS former JOIN record ON record.source_id = former.source_id
      AND record.store = (SELECT id FROM word WHERE text = former.store) AND record.entity = (SELECT id FROM word WHERE text = former.entity);
  INSERT INTO draft SELECT id, draft, draft_version, refusal FROM former_intent WHERE draft IS NOT NULL OR refusal IS NOT NULL;
  INSERT INTO look_up SELECT id, look_ups, unixepoch(first_look_up), unixepoch(last_look_up), unixepoch(first_look_up_there)
    FROM former_intent WHERE look_ups > 0 OR coalesce(first_look_up, last_look_up, first_look_up_there) IS NOT NULL;

  ALTER TABLE run_record RENAME TO former_run_record;
  CREATE TABLE run_record (
    run INTEGER NOT NULL, record INTEGER NOT NULL,
    -- 1: created; 2: updated; 3: unchanged; 4: skipped; 5: quarantined.
    outcome INTEGER, PRIMARY KEY (run, record)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO run_record SELECT run, record.id,
      CASE outcome WHEN 'created' THEN 1 WHEN 'updated' THEN 2 WHEN 'unchanged' THEN 3 WHEN 'skipped' THEN 4 WHEN 'quarantined' THEN 5 END
    FROM former_run_record AS former JOIN record ON record.source_id = former.source_id
      AND record.store = (SELECT id FROM word WHERE text = former.store) AND record.entity = (SELECT id FROM word WHERE text = former.entity);

  ALTER TABLE audit RENAME TO former_audit;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, run INTEGER NOT NULL, store INTEGER NOT NULL, entity INTEGER NOT NULL,
    source_id TEXT NOT NULL, event INTEGER NOT NULL, detail TEXT NOT NULL, who TEXT
  ) STRICT;
  INSERT INTO audit SELECT id, unixepoch(at), run, (SELECT id FROM word WHERE text = store), (SELECT id FROM word WHERE text = entity),
    source_id, (SELECT id FROM word WHERE text = event), detail, who FROM former_audit;
  -- Up to which id entries of the audit, and intents, have one.
  CREATE TABLE told (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
  INSERT INTO told SELECT 1, last FROM (SELECT max(coalesce((SELECT max(id) FROM audit), 0), coalesce((SELECT max(id) FROM intent), 0)) AS last)
    WHERE last > 0;
  -- After which of these ids it has begun: its own intents have later ones.
  ALTER TABLE run ADD COLUMN told_before INTEGER NOT NULL DEFAULT 0;

  DROP TABLE former_run_record; DROP TABLE former_intent; DROP TABLE former_audit; DROP TABLE former_record;

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
  CREATE UNIQUE INDEX intent_open ON intent (record, action) WHERE outcome IS NULL;
  CREATE INDEX intent_by_record ON intent (record);
  CREATE INDEX intent_not_done ON intent (outcome, at) WHERE outcome > 2;
  CREATE INDEX audit_by_record ON audit (source_id);
  CREATE INDEX audit_by_person ON audit (id) WHERE run = 0;

  -- Orders that in cents come to more than all their payments that are not left out.
  CREATE TABLE uncovered (record INTEGER PRIMARY KEY) STRICT;
  INSERT INTO uncovered SELECT id FROM record WHERE entity = (SELECT id FROM word WHERE text = 'orders')
    AND CAST(round(CAST(amount AS REAL) * 100) AS INTEGER) > coalesce((SELECT sum(CAST(round(CAST(paid.amount AS REAL) * 100) AS INTEGER))
      FROM record AS paid WHERE paid.store = record.store AND paid.entity = (SELECT id FROM word WHERE text = 'payments')
        AND paid.parent = record.source_id AND paid.state <> 'skipped'), 0);

  -- How many stand where, without counting all of them.
  CREATE TABLE standing (
    store INTEGER NOT NULL, entity INTEGER NOT NULL, state TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (store, entity, state)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO standing SELECT store, entity, state, count(*) FROM record GROUP BY 1, 2, 3;
  CREATE TRIGGER standing_of_new AFTER INSERT ON record BEGIN
    INSERT INTO standing VALUES (new.store, new.entity, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER standing_of_moved AFTER UPDATE OF state ON record WHEN new.state <> old.state BEGIN
    UPDATE standing SET count = count - 1 WHERE store = old.store AND entity = old.entity AND state = old.state;
    INSERT INTO standing VALUES (new.store, new.entity, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER standing_of_gone AFTER DELETE ON record BEGIN
    UPDATE standing SET count = count - 1 WHERE store = old.store AND entity = old.entity AND state = old.state;
  END;

  -- What whoever looks into a ledger of whatever version reads.
  CREATE VIEW record_in_words AS SELECT record.id, of_store.text AS store, of_entity.text AS entity, source_id, state, target_id, hash,
      (SELECT text FROM word WHERE word.id = rules) AS rules, payload, parent, amount,
      CASE typeof(booked_on) WHEN 'integer' THEN date(booked_on * 86400, 'unixepoch') ELSE booked_on END AS booked_on, tax,
      (SELECT text FROM word WHERE word.id = currency) AS currency, (SELECT text FROM word WHERE word.id = status) AS status,
      (SELECT text FROM word WHERE word.id = method) AS method,
      strftime('%Y-%m-%dT%H:%M:%SZ', changed_in_source, 'unixepoch') AS changed_in_source,
      strftime('%Y-%m-%dT%H:%M:%SZ', changed_at, 'unixepoch') AS changed_at, reason, message, difference, replaces, seen, accepted,
      accepted_as, iif(state IN ('staged', 'writing', 'quarantined'), content.read_as, snapshot.read_as) AS read_as,
      iif(copied_as = 1, snapshot.read_as, copied_as) AS copied_as, by_hand, revision, iif(is_file, 'file', 'api') AS origin,
      to_be_read, has_content = 2 AS is_undelivered, is_gone, open_to_look, open_to_proof,
      strftime('%Y-%m-%dT%H:%M:%SZ', quarantined_since, 'unixepoch') AS quarantined_since, loaded_first_in
    FROM record JOIN word AS of_store ON of_store.id = record.store JOIN word AS of_entity ON of_entity.id = record.entity
      LEFT JOIN content ON content.record = record.id LEFT JOIN snapshot ON snapshot.record = record.id
      LEFT JOIN finding ON finding.record = record.id;
  CREATE VIEW intent_in_words AS SELECT intent.id, run, of_store.text AS store, of_entity.text AS entity, source_id, of_action.text AS action,
      intent.target_id, strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') AS at, draft,
      CASE outcome WHEN 1 THEN 'step-done' WHEN 2 THEN 'loaded' WHEN 3 THEN 'absent' WHEN 4 THEN 'quarantine' END AS outcome,
      coalesce(count, 0) AS look_ups, strftime('%Y-%m-%dT%H:%M:%SZ', first, 'unixepoch') AS first_look_up,
      strftime('%Y-%m-%dT%H:%M:%SZ', last, 'unixepoch') AS last_look_up, refusal,
      strftime('%Y-%m-%dT%H:%M:%SZ', first_there, 'unixepoch') AS first_look_up_there, intent.revision, version AS draft_version
    FROM intent JOIN record ON record.id = intent.record JOIN word AS of_store ON of_store.id = record.store
      JOIN word AS of_entity ON of_entity.id = record.entity JOIN word AS of_action ON of_action.id = action
      LEFT JOIN draft ON draft.intent = intent.id LEFT JOIN look_up ON look_up.intent = intent.id;
  CREATE VIEW run_record_in_words AS SELECT run, of_store.text AS store, of_entity.text AS entity, source_id,
      CASE outcome WHEN 1 THEN 'created' WHEN 2 THEN 'updated' WHEN 3 THEN 'unchanged' WHEN 4 THEN 'skipped' WHEN 5 THEN 'quarantined' END AS outcome
    FROM run_record JOIN record ON record.id = run_record.record JOIN word AS of_store ON of_store.id = store
      JOIN word AS of_entity ON of_entity.id = entity;
  CREATE VIEW audit_in_words AS
    SELECT id, strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') AS at, run, (SELECT text FROM word WHERE word.id = store) AS store,
      (SELECT text FROM word WHERE word.id = entity) AS entity, source_id, (SELECT text FROM word WHERE word.id = event) AS event,
      detail, who FROM audit
    UNION ALL SELECT id, at, run, store, entity, source_id, 'intent', action || ' ' || target_id, NULL FROM intent_in_words
      WHERE id IN (SELECT intent.id FROM intent WHERE is_told = 1)
    UNION ALL SELECT told.id + told.ended_told, strftime('%Y-%m-%dT%H:%M:%SZ', told.at + told.ended_after, 'unixepoch'),
      coalesce(told.ended_in, told.run), store, entity, source_id, words.outcome, iif(told.outcome = 1, words.action, ''), NULL
      FROM intent AS told JOIN intent_in_words AS words ON words.id = told.id WHERE told.ended_told IS NOT NULL;
`;
