PRAGMA application_id = 1313166415;
PRAGMA user_version = 19;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE run (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, status TEXT NOT NULL, narrowed INTEGER NOT NULL, summary TEXT
  , told_before INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE watermark (
    store TEXT NOT NULL, entity TEXT NOT NULL, name TEXT NOT NULL, upto TEXT NOT NULL, PRIMARY KEY (store, entity, name)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    scope TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (scope, name)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
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
CREATE TABLE content (record INTEGER PRIMARY KEY, payload TEXT, read_as TEXT) STRICT;
CREATE TABLE snapshot (record INTEGER PRIMARY KEY, read_as ANY, copied_as ANY) STRICT;
CREATE TABLE finding (record INTEGER PRIMARY KEY, message TEXT, difference TEXT, replaces TEXT, seen TEXT) STRICT;
CREATE TABLE intent (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, record INTEGER NOT NULL, action INTEGER NOT NULL, target_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- 1: step-done; 2: loaded; 3: absent; 4: quarantine.
    outcome INTEGER, revision INTEGER NOT NULL, is_told INTEGER NOT NULL, ended_in INTEGER, ended_after INTEGER, ended_told INTEGER
  ) STRICT;
CREATE TABLE draft (intent INTEGER PRIMARY KEY, draft TEXT, version INTEGER, refusal TEXT) STRICT;
CREATE TABLE look_up (intent INTEGER PRIMARY KEY, count INTEGER NOT NULL, first INTEGER, last INTEGER, first_there INTEGER) STRICT;
CREATE TABLE run_record (
    run INTEGER NOT NULL, record INTEGER NOT NULL,
    -- 1: created; 2: updated; 3: unchanged; 4: skipped; 5: quarantined.
    outcome INTEGER, PRIMARY KEY (run, record)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, run INTEGER NOT NULL, store INTEGER NOT NULL, entity INTEGER NOT NULL,
    source_id TEXT NOT NULL, event INTEGER NOT NULL, detail TEXT NOT NULL, who TEXT
  ) STRICT;
CREATE TABLE told (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
CREATE TABLE uncovered (record INTEGER PRIMARY KEY) STRICT;
CREATE TABLE standing (
    store INTEGER NOT NULL, entity INTEGER NOT NULL, state TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (store, entity, state)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE day_sum (
    store INTEGER NOT NULL, entity INTEGER NOT NULL, booked_on ANY NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    count INTEGER NOT NULL, amount INTEGER NOT NULL, tax INTEGER NOT NULL, PRIMARY KEY (booked_on, store, entity, state, reason)
  ) STRICT, WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('installation', '78b7de2835a6');
INSERT INTO meta (key, value) VALUES ('pipeline', 'au-stores');
INSERT INTO run (id, started_at, ended_at, status, narrowed, summary, told_before) VALUES (1, '2026-07-10T00:00:00Z', '2026-07-11T00:00:00Z', 'open', 0, '{"bound":{"west":"2026-07-09T00:00:00Z"}}', 0);
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'orders', 'changes', '2026-07-09T00:00:00Z');
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'orders', 'sweep', '2026-07-08T00:00:00Z');
INSERT INTO note (scope, name, label, value) VALUES ('contact/www.main.example', 'jsmith', 'n', '');
INSERT INTO note (scope, name, label, value) VALUES ('elsewhere/west', '["n50","v50"]', 'n50', '{"sourceId":"N50","targetId":"V50"}');
INSERT INTO note (scope, name, label, value) VALUES ('history', '["west","2026-01-01","2026-01-31"]', '', '{"alreadyInAccounting":true,"begunAt":"2026-07-11T00:00:00Z","finishedAt":null}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/exported-mark', 'www.main.example', '', 'kept');
INSERT INTO note (scope, name, label, value) VALUES ('searched', '["www.main.example","west","[\"W\"]"]', 'west', '{"from":"2026-01-01","whole":true}');
INSERT INTO note (scope, name, label, value) VALUES ('store', 'west', '', 'www.west.example');
INSERT INTO note (scope, name, label, value) VALUES ('transaction', '["west","1"]', 'k', 'N1');
INSERT INTO word (id, text) VALUES (1, 'AUD');
INSERT INTO word (id, text) VALUES (2, 'Pick');
INSERT INTO word (id, text) VALUES (3, 'accepted');
INSERT INTO word (id, text) VALUES (4, 'add');
INSERT INTO word (id, text) VALUES (5, 'intent');
INSERT INTO word (id, text) VALUES (6, 'linked');
INSERT INTO word (id, text) VALUES (7, 'loaded');
INSERT INTO word (id, text) VALUES (8, 'orders');
INSERT INTO word (id, text) VALUES (9, 'payments');
INSERT INTO word (id, text) VALUES (10, 'quarantined');
INSERT INTO word (id, text) VALUES (11, 'rules');
INSERT INTO word (id, text) VALUES (12, 'skipped');
INSERT INTO word (id, text) VALUES (13, 'west');
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (1, 13, 8, 'N1', 'loaded', 'W1', 'h', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783641600, NULL, NULL, NULL, NULL, 3, 1, 0, 0, 0, 0, 0, NULL, 1);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (2, 13, 8, 'N10', 'staged', NULL, 'h', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783728000, NULL, NULL, NULL, NULL, 1, 0, 0, 2, 0, 0, 0, NULL, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (3, 13, 8, 'N2', 'writing', 'W2', 'h', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783641600, NULL, NULL, NULL, NULL, 3, 0, 1, 1, 0, 0, 0, NULL, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (4, 13, 8, 'N3', 'quarantined', NULL, 'h', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783728000, 'vanished', NULL, NULL, NULL, 2, 0, 0, 2, 0, 0, 0, 1783728000, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (5, 13, 8, 'N4', 'skipped', NULL, 'h', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783641600, 'to-be-read', '0.01', '[]', NULL, 3, 0, 1, 0, 0, 0, 0, NULL, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (6, 13, 8, 'N5', 'quarantined', NULL, 'changed', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783728000, 'waits-for', NULL, NULL, NULL, 4, 0, 0, 1, 0, 0, 0, 1783641600, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (7, 13, 8, 'N6', 'skipped', NULL, 'h', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783728000, 'dropped', NULL, NULL, NULL, 3, 0, 0, 0, 0, 0, 0, NULL, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (8, 13, 8, 'N7', 'skipped', 'W7', 'h', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783728000, 'dropped', NULL, '[]', NULL, 5, 0, 0, 0, 1, 1, 1, NULL, 1);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (9, 13, 8, 'N8', 'loaded', 'W8', 'changed', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783728000, NULL, NULL, '[]', NULL, 6, 0, 0, 0, 0, 1, 1, NULL, 1);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (10, 13, 8, 'N9', 'quarantined', NULL, 'vanished', 11, NULL, '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783728000, 'vanished', NULL, NULL, NULL, 1, 0, 0, 2, 0, 0, 0, 1783728000, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (11, 13, 9, '1', 'loaded', 'west:1', 'h', 11, 'N1', '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783728000, NULL, NULL, NULL, NULL, 3, 0, 0, 0, 0, 0, 0, NULL, 1);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (12, 13, 9, 'file:N1', 'linked', 'west:1', 'p', 11, 'N1', '11.00', 20637, '1.00', 1, 2, NULL, NULL, 1783728000, NULL, NULL, NULL, NULL, 2, 1, 0, 0, 0, 0, 0, NULL, NULL);
INSERT INTO content (record, payload, read_as) VALUES (3, '{"id":"N2","amount":"12.00"}', NULL);
INSERT INTO content (record, payload, read_as) VALUES (6, '{"id":"N5","amount":"12.00"}', NULL);
INSERT INTO snapshot (record, read_as, copied_as) VALUES (1, '{"salt":"a"}', 1);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (4, 'It was read without its content; it is asked for again.', NULL, NULL, NULL);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (5, 'why', '0.01', NULL, NULL);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (6, 'why', NULL, NULL, NULL);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (7, 'entered by hand', NULL, NULL, NULL);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (8, 'cancelled there', NULL, NULL, NULL);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (10, 'not delivered', NULL, NULL, NULL);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (1, 1, 1, 4, 'W1', 1783641600, 2, 3, 0, NULL, NULL, NULL);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (2, 1, 3, 4, 'W2', 1783641600, NULL, 1, 0, NULL, NULL, NULL);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (3, 1, 8, 4, 'W7', 1783728000, 2, 3, 0, NULL, NULL, NULL);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (4, 1, 9, 4, 'W8', 1783728000, 2, 3, 0, NULL, NULL, NULL);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (5, 1, 11, 4, 'west:1', 1783728000, 2, 3, 0, NULL, NULL, NULL);
INSERT INTO draft (intent, draft, version, refusal) VALUES (2, '{"total":"11.00"}', 1, NULL);
INSERT INTO run_record (run, record, outcome) VALUES (1, 1, 1);
INSERT INTO run_record (run, record, outcome) VALUES (1, 2, NULL);
INSERT INTO run_record (run, record, outcome) VALUES (1, 3, NULL);
INSERT INTO run_record (run, record, outcome) VALUES (1, 4, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 5, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 6, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 7, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 8, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 9, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 10, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 11, 1);
INSERT INTO run_record (run, record, outcome) VALUES (1, 12, 3);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (1, 1783641600, 1, 13, 8, 'N1', 5, 'add W1', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (2, 1783641600, 1, 13, 8, 'N1', 7, '', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (3, 1783641600, 1, 13, 8, 'N2', 5, 'add W2', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (4, 1783641600, 1, 13, 8, 'N4', 10, 'total-unexplained', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (5, 1783641600, 0, 13, 8, 'N4', 3, '0.01: cash rounding', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (6, 1783641600, 1, 13, 8, 'N5', 10, 'waits-for', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (7, 1783728000, 1, 13, 8, 'N3', 10, 'vanished', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (8, 1783728000, 1, 13, 8, 'N5', 10, 'waits-for', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (9, 1783728000, 1, 13, 8, 'N6', 10, 'total-unexplained', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (10, 1783728000, 0, 13, 8, 'N6', 12, 'dropped', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (11, 1783728000, 1, 13, 8, 'N7', 5, 'add W7', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (12, 1783728000, 1, 13, 8, 'N7', 7, '', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (13, 1783728000, 1, 13, 8, 'N7', 10, 'source-gone', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (14, 1783728000, 0, 13, 8, 'N7', 12, 'dropped', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (15, 1783728000, 0, 13, 8, 'N7', 3, 'cancelled there', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (16, 1783728000, 1, 13, 8, 'N8', 5, 'add W8', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (17, 1783728000, 1, 13, 8, 'N8', 7, '', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (18, 1783728000, 1, 13, 8, 'N8', 10, 'changed-after-copy', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (19, 1783728000, 1, 13, 8, 'N8', 10, 'changed-after-copy', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (20, 1783728000, 0, 13, 8, 'N8', 7, '', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (21, 1783728000, 0, 13, 8, 'N8', 3, 'mended in the primary', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (22, 1783728000, 1, 13, 9, '1', 5, 'add west:1', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (23, 1783728000, 1, 13, 9, '1', 7, '', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (24, 1783728000, 1, 13, 9, 'file:N1', 6, 'west:1', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (25, 1783728000, 1, 13, 8, 'N9', 10, 'vanished', NULL);
INSERT INTO told (one, last) VALUES (1, 25);
INSERT INTO uncovered (record) VALUES (2);
INSERT INTO uncovered (record) VALUES (3);
INSERT INTO uncovered (record) VALUES (4);
INSERT INTO uncovered (record) VALUES (5);
INSERT INTO uncovered (record) VALUES (6);
INSERT INTO uncovered (record) VALUES (7);
INSERT INTO uncovered (record) VALUES (8);
INSERT INTO uncovered (record) VALUES (9);
INSERT INTO uncovered (record) VALUES (10);
INSERT INTO standing (store, entity, state, count) VALUES (13, 8, 'loaded', 2);
INSERT INTO standing (store, entity, state, count) VALUES (13, 8, 'quarantined', 3);
INSERT INTO standing (store, entity, state, count) VALUES (13, 8, 'skipped', 3);
INSERT INTO standing (store, entity, state, count) VALUES (13, 8, 'staged', 1);
INSERT INTO standing (store, entity, state, count) VALUES (13, 8, 'writing', 1);
INSERT INTO standing (store, entity, state, count) VALUES (13, 9, 'linked', 1);
INSERT INTO standing (store, entity, state, count) VALUES (13, 9, 'loaded', 1);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (13, 8, 20637, 'loaded', '', 1, 110000, 10000);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (13, 8, 20637, 'quarantined', 'vanished', 2, 220000, 20000);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (13, 8, 20637, 'quarantined', 'waits-for', 1, 110000, 10000);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (13, 8, 20637, 'skipped', 'dropped', 1, 110000, 10000);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (13, 9, 20637, 'linked', '', 1, 110000, 10000);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (13, 9, 20637, 'loaded', '', 1, 110000, 10000);
CREATE INDEX note_by_label ON note (scope, label, name) WHERE label <> '';
CREATE UNIQUE INDEX record_by_key ON record (store, entity, source_id);
CREATE UNIQUE INDEX record_by_target ON record (entity, target_id, iif(state = 'linked', id, 0)) WHERE target_id IS NOT NULL;
CREATE INDEX record_by_state ON record (state, store, entity, source_id) WHERE state NOT IN ('loaded', 'linked');
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
CREATE INDEX record_apart ON record (booked_on) WHERE state NOT IN ('staged', 'writing') AND booked_on IS NOT NULL AND NOT (accepted IS NULL AND accepted_as IS NULL AND (state <> 'skipped' OR target_id IS NULL) AND (amount IS NULL OR (length(amount) <= 10 AND instr(amount || '.', '.') >= length(amount) - 4 AND amount NOT GLOB '*[^0-9.-]*')) AND (tax IS NULL OR (length(tax) <= 10 AND instr(tax || '.', '.') >= length(tax) - 4 AND tax NOT GLOB '*[^0-9.-]*')));
CREATE TRIGGER day_sum_of_new AFTER INSERT ON record WHEN new.state NOT IN ('staged', 'writing') AND new.booked_on IS NOT NULL AND new.accepted IS NULL AND new.accepted_as IS NULL AND (new.state <> 'skipped' OR new.target_id IS NULL) AND (new.amount IS NULL OR (length(new.amount) <= 10 AND instr(new.amount || '.', '.') >= length(new.amount) - 4 AND new.amount NOT GLOB '*[^0-9.-]*')) AND (new.tax IS NULL OR (length(new.tax) <= 10 AND instr(new.tax || '.', '.') >= length(new.tax) - 4 AND new.tax NOT GLOB '*[^0-9.-]*')) BEGIN INSERT INTO day_sum VALUES (new.store, new.entity, new.booked_on, new.state, coalesce(new.reason, ''), 1, coalesce(CAST(replace(new.amount, '.', '') || substr('0000', 1, 4 - max(length(new.amount) - instr(new.amount || '.', '.'), 0)) AS INTEGER), 0), coalesce(CAST(replace(new.tax, '.', '') || substr('0000', 1, 4 - max(length(new.tax) - instr(new.tax || '.', '.'), 0)) AS INTEGER), 0))
    ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount, tax = tax + excluded.tax; END;
CREATE TRIGGER day_sum_of_former AFTER UPDATE OF store, entity, booked_on, state, reason, target_id, amount, tax, accepted, accepted_as ON record WHEN old.state NOT IN ('staged', 'writing') AND old.booked_on IS NOT NULL AND old.accepted IS NULL AND old.accepted_as IS NULL AND (old.state <> 'skipped' OR old.target_id IS NULL) AND (old.amount IS NULL OR (length(old.amount) <= 10 AND instr(old.amount || '.', '.') >= length(old.amount) - 4 AND old.amount NOT GLOB '*[^0-9.-]*')) AND (old.tax IS NULL OR (length(old.tax) <= 10 AND instr(old.tax || '.', '.') >= length(old.tax) - 4 AND old.tax NOT GLOB '*[^0-9.-]*')) BEGIN UPDATE day_sum SET count = count - 1, amount = amount - coalesce(CAST(replace(old.amount, '.', '') || substr('0000', 1, 4 - max(length(old.amount) - instr(old.amount || '.', '.'), 0)) AS INTEGER), 0), tax = tax - coalesce(CAST(replace(old.tax, '.', '') || substr('0000', 1, 4 - max(length(old.tax) - instr(old.tax || '.', '.'), 0)) AS INTEGER), 0)
    WHERE (store, entity, booked_on, state, reason) = (old.store, old.entity, old.booked_on, old.state, coalesce(old.reason, '')); END;
CREATE TRIGGER day_sum_of_moved AFTER UPDATE OF store, entity, booked_on, state, reason, target_id, amount, tax, accepted, accepted_as ON record WHEN new.state NOT IN ('staged', 'writing') AND new.booked_on IS NOT NULL AND new.accepted IS NULL AND new.accepted_as IS NULL AND (new.state <> 'skipped' OR new.target_id IS NULL) AND (new.amount IS NULL OR (length(new.amount) <= 10 AND instr(new.amount || '.', '.') >= length(new.amount) - 4 AND new.amount NOT GLOB '*[^0-9.-]*')) AND (new.tax IS NULL OR (length(new.tax) <= 10 AND instr(new.tax || '.', '.') >= length(new.tax) - 4 AND new.tax NOT GLOB '*[^0-9.-]*')) BEGIN INSERT INTO day_sum VALUES (new.store, new.entity, new.booked_on, new.state, coalesce(new.reason, ''), 1, coalesce(CAST(replace(new.amount, '.', '') || substr('0000', 1, 4 - max(length(new.amount) - instr(new.amount || '.', '.'), 0)) AS INTEGER), 0), coalesce(CAST(replace(new.tax, '.', '') || substr('0000', 1, 4 - max(length(new.tax) - instr(new.tax || '.', '.'), 0)) AS INTEGER), 0))
    ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount, tax = tax + excluded.tax; END;
CREATE TRIGGER day_sum_of_gone AFTER DELETE ON record WHEN old.state NOT IN ('staged', 'writing') AND old.booked_on IS NOT NULL AND old.accepted IS NULL AND old.accepted_as IS NULL AND (old.state <> 'skipped' OR old.target_id IS NULL) AND (old.amount IS NULL OR (length(old.amount) <= 10 AND instr(old.amount || '.', '.') >= length(old.amount) - 4 AND old.amount NOT GLOB '*[^0-9.-]*')) AND (old.tax IS NULL OR (length(old.tax) <= 10 AND instr(old.tax || '.', '.') >= length(old.tax) - 4 AND old.tax NOT GLOB '*[^0-9.-]*')) BEGIN UPDATE day_sum SET count = count - 1, amount = amount - coalesce(CAST(replace(old.amount, '.', '') || substr('0000', 1, 4 - max(length(old.amount) - instr(old.amount || '.', '.'), 0)) AS INTEGER), 0), tax = tax - coalesce(CAST(replace(old.tax, '.', '') || substr('0000', 1, 4 - max(length(old.tax) - instr(old.tax || '.', '.'), 0)) AS INTEGER), 0)
    WHERE (store, entity, booked_on, state, reason) = (old.store, old.entity, old.booked_on, old.state, coalesce(old.reason, '')); END;
