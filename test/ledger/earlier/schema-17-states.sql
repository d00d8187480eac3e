PRAGMA application_id = 1313166415;
PRAGMA user_version = 17;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE run (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, status TEXT NOT NULL, narrowed INTEGER NOT NULL, summary TEXT
  ) STRICT;
CREATE TABLE record (
    store TEXT NOT NULL, entity TEXT NOT NULL, source_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staged', 'writing', 'loaded', 'linked', 'skipped', 'quarantined')),
    target_id TEXT COLLATE NOCASE, hash TEXT NOT NULL, rules TEXT NOT NULL, payload TEXT,
    parent TEXT, amount TEXT, reason TEXT, message TEXT, changed_at TEXT NOT NULL, booked_on TEXT, tax TEXT, currency TEXT, status TEXT, method TEXT, difference TEXT, accepted TEXT, read_as TEXT, copied_as TEXT, changed_in_source TEXT, replaces TEXT, seen TEXT, accepted_as TEXT, by_hand TEXT, revision INTEGER NOT NULL DEFAULT 1, origin TEXT NOT NULL DEFAULT 'api' CHECK (origin IN ('api', 'file')), to_be_read INTEGER NOT NULL DEFAULT 0, is_undelivered INTEGER NOT NULL DEFAULT 0, is_gone INTEGER NOT NULL DEFAULT 0, open_to_look INTEGER NOT NULL DEFAULT 0, open_to_proof INTEGER NOT NULL DEFAULT 0, quarantined_since TEXT, loaded_first_in INTEGER,
    PRIMARY KEY (store, entity, source_id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE intent (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, store TEXT NOT NULL, entity TEXT NOT NULL, source_id TEXT NOT NULL,
    action TEXT NOT NULL, target_id TEXT NOT NULL, at TEXT NOT NULL, draft TEXT, outcome TEXT,
    look_ups INTEGER NOT NULL DEFAULT 0, first_look_up TEXT, last_look_up TEXT
  , refusal TEXT, first_look_up_there TEXT, revision INTEGER NOT NULL DEFAULT 1, draft_version INTEGER) STRICT;
CREATE TABLE run_record (
    run INTEGER NOT NULL, store TEXT NOT NULL, entity TEXT NOT NULL, source_id TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('created', 'updated', 'unchanged', 'skipped', 'quarantined')),
    PRIMARY KEY (run, store, entity, source_id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, run INTEGER NOT NULL, store TEXT NOT NULL, entity TEXT NOT NULL,
    source_id TEXT NOT NULL, event TEXT NOT NULL, detail TEXT NOT NULL
  , who TEXT) STRICT;
CREATE TABLE watermark (
    store TEXT NOT NULL, entity TEXT NOT NULL, name TEXT NOT NULL, upto TEXT NOT NULL, PRIMARY KEY (store, entity, name)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    scope TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (scope, name)
  ) STRICT, WITHOUT ROWID;
CREATE INDEX record_by_state ON record (state, store, entity, source_id);
CREATE INDEX record_by_parent ON record (store, entity, parent) WHERE parent IS NOT NULL;
CREATE UNIQUE INDEX record_by_target ON record (entity, target_id) WHERE target_id IS NOT NULL AND state <> 'linked';
CREATE INDEX record_by_any_target ON record (entity, target_id) WHERE target_id IS NOT NULL;
CREATE UNIQUE INDEX intent_open ON intent (store, entity, source_id, action) WHERE outcome IS NULL;
CREATE INDEX intent_by_record ON intent (store, entity, source_id);
CREATE INDEX audit_by_record ON audit (store, entity, source_id);
CREATE INDEX record_by_hand ON record (store, entity, source_id) WHERE by_hand IS NOT NULL;
CREATE INDEX record_open_to_look ON record (store, entity) WHERE open_to_look = 1;
CREATE INDEX record_open_to_proof ON record (store, entity) WHERE open_to_proof = 1;
CREATE INDEX note_by_label ON note (scope, label, name) WHERE label <> '';
INSERT INTO meta (key, value) VALUES ('installation', '78b7de2835a6');
INSERT INTO meta (key, value) VALUES ('pipeline', 'au-stores');
INSERT INTO run (id, started_at, ended_at, status, narrowed, summary) VALUES (1, '2026-07-10T00:00:00Z', '2026-07-11T00:00:00Z', 'open', 0, '{"bound":{"west":"2026-07-09T00:00:00Z"}}');
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N1', 'loaded', 'W1', 'h', 'rules', NULL, NULL, '11.00', NULL, NULL, '2026-07-10T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, '{"salt":"a"}', '{"salt":"a"}', NULL, NULL, NULL, NULL, NULL, 3, 'file', 0, 0, 0, 0, 0, NULL, 1);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N10', 'staged', NULL, 'h', 'rules', NULL, NULL, '11.00', NULL, NULL, '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 'api', 0, 1, 0, 0, 0, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N2', 'writing', 'W2', 'h', 'rules', '{"id":"N2","amount":"12.00"}', NULL, '11.00', NULL, NULL, '2026-07-10T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3, 'api', 1, 0, 0, 0, 0, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N3', 'quarantined', NULL, 'h', 'rules', NULL, NULL, '11.00', 'vanished', 'It was read without its content; it is asked for again.', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2, 'api', 0, 1, 0, 0, 0, '2026-07-11T00:00:00Z', NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N4', 'skipped', NULL, 'h', 'rules', NULL, NULL, '11.00', 'to-be-read', 'why', '2026-07-10T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, '0.01', '0.01', NULL, NULL, NULL, NULL, NULL, '[]', NULL, 3, 'api', 1, 0, 0, 0, 0, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N5', 'quarantined', NULL, 'changed', 'rules', '{"id":"N5","amount":"12.00"}', NULL, '11.00', 'waits-for', 'why', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, 'api', 0, 0, 0, 0, 0, '2026-07-10T00:00:00Z', NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N6', 'skipped', NULL, 'h', 'rules', NULL, NULL, '11.00', 'dropped', 'entered by hand', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3, 'api', 0, 0, 0, 0, 0, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N7', 'skipped', 'W7', 'h', 'rules', NULL, NULL, '11.00', 'dropped', 'cancelled there', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[]', NULL, 5, 'api', 0, 0, 1, 1, 1, NULL, 1);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N8', 'loaded', 'W8', 'changed', 'rules', NULL, NULL, '11.00', NULL, NULL, '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[]', NULL, 6, 'api', 0, 0, 0, 1, 1, NULL, 1);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'orders', 'N9', 'quarantined', NULL, 'vanished', 'rules', NULL, NULL, '11.00', 'vanished', 'not delivered', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 'api', 0, 1, 0, 0, 0, '2026-07-11T00:00:00Z', NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'payments', '1', 'loaded', 'west:1', 'h', 'rules', NULL, 'N1', '11.00', NULL, NULL, '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3, 'api', 0, 0, 0, 0, 0, NULL, 1);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as, changed_in_source, replaces, seen, accepted_as, by_hand, revision, origin, to_be_read, is_undelivered, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES ('west', 'payments', 'file:N1', 'linked', 'west:1', 'p', 'rules', NULL, 'N1', '11.00', NULL, NULL, '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2, 'file', 0, 0, 0, 0, 0, NULL, NULL);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up, refusal, first_look_up_there, revision, draft_version) VALUES (1, 1, 'west', 'orders', 'N1', 'add', 'W1', '2026-07-10T00:00:00Z', NULL, 'loaded', 0, NULL, NULL, NULL, NULL, 3, 1);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up, refusal, first_look_up_there, revision, draft_version) VALUES (2, 1, 'west', 'orders', 'N2', 'add', 'W2', '2026-07-10T00:00:00Z', '{"total":"11.00"}', NULL, 0, NULL, NULL, NULL, NULL, 1, 1);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up, refusal, first_look_up_there, revision, draft_version) VALUES (3, 1, 'west', 'orders', 'N7', 'add', 'W7', '2026-07-11T00:00:00Z', NULL, 'loaded', 0, NULL, NULL, NULL, NULL, 3, 1);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up, refusal, first_look_up_there, revision, draft_version) VALUES (4, 1, 'west', 'orders', 'N8', 'add', 'W8', '2026-07-11T00:00:00Z', NULL, 'loaded', 0, NULL, NULL, NULL, NULL, 3, 1);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up, refusal, first_look_up_there, revision, draft_version) VALUES (5, 1, 'west', 'payments', '1', 'add', 'west:1', '2026-07-11T00:00:00Z', NULL, 'loaded', 0, NULL, NULL, NULL, NULL, 3, 1);
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N1', 'created');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N10', NULL);
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N2', NULL);
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N3', 'quarantined');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N4', 'quarantined');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N5', 'quarantined');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N6', 'quarantined');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N7', 'quarantined');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N8', 'quarantined');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'orders', 'N9', 'quarantined');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'payments', '1', 'created');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (1, 'west', 'payments', 'file:N1', 'unchanged');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (1, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N1', 'intent', 'add W1', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (2, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N1', 'loaded', '', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (3, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N2', 'intent', 'add W2', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (4, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N4', 'quarantined', 'total-unexplained', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (5, '2026-07-10T00:00:00Z', 0, 'west', 'orders', 'N4', 'accepted', '0.01: cash rounding', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (6, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N5', 'quarantined', 'waits-for', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (7, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N3', 'quarantined', 'vanished', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (8, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N5', 'quarantined', 'waits-for', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (9, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N6', 'quarantined', 'total-unexplained', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (10, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N6', 'skipped', 'dropped', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (11, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N7', 'intent', 'add W7', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (12, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N7', 'loaded', '', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (13, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N7', 'quarantined', 'source-gone', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (14, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N7', 'skipped', 'dropped', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (15, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N7', 'accepted', 'cancelled there', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (16, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N8', 'intent', 'add W8', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (17, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N8', 'loaded', '', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (18, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N8', 'quarantined', 'changed-after-copy', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (19, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N8', 'quarantined', 'changed-after-copy', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (20, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N8', 'loaded', '', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (21, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N8', 'accepted', 'mended in the primary', 'jo@till');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (22, '2026-07-11T00:00:00Z', 1, 'west', 'payments', '1', 'intent', 'add west:1', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (23, '2026-07-11T00:00:00Z', 1, 'west', 'payments', '1', 'loaded', '', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (24, '2026-07-11T00:00:00Z', 1, 'west', 'payments', 'file:N1', 'linked', 'west:1', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (25, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N9', 'quarantined', 'vanished', NULL);
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'orders', 'changes', '2026-07-09T00:00:00Z');
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'orders', 'sweep', '2026-07-08T00:00:00Z');
INSERT INTO note (scope, name, label, value) VALUES ('contact/www.main.example', 'jsmith', 'n', '');
INSERT INTO note (scope, name, label, value) VALUES ('elsewhere/west', '["n50","v50"]', 'n50', '{"sourceId":"N50","targetId":"V50"}');
INSERT INTO note (scope, name, label, value) VALUES ('history', '["west","2026-01-01","2026-01-31"]', '', '{"alreadyInAccounting":true,"begunAt":"2026-07-11T00:00:00Z","finishedAt":null}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/exported-mark', 'www.main.example', '', 'kept');
INSERT INTO note (scope, name, label, value) VALUES ('searched', '["www.main.example","west","[\"W\"]"]', 'west', '{"from":"2026-01-01","whole":true}');
INSERT INTO note (scope, name, label, value) VALUES ('store', 'west', '', 'www.west.example');
INSERT INTO note (scope, name, label, value) VALUES ('transaction', '["west","1"]', 'k', 'N1');
