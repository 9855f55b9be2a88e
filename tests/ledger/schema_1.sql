-- The schema of version 1, as it was published.
CREATE TABLE thread (
	id INTEGER NOT NULL,
	line_id TEXT NOT NULL,
	peer TEXT NOT NULL,
	last_at INTEGER NOT NULL,
	waiting_since INTEGER,
	episode_at INTEGER,
	text_back_at INTEGER,
	PRIMARY KEY (id),
	UNIQUE (line_id, peer)
)
 STRICT
;
CREATE INDEX thread_waiting ON thread (line_id) WHERE waiting_since IS NOT NULL;
CREATE TABLE consent (
	id INTEGER NOT NULL,
	shop_id TEXT NOT NULL,
	peer TEXT NOT NULL,
	wish TEXT NOT NULL,
	source TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (id)
)
 STRICT
;
CREATE INDEX consent_peer ON consent (shop_id, peer);
CREATE TABLE opt_out (
	shop_id TEXT NOT NULL,
	peer TEXT NOT NULL,
	opted_out INTEGER NOT NULL,
	source TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (shop_id, peer)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE daily (
	line_id TEXT NOT NULL,
	day TEXT NOT NULL,
	tally TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (line_id, day, tally)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE line_setting (
	line_id TEXT NOT NULL,
	automatic INTEGER NOT NULL,
	PRIMARY KEY (line_id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE meta (
	schema_version INTEGER NOT NULL
)
 STRICT
;
CREATE TABLE call (
	id INTEGER NOT NULL,
	line_id TEXT NOT NULL,
	source_id TEXT NOT NULL,
	thread_id INTEGER,
	caller TEXT,
	started_at INTEGER NOT NULL,
	confirmed INTEGER NOT NULL,
	outcome TEXT,
	ended_at INTEGER,
	ring_seconds REAL,
	recording TEXT,
	decision TEXT,
	reason TEXT,
	hold_until INTEGER,
	decided_at INTEGER,
	due_at INTEGER,
	PRIMARY KEY (id),
	UNIQUE (source_id),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 STRICT
;
CREATE INDEX call_due ON call (due_at) WHERE outcome IS NULL AND due_at IS NOT NULL;
CREATE TABLE text (
	id INTEGER NOT NULL,
	ref TEXT,
	line_id TEXT NOT NULL,
	thread_id INTEGER,
	call_id INTEGER,
	kind TEXT NOT NULL,
	sender TEXT NOT NULL,
	peer TEXT NOT NULL,
	body TEXT NOT NULL,
	state TEXT NOT NULL,
	carrier_id TEXT,
	attempts INTEGER NOT NULL,
	error TEXT,
	created_at INTEGER NOT NULL,
	deadline INTEGER,
	due_at INTEGER,
	accepted_at INTEGER,
	PRIMARY KEY (id),
	FOREIGN KEY(thread_id) REFERENCES thread (id),
	FOREIGN KEY(call_id) REFERENCES call (id)
)
 STRICT
;
CREATE UNIQUE INDEX text_ref ON text (ref) WHERE ref IS NOT NULL;
CREATE UNIQUE INDEX text_back_open ON text (line_id, peer) WHERE kind = 'text_back' AND state IN ('queued', 'sending', 'unknown');
CREATE INDEX text_back_accepted ON text (line_id, id) WHERE kind = 'text_back' AND accepted_at IS NOT NULL;
CREATE INDEX text_open ON text (due_at) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX text_taken ON text (line_id, peer) WHERE ref IS NOT NULL AND carrier_id IS NOT NULL;
CREATE INDEX text_thread ON text (thread_id, id);
CREATE UNIQUE INDEX text_carrier_id ON text (carrier_id) WHERE carrier_id IS NOT NULL;
INSERT INTO meta (schema_version) VALUES (1);
