PRAGMA application_id = 1313166415;
PRAGMA user_version = 5;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE store (name TEXT PRIMARY KEY, host TEXT NOT NULL) STRICT;
CREATE TABLE cursor (
    store TEXT NOT NULL, entity TEXT NOT NULL, slice TEXT NOT NULL, upto TEXT NOT NULL,
    PRIMARY KEY (store, entity, slice)
  ) STRICT;
CREATE TABLE run (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, status TEXT NOT NULL, narrowed INTEGER NOT NULL, summary TEXT
  ) STRICT;
CREATE TABLE record (
    store TEXT NOT NULL, entity TEXT NOT NULL, source_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staged', 'writing', 'loaded', 'linked', 'skipped', 'quarantined')),
    target_id TEXT COLLATE NOCASE, hash TEXT NOT NULL, rules TEXT NOT NULL, payload TEXT,
    parent TEXT, amount TEXT, reason TEXT, message TEXT, changed_at TEXT NOT NULL, booked_on TEXT, tax TEXT, currency TEXT, status TEXT, method TEXT, difference TEXT, accepted TEXT, read_as TEXT, copied_as TEXT,
    PRIMARY KEY (store, entity, source_id)
  ) STRICT, WITHOUT ROWID;
CREATE INDEX record_by_state ON record (state, store, entity, source_id);
CREATE INDEX record_by_parent ON record (store, entity, parent) WHERE parent IS NOT NULL;
CREATE UNIQUE INDEX record_by_target ON record (entity, target_id) WHERE target_id IS NOT NULL AND state <> 'linked';
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
CREATE TABLE history_slice (
    store TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, in_accounting INTEGER NOT NULL,
    begun_at TEXT NOT NULL, finished_at TEXT,
    PRIMARY KEY (store, from_day, to_day)
  ) STRICT;
