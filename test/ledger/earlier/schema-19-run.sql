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
INSERT INTO meta (key, value) VALUES ('installation', '{installation}');
INSERT INTO meta (key, value) VALUES ('pipeline', 'rules');
INSERT INTO run (id, started_at, ended_at, status, narrowed, summary, told_before) VALUES (1, '2026-07-20T06:00:00Z', '2026-07-20T06:00:00Z', 'open', 0, '{"run":1,"status":"open","pipeline":"rules","bound":{"west":"2026-07-20T06:00:00Z"},"requests":{"primary":39,"west":10},"differences":[],"proof":null,"worthALook":[],"warnings":[{"store":"west","entity":"orders","sourceId":"N100","code":"due-date-missing","message":"2 orders, N100 and N101: The order has no due date. The primary works one out from the payment terms, or Xero refuses the invoice. Look at one copy in Xero after `run --limit 5`: if its due date is there, ignore this; else say with `orders.dueDate` where it comes from. `guards.dueDates` is warn.","guard":"dueDates","count":2,"examples":["N100","N101"]}],"problems":[],"stores":{"west":{"customers":{"read":1,"created":1,"updated":0,"unchanged":0,"skipped":0,"quarantined":0,"pending":0},"orders":{"read":5,"created":2,"updated":0,"unchanged":0,"skipped":1,"quarantined":2,"pending":0},"payments":{"read":4,"created":2,"updated":0,"unchanged":0,"skipped":0,"quarantined":2,"pending":0},"products":{"read":1,"created":0,"updated":0,"unchanged":1,"skipped":0,"quarantined":0,"pending":0}}},"amounts":{"west":{"orders":{"created":"22","quarantined":"22","skipped":"11"},"payments":{"created":"22","quarantined":"22"}}},"skipped":[{"store":"west","entity":"orders","code":"status-not-selected","reason":"Orders in this status are not copied.","count":1}],"quarantine":4}', 0);
INSERT INTO watermark (store, entity, name, upto) VALUES ('primary', 'orders', 'closing', '2026-07-20T06:00:00Z');
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'orders', 'changes', '2026-07-20T06:00:00Z');
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'orders', 'copies', '2026-07-20T06:00:00Z');
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'orders', 'gone', '2026-07-20T06:00:00Z');
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'orders', 'listed-anew', '2026-07-20T06:00:00Z');
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'payments', 'copies', '2026-07-20T06:00:00Z');
INSERT INTO watermark (store, entity, name, upto) VALUES ('west', 'payments', 'sweep', '2026-07-20T06:00:00Z');
INSERT INTO note (scope, name, label, value) VALUES ('learned/canary {main}', 'west customers add', '', '0.1.0');
INSERT INTO note (scope, name, label, value) VALUES ('learned/canary {main}', 'west orders add', '', '0.1.0');
INSERT INTO note (scope, name, label, value) VALUES ('learned/canary {main}', 'west orders approve', '', '0.1.0');
INSERT INTO note (scope, name, label, value) VALUES ('learned/canary {main}', 'west payments add', '', '0.1.0');
INSERT INTO note (scope, name, label, value) VALUES ('learned/closing', '{main}', '', '2026-07-20T06:00:00Z');
INSERT INTO note (scope, name, label, value) VALUES ('learned/contacts', 'key', '', 'pIlZMgsMIJGoXmIjfD6qoTbKmnV-5lnCCYQPc69-tIQ');
INSERT INTO note (scope, name, label, value) VALUES ('learned/daily', 'west gone orders', '', 'null');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {west}', 'clock stores', '', '{"value":0,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {west}', 'firstPage orders', '', '{"value":"zero","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {west}', 'lineIds orders', '', '{"value":"text","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {west}', 'pageRows orders', '', '{"value":5,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {west}', 'pageRows payments', '', '{"value":4,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {west}', 'pageRows products', '', '{"value":1,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {west}', 'pageRows stores', '', '{"value":1,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {west}', 'quotes orders', '', '{"value":"listed","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {west}', 'shortPage orders', '', '{"value":"last","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'clock stores', '', '{"value":0,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'externalReference orders', '', '{"value":"as-sent","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'firstCopy customers', '', '{"value":"as-meant","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'firstCopy orders', '', '{"value":"as-meant","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'firstCopy payments', '', '{"value":"as-meant","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'firstPage orders', '', '{"value":"zero","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'firstPage payments', '', '{"value":"zero","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'firstPage stores', '', '{"value":"zero","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'invoiceDateWhenAdded orders', '', '{"value":"as-sent","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'invoiceDateWhenDispatched orders', '', '{"value":"kept","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'lineIds orders', '', '{"value":"text","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'messages stores', '', '{"value":"object","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'newRecord customers', '', '{"value":"at-once","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'newRecord orders', '', '{"value":"at-once","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'newRecord payments', '', '{"value":"at-once","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'pageRows customers', '', '{"value":1,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'pageRows orders', '', '{"value":2,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'pageRows payments', '', '{"value":2,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'pageRows products', '', '{"value":1,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'pageRows stores', '', '{"value":2,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'reference payments', '', '{"value":"whole","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'referenceWhole payments', '', '{"value":8,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'shortPage orders', '', '{"value":"last","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'shortPage payments', '', '{"value":"last","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'shortPage stores', '', '{"value":"last","since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'writeSize customers', '', '{"value":1,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'writeSize orders', '', '{"value":1,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/habit {main}', 'writeSize payments', '', '{"value":1,"since":"2026-07-20T06:00:00Z"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/look', 'west', '', '{"firstRun":0,"looks":0,"progress":null,"fields":{},"knownFrom":0}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/look', 'west payments', '', '{"firstRun":1,"looks":0,"progress":null,"fields":{},"knownFrom":13}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/orders-show-payments', '{main}', '', 'yes');
INSERT INTO note (scope, name, label, value) VALUES ('learned/said-yes', 'west', '', '{"orders":null,"lastWhole":null,"from":"2026-07-01","at":"2026-07-20T06:00:00Z","by":"root@vm"}');
INSERT INTO note (scope, name, label, value) VALUES ('learned/strange-orders', 'open', '', '[]');
INSERT INTO note (scope, name, label, value) VALUES ('searched', '["{west}","west","[[\"N\",\"W\"]]"]', 'west', '{"from":"2026-07-01","whole":true}');
INSERT INTO note (scope, name, label, value) VALUES ('store', 'primary', '', '{main}');
INSERT INTO note (scope, name, label, value) VALUES ('store', 'west', '', '{west}');
INSERT INTO word (id, text) VALUES (1, 'west');
INSERT INTO word (id, text) VALUES (2, 'orders');
INSERT INTO word (id, text) VALUES (3, 'TBKDQgg3_MetXNtSp-5fcu');
INSERT INTO word (id, text) VALUES (4, 'Dispatched');
INSERT INTO word (id, text) VALUES (5, 'Quote');
INSERT INTO word (id, text) VALUES (6, 'payments');
INSERT INTO word (id, text) VALUES (7, 'AUD');
INSERT INTO word (id, text) VALUES (8, 'Cash');
INSERT INTO word (id, text) VALUES (9, 'skipped');
INSERT INTO word (id, text) VALUES (10, 'quarantined');
INSERT INTO word (id, text) VALUES (11, 'products');
INSERT INTO word (id, text) VALUES (12, 'linked');
INSERT INTO word (id, text) VALUES (13, 'customers');
INSERT INTO word (id, text) VALUES (14, 'add');
INSERT INTO word (id, text) VALUES (15, 'approve');
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (1, 1, 2, 'N100', 'loaded', 'W100', 'B2XA8xFUq1MTa1vAedIMuH', 3, NULL, '11', 20644, '1', NULL, 4, NULL, 1783652400, 1784527200, NULL, NULL, NULL, NULL, 3, 0, 0, 0, 0, 0, 0, NULL, 1);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (2, 1, 2, 'N101', 'loaded', 'W101', '9pOSj2K7KbHG4WJSagpNey', 3, NULL, '11', 20644, '1', NULL, 4, NULL, 1783652400, 1784527200, NULL, NULL, NULL, NULL, 3, 0, 0, 0, 0, 0, 0, NULL, 1);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (3, 1, 2, 'N102', 'skipped', NULL, 'ggvJWQII1aTjvaUVfsMCTO', 3, NULL, '11', 20644, '1', NULL, 5, NULL, 1783652400, 1784527200, 'status-not-selected', NULL, NULL, NULL, 2, 0, 0, 0, 0, 0, 0, NULL, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (4, 1, 2, 'X7', 'quarantined', NULL, 'RP02FgMmNX4gPqYcvXsPOn', 3, NULL, '11', 20644, '1', NULL, 4, NULL, 1783652400, 1784527200, 'id-prefix-unknown', NULL, NULL, NULL, 2, 0, 0, 1, 0, 0, 0, 1784527200, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (5, 1, 2, 'X8', 'skipped', NULL, 'ps1dbSxAyjw0JzcQllhmO-', 3, NULL, '11', 20644, '1', NULL, 4, NULL, 1783652400, 1784527200, 'dropped', NULL, NULL, NULL, 3, 0, 0, 0, 0, 0, 0, NULL, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (6, 1, 6, '7', 'quarantined', NULL, 'DvrkH9XNx-XnaXdIN_hz6O', 3, 'X7', '11', 20645, NULL, 7, NULL, 8, NULL, 1784527200, 'waits-for', NULL, NULL, NULL, 2, 0, 0, 1, 0, 0, 0, 1784527200, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (7, 1, 6, '8', 'quarantined', NULL, 'DvrkH9XNx-XnaXdIN_hz6O', 3, 'X8', '11', 20645, NULL, 7, NULL, 8, NULL, 1784527200, 'waits-for', NULL, NULL, NULL, 2, 0, 0, 1, 0, 0, 0, 1784527200, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (8, 1, 6, '100', 'loaded', 'west:100', 'DvrkH9XNx-XnaXdIN_hz6O', 3, 'N100', '11', 20645, NULL, 7, NULL, 8, NULL, 1784527200, NULL, NULL, NULL, NULL, 3, 0, 0, 0, 0, 0, 0, NULL, 1);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (9, 1, 6, '101', 'loaded', 'west:101', 'DvrkH9XNx-XnaXdIN_hz6O', 3, 'N101', '11', 20645, NULL, 7, NULL, 8, NULL, 1784527200, NULL, NULL, NULL, NULL, 3, 0, 0, 0, 0, 0, 0, NULL, 1);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (10, 1, 11, 'MUG', 'linked', 'MUG', 'rxdgKgJZgQdyi-wA2SnmqS', 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1784527200, 1784527200, NULL, NULL, NULL, NULL, 2, 0, 0, 0, 0, 0, 0, NULL, NULL);
INSERT INTO record (id, store, entity, source_id, state, target_id, hash, rules, parent, amount, booked_on, tax, currency, status, method, changed_in_source, changed_at, reason, accepted, accepted_as, by_hand, revision, is_file, to_be_read, has_content, is_gone, open_to_look, open_to_proof, quarantined_since, loaded_first_in) VALUES (11, 1, 13, '@house', 'loaded', 'west_store', '@house', 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1784527200, NULL, NULL, NULL, NULL, 3, 0, 0, 0, 0, 0, 0, NULL, 1);
INSERT INTO content (record, payload, read_as) VALUES (4, '{"id":"X7","relatedOrderId":"","status":"Dispatched","type":"sales","onHoldType":"On Hold","approval":"Approved","username":"jsmith","email":"jane@example.com","userGroup":"1","billing":{"firstName":"Jane","lastName":"Smith","company":"","street1":"","street2":"","city":"","state":"","postCode":"","country":"","phone":""},"shipping":{"firstName":"Jane","lastName":"Smith","company":"","street1":"","street2":"","city":"","state":"","postCode":"","country":"","phone":""},"purchaseOrderNumber":"","salesPerson":"","customerReferences":[],"salesChannel":"Website","deliveryInstruction":"","internalNotes":"","stickyNotes":[],"paymentMethod":"","paymentTerms":"Net","shippingMethod":"","signatureRequired":false,"taxInclusive":true,"couponCode":"","grandTotal":"11","orderTax":"1","productSubtotal":"11","shippingTotal":"0","shippingTax":"0","shippingDiscount":"0","surchargeTotal":"0","surchargeTaxable":"0","couponDiscount":"0","placedAt":"2026-07-10T02:00:00Z","updatedAt":"2026-07-10T03:00:00Z","requiredAt":null,"paidAt":"2026-07-11T02:00:00Z","paymentDueAt":null,"invoicedOn":"2026-07-10","completedOn":null,"lines":[{"id":"X7-0","sku":"MUG","name":"Mug","itemNotes":"","quantity":"1","unitPrice":"11","tax":"1","taxCode":"GST","percentDiscount":"0","productDiscount":"0","couponDiscount":"0","costPrice":"0","warehouseName":"","shippingMethod":"","trackingNumber":"","serialNumber":"","componentOfKit":"","externalSystem":"","externalOrder":"","externalLine":"","extraOptions":[]}],"payments":[{"id":"7","amount":"11","method":"Cash","paidAt":"2026-07-11T02:00:00Z"}]}', '{"salt":"*west X7","status":"Dispatched","approved":true,"fields":{"total":"11.00","tax":"1.00","shipping":"0.00","shipping discount":"0.00","surcharge":"0.00","coupon":"0.00","tax inclusive":"true","date placed":"2026-07-10T02:00:00Z","invoice date":"2026-07-10","due date":"","shipping method":"","payment method":"","payment terms":"Net","sales channel":"Website","date required":""},"person":"","other":"","texts":{"username":"-NVhjIeTpx8","email":"eXeVYn6Kfcs","billing":"TEAsNvte,xB0fCQEF,,,,,,,,","shipping":"TEAsNvte,xB0fCQEF,,,,,,,,","deliveryInstruction":"","userGroup":"ryqHn9nhl_V","relatedOrderId":"","type":"eqOVM4HzDaj","salesPerson":"","signatureRequired":"OmmWkJ5Ya2g","couponCode":"","productSubtotal":"s3uNt5t_elF","shippingTax":"PKQ7kvvLZVZ","surchargeTaxable":"PKQ7kvvLZVZ"},"references":"9afGHPm7zQU","notes":"","lines":[{"id":"X7-0","fields":{"SKU":"MUG","quantity":"1","unit price":"11.00","tax":"1.00","discount percent":"0","discount":"0.00","coupon":"0.00"},"other":"","texts":{"name":"tNjEenW94Zr","itemNotes":"","taxCode":"Ko6dK0FKqP1","warehouseName":"","serialNumber":"","componentOfKit":"","extraOptions":"","externalLine":""},"tracking":"","service":""}]}');
INSERT INTO content (record, payload, read_as) VALUES (6, '{"id":"7","orderId":"X7","amount":"11","currency":"AUD","method":"Cash","paidAt":"2026-07-11T02:00:00Z","paidOn":"2026-07-11","authorisation":"","notes":""}', NULL);
INSERT INTO content (record, payload, read_as) VALUES (7, '{"id":"8","orderId":"X8","amount":"11","currency":"AUD","method":"Cash","paidAt":"2026-07-11T02:00:00Z","paidOn":"2026-07-11","authorisation":"","notes":""}', NULL);
INSERT INTO snapshot (record, read_as, copied_as) VALUES (1, X'02600012d3b870597abff227c7e3f5079f25372c9c1de6f434d144be487cef3981d2f23140e5b8b09ea1917234e50b04933851ea70fac05a72a19360985ab88e395ba5da639f6e1a67ad531a0d0eb163210abf216c965b5c4f740a634c616bceebc000c352ad5152a91922d769500e52f969802a42873acdd020c4c0c8cac0c0cac0004f9d666840449d86ad1a1b7475170460adb5e05243b9a662d620b1aa02a5685d032ca5846fa83be1320233350f8eda8a7e050400', 1);
INSERT INTO snapshot (record, read_as, copied_as) VALUES (2, X'0260003c110d8762526ad2e2a4f32bae7f6a7efe91ed898113f8a8a896ecba5333ee292dbbeed03075b6410185ce82acdc493c2e2730c98cc7b6e809849b9c699648d2c7bbb7077cd122fa77121e259d0f984f7f7228f5ba1a4014cbb5aa09dcf89000c3acd628aad40c91eb342807a9fc344015a1439d666810626064656060656080a74e333420a24ec3568d0dbaba0b02b0d65a70a9a15c53316b9058558152b4ae019652c237d49d701981999a07476d45bf020200', 1);
INSERT INTO snapshot (record, read_as, copied_as) VALUES (3, X'026000e8bd2958f630d7648fc7f574e127f8b0c69c9332a3ca9f026304e354b6d62ce9443d448f8582528ce065345af7b8fa92d2639257312177cbbe7d4b0226328a491f5a906004bb1a0f59235d8810659a8202c7cb7491cf4ffb829438ebdf97a000c3acd68c902bb5c0d27c70814b447d66885c9d41394845a701aa081daa3343831003232b03032b03033cd599a10111d519b61a6cd0555b1080b5c2824b0de54a8a5983c45a0a9498750db01410bea1ee848b07ccd43c382a2afa950d00', NULL);
INSERT INTO snapshot (record, read_as, copied_as) VALUES (5, X'026000818a6acebd6f2419fb5d54ed871ecfdd00e5333c7522e6e3108aa581cc8e36758c02e0fbc9c050a2e834e12746524c158018ff533146a2b0fff6d476dfa9965ffca25c650983153eedc1ae9beb32537936fb834c5a3230ccfb12f9b9bda3300043abd6222c28a9d20c916b342807a9f4344015a1438d666810626064656060656080a746333420a246c356890dba9a0b02b0d65970a9a15c4f316b9058514558e81a6029217c43dd09970f98697970d454f42b1c00', NULL);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (3, 'N102 has the status "Quote", which is not selected', NULL, NULL, NULL);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (4, '"X7" begins with none of the declared prefixes N', NULL, NULL, NULL);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (5, 'entered by hand', NULL, NULL, NULL);
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (6, 'Waits for the order X7.', NULL, NULL, '[{"key":"waits-for","meant":"orders","held":"X7"}]');
INSERT INTO finding (record, message, difference, replaces, seen) VALUES (7, 'Waits for the order X8.', NULL, NULL, '[{"key":"waits-for","meant":"orders","held":"X8"}]');
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (5, 1, 11, 14, 'west_store', 1784527200, 2, 3, 1, NULL, 0, 1);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (7, 1, 1, 14, 'W100', 1784527200, 1, 3, 1, NULL, 0, 1);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (9, 1, 1, 15, 'W100', 1784527200, 2, 3, 1, NULL, 0, 1);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (11, 1, 2, 14, 'W101', 1784527200, 1, 3, 1, NULL, 0, 1);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (13, 1, 2, 15, 'W101', 1784527200, 2, 3, 1, NULL, 0, 1);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (17, 1, 8, 14, 'west:100', 1784527200, 2, 3, 1, NULL, 0, 1);
INSERT INTO intent (id, run, record, action, target_id, at, outcome, revision, is_told, ended_in, ended_after, ended_told) VALUES (19, 1, 9, 14, 'west:101', 1784527200, 2, 3, 1, NULL, 0, 1);
INSERT INTO run_record (run, record, outcome) VALUES (1, 1, 1);
INSERT INTO run_record (run, record, outcome) VALUES (1, 2, 1);
INSERT INTO run_record (run, record, outcome) VALUES (1, 3, 4);
INSERT INTO run_record (run, record, outcome) VALUES (1, 4, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 5, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 6, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 7, 5);
INSERT INTO run_record (run, record, outcome) VALUES (1, 8, 1);
INSERT INTO run_record (run, record, outcome) VALUES (1, 9, 1);
INSERT INTO run_record (run, record, outcome) VALUES (1, 10, 3);
INSERT INTO run_record (run, record, outcome) VALUES (1, 11, 1);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (1, 1784527200, 1, 1, 2, 'N102', 9, 'status-not-selected', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (2, 1784527200, 1, 1, 2, 'X7', 10, 'id-prefix-unknown', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (3, 1784527200, 1, 1, 2, 'X8', 10, 'id-prefix-unknown', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (4, 1784527200, 1, 1, 11, 'MUG', 12, 'MUG', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (15, 1784527200, 1, 1, 6, '7', 10, 'waits-for', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (16, 1784527200, 1, 1, 6, '8', 10, 'waits-for', NULL);
INSERT INTO audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (21, 1784527200, 0, 1, 2, 'X8', 9, 'dropped: entered by hand', NULL);
INSERT INTO told (one, last) VALUES (1, 21);
INSERT INTO uncovered (record) VALUES (3);
INSERT INTO standing (store, entity, state, count) VALUES (1, 2, 'loaded', 2);
INSERT INTO standing (store, entity, state, count) VALUES (1, 2, 'quarantined', 1);
INSERT INTO standing (store, entity, state, count) VALUES (1, 2, 'skipped', 2);
INSERT INTO standing (store, entity, state, count) VALUES (1, 2, 'staged', 0);
INSERT INTO standing (store, entity, state, count) VALUES (1, 2, 'writing', 0);
INSERT INTO standing (store, entity, state, count) VALUES (1, 6, 'loaded', 2);
INSERT INTO standing (store, entity, state, count) VALUES (1, 6, 'quarantined', 2);
INSERT INTO standing (store, entity, state, count) VALUES (1, 6, 'staged', 0);
INSERT INTO standing (store, entity, state, count) VALUES (1, 6, 'writing', 0);
INSERT INTO standing (store, entity, state, count) VALUES (1, 11, 'linked', 1);
INSERT INTO standing (store, entity, state, count) VALUES (1, 11, 'staged', 0);
INSERT INTO standing (store, entity, state, count) VALUES (1, 13, 'loaded', 1);
INSERT INTO standing (store, entity, state, count) VALUES (1, 13, 'staged', 0);
INSERT INTO standing (store, entity, state, count) VALUES (1, 13, 'writing', 0);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (1, 2, 20644, 'loaded', '', 2, 220000, 20000);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (1, 2, 20644, 'quarantined', 'id-prefix-unknown', 1, 110000, 10000);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (1, 2, 20644, 'skipped', 'dropped', 1, 110000, 10000);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (1, 2, 20644, 'skipped', 'status-not-selected', 1, 110000, 10000);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (1, 6, 20645, 'loaded', '', 2, 220000, 0);
INSERT INTO day_sum (store, entity, booked_on, state, reason, count, amount, tax) VALUES (1, 6, 20645, 'quarantined', 'waits-for', 2, 220000, 0);
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