INSERT INTO meta (key, value) VALUES ('installation', 'fa79b7d01494');
INSERT INTO meta (key, value) VALUES ('pipeline', 'au-stores');
INSERT INTO store (name, host) VALUES ('west', 'www.west.example');
INSERT INTO cursor (store, entity, slice, upto) VALUES ('west', 'orders', '', '2026-07-09T00:00:00Z');
INSERT INTO cursor (store, entity, slice, upto) VALUES ('west', 'orders', 'sweep', '2026-07-08T00:00:00Z');
INSERT INTO run (id, started_at, ended_at, status, narrowed, summary) VALUES (1, '2026-07-10T00:00:00Z', '2026-07-11T00:00:00Z', 'open', 0, '{"bound":{"west":"2026-07-09T00:00:00Z"}}');
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N1', 'loaded', 'W1', 'file:h', 'rules', NULL, NULL, '11.00', NULL, NULL, '2026-07-10T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, '{"salt":"a"}', '{"salt":"a"}');
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N10', 'staged', NULL, 'h', 'rules', '', NULL, '11.00', NULL, NULL, '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N2', 'writing', 'W2', 'h', '', '{"id":"N2","amount":"12.00"}', NULL, '11.00', NULL, NULL, '2026-07-10T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N3', 'quarantined', NULL, 'h', 'rules', '', NULL, '11.00', 'vanished', 'It was read without its content; it is asked for again.', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N4', 'skipped', NULL, 'h', '', '{"id":"N4","amount":"12.00"}', NULL, '11.00', 'to-be-read', 'why', '2026-07-10T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, '0.01', '0.01', NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N5', 'quarantined', NULL, 'h', 'rules', '{"id":"N5","amount":"12.00"}', NULL, '11.00', 'waits-for', 'why', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N6', 'skipped', NULL, 'h', 'rules', NULL, NULL, '11.00', 'dropped', 'entered by hand', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N7', 'skipped', 'W7', 'h', 'rules', NULL, NULL, '11.00', 'dropped', 'cancelled there', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N8', 'loaded', 'W8', 'changed', 'rules', NULL, NULL, '11.00', NULL, NULL, '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'orders', 'N9', 'quarantined', NULL, 'vanished', 'rules', '', NULL, '11.00', 'vanished', 'not delivered', '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'payments', '1', 'loaded', 'west:1', 'h', 'rules', NULL, 'N1', '11.00', NULL, NULL, '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, payload, parent, amount, reason, message, changed_at, booked_on, tax, currency, status, method, difference, accepted, read_as, copied_as) VALUES ('west', 'payments', 'file:N1', 'linked', 'west:1', 'file:p', 'rules', NULL, 'N1', '11.00', NULL, NULL, '2026-07-11T00:00:00Z', '2026-07-03', '1.00', 'AUD', 'Pick', NULL, NULL, NULL, NULL, NULL);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up) VALUES (1, 1, 'west', 'orders', 'N1', 'add', 'W1', '2026-07-10T00:00:00Z', NULL, 'loaded', 0, NULL, NULL);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up) VALUES (2, 1, 'west', 'orders', 'N2', 'add', 'W2', '2026-07-10T00:00:00Z', '{"total":"11.00"}', NULL, 0, NULL, NULL);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up) VALUES (3, 1, 'west', 'orders', 'N7', 'add', 'W7', '2026-07-11T00:00:00Z', NULL, 'loaded', 0, NULL, NULL);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up) VALUES (4, 1, 'west', 'orders', 'N8', 'add', 'W8', '2026-07-11T00:00:00Z', NULL, 'loaded', 0, NULL, NULL);
INSERT INTO intent (id, run, store, entity, source_id, action, target_id, at, draft, outcome, look_ups, first_look_up, last_look_up) VALUES (5, 1, 'west', 'payments', '1', 'add', 'west:1', '2026-07-11T00:00:00Z', NULL, 'loaded', 0, NULL, NULL);
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (0, 'west', 'orders', 'N6', 'skipped');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (0, 'west', 'orders', 'N7', 'skipped');
INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (0, 'west', 'orders', 'N8', 'unchanged');
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
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (1, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N1', 'intent', 'add W1');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (2, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N1', 'loaded', '');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (3, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N2', 'intent', 'add W2');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (4, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N4', 'quarantined', 'total-unexplained');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (5, '2026-07-10T00:00:00Z', 0, 'west', 'orders', 'N4', 'accepted', '0.01: cash rounding');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (6, '2026-07-10T00:00:00Z', 1, 'west', 'orders', 'N5', 'quarantined', 'waits-for');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (7, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N3', 'quarantined', 'vanished');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (8, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N5', 'quarantined', 'waits-for');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (9, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N6', 'quarantined', 'total-unexplained');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (10, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N6', 'skipped', 'dropped');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (11, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N7', 'intent', 'add W7');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (12, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N7', 'loaded', '');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (13, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N7', 'quarantined', 'source-gone');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (14, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N7', 'skipped', 'dropped');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (15, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N7', 'accepted', 'cancelled there');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (16, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N8', 'intent', 'add W8');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (17, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N8', 'loaded', '');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (18, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N8', 'quarantined', 'changed-after-copy');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (19, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N8', 'loaded', '');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (20, '2026-07-11T00:00:00Z', 0, 'west', 'orders', 'N8', 'accepted', 'mended in the primary');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (21, '2026-07-11T00:00:00Z', 1, 'west', 'payments', '1', 'intent', 'add west:1');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (22, '2026-07-11T00:00:00Z', 1, 'west', 'payments', '1', 'loaded', '');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (23, '2026-07-11T00:00:00Z', 1, 'west', 'payments', 'file:N1', 'linked', 'west:1');
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail) VALUES (24, '2026-07-11T00:00:00Z', 1, 'west', 'orders', 'N9', 'quarantined', 'vanished');
INSERT INTO history_slice (store, from_day, to_day, in_accounting, begun_at, finished_at) VALUES ('west', '2026-01-01', '2026-01-31', 1, '2026-07-11T00:00:00Z', NULL);
