-- The schema of version 9, as it was published.
CREATE TABLE answer (
	thread_id INTEGER NOT NULL,
	lead_at INTEGER NOT NULL,
	question TEXT NOT NULL,
	value TEXT,
	asked_at INTEGER,
	answered_at INTEGER,
	PRIMARY KEY (thread_id, lead_at, question),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX answer_at ON answer (answered_at);
CREATE TABLE appointment (
	id INTEGER NOT NULL,
	thread_id INTEGER NOT NULL,
	calendar TEXT NOT NULL,
	start_at INTEGER NOT NULL,
	end_at INTEGER NOT NULL,
	mark TEXT NOT NULL,
	state TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 STRICT;
CREATE INDEX appointment_at ON appointment (at);
CREATE UNIQUE INDEX appointment_live ON appointment (calendar, start_at) WHERE state IN ('held', 'writing', 'booked', 'reminded', 'leaving');
CREATE INDEX appointment_thread ON appointment (thread_id, id);
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
	caller_name TEXT,
	attestation TEXT,
	same_as INTEGER,
	transcript TEXT,
	counts_at INTEGER,
	episode INTEGER DEFAULT 0 NOT NULL,
	won_at INTEGER,
	won_by TEXT,
	attended_at INTEGER,
	PRIMARY KEY (id),
	UNIQUE (source_id),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 STRICT;
CREATE INDEX call_caller ON call (caller, started_at) WHERE thread_id IS NULL;
CREATE INDEX call_due ON call (due_at) WHERE decision IS NULL AND due_at IS NOT NULL;
CREATE INDEX call_thread ON call (thread_id, started_at) WHERE thread_id IS NOT NULL;
CREATE INDEX call_time ON call ((coalesce(caller, '') <> '' OR caller_name IS NOT NULL OR recording IS NOT NULL), started_at);
CREATE INDEX call_twin ON call (same_as) WHERE same_as IS NOT NULL;
CREATE TABLE call_made (
	id INTEGER NOT NULL,
	thread_id INTEGER NOT NULL,
	began_at INTEGER NOT NULL,
	answered_at INTEGER,
	PRIMARY KEY (id),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 STRICT;
CREATE INDEX call_made_at ON call_made (began_at);
CREATE INDEX call_made_thread ON call_made (thread_id, began_at);
CREATE TABLE clock (
	thread_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	due_at INTEGER NOT NULL,
	since INTEGER NOT NULL,
	step INTEGER NOT NULL,
	PRIMARY KEY (thread_id, kind),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX clock_due ON clock (due_at);
CREATE TABLE consent (
	id INTEGER NOT NULL,
	shop_id TEXT NOT NULL,
	peer TEXT NOT NULL,
	wish TEXT NOT NULL,
	source TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX consent_at ON consent (shop_id, at);
CREATE INDEX consent_peer ON consent (shop_id, peer);
CREATE TABLE daily (
	line_id TEXT NOT NULL,
	day TEXT NOT NULL,
	tally TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (line_id, day, tally)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE lead_event (
	id INTEGER NOT NULL,
	thread_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	at INTEGER NOT NULL,
	ref TEXT NOT NULL,
	deadline INTEGER NOT NULL,
	detail TEXT,
	value INTEGER,
	PRIMARY KEY (id),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 STRICT;
CREATE INDEX lead_event_thread ON lead_event (thread_id, id);
CREATE TABLE line_setting (
	line_id TEXT NOT NULL,
	automatic INTEGER NOT NULL,
	PRIMARY KEY (line_id)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE meta (
	schema_version INTEGER NOT NULL,
	hash_key TEXT DEFAULT '' NOT NULL
)
 STRICT;
CREATE TABLE note (
	id INTEGER NOT NULL,
	thread_id INTEGER NOT NULL,
	author TEXT NOT NULL,
	body TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 STRICT;
CREATE INDEX note_at ON note (at);
CREATE INDEX note_thread ON note (thread_id, at);
CREATE TABLE opt_out (
	shop_id TEXT NOT NULL,
	peer TEXT NOT NULL,
	opted_out INTEGER NOT NULL,
	source TEXT NOT NULL,
	at INTEGER NOT NULL,
	unsure INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (shop_id, peer)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE past (
	line_id TEXT NOT NULL,
	day TEXT NOT NULL,
	tally TEXT NOT NULL,
	zone TEXT NOT NULL,
	told INTEGER NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (line_id, day, tally)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE past_lead (
	id INTEGER NOT NULL,
	thread_id INTEGER NOT NULL,
	line_id TEXT NOT NULL,
	stage TEXT NOT NULL,
	lead_at INTEGER NOT NULL,
	moved_at INTEGER NOT NULL,
	value INTEGER,
	assignee TEXT,
	lead_missed INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 STRICT;
CREATE INDEX past_lead_thread ON past_lead (thread_id, lead_at);
CREATE TABLE person (
	shop_id TEXT NOT NULL,
	peer TEXT NOT NULL,
	blocked INTEGER NOT NULL,
	name TEXT,
	language TEXT,
	line_kind TEXT,
	line_kind_at INTEGER,
	heard TEXT,
	tags TEXT,
	existing INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (shop_id, peer)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX person_described ON person (shop_id, name, language, heard) WHERE (name IS NOT NULL OR language IS NOT NULL OR heard IS NOT NULL);
CREATE INDEX person_tagged ON person (shop_id, tags, peer) WHERE tags IS NOT NULL;
CREATE TABLE shop_setting (
	shop_id TEXT NOT NULL,
	snoozed_until INTEGER,
	listened_at INTEGER,
	PRIMARY KEY (shop_id)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE spending (
	shop_id TEXT NOT NULL,
	month TEXT NOT NULL,
	amount INTEGER NOT NULL,
	PRIMARY KEY (shop_id, month)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE team_call (
	id INTEGER NOT NULL,
	token TEXT NOT NULL,
	thread_id INTEGER NOT NULL,
	member_id TEXT NOT NULL,
	name TEXT NOT NULL,
	since INTEGER NOT NULL,
	round INTEGER NOT NULL,
	at INTEGER NOT NULL,
	state TEXT NOT NULL,
	detail TEXT,
	PRIMARY KEY (id),
	UNIQUE (token),
	FOREIGN KEY(thread_id) REFERENCES thread (id)
)
 STRICT;
CREATE INDEX team_call_at ON team_call (at);
CREATE UNIQUE INDEX team_call_turn ON team_call (thread_id, since, member_id, round);
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
	shop_id TEXT,
	cost INTEGER DEFAULT 0 NOT NULL,
	retry_of INTEGER,
	channel TEXT,
	called_at INTEGER,
	wording TEXT,
	answered INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(thread_id) REFERENCES thread (id),
	FOREIGN KEY(call_id) REFERENCES call (id)
)
 STRICT;
CREATE INDEX text_back ON text (line_id, id) WHERE kind = 'text_back';
CREATE UNIQUE INDEX text_back_open ON text (line_id, peer) WHERE kind = 'text_back' AND state IN ('queued', 'sending', 'unknown');
CREATE UNIQUE INDEX text_carrier_id ON text (carrier_id) WHERE carrier_id IS NOT NULL;
CREATE INDEX text_open ON text (due_at) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX text_peer ON text (peer, created_at);
CREATE UNIQUE INDEX text_ref ON text (ref) WHERE ref IS NOT NULL;
CREATE INDEX text_time ON text ((peer <> ''), created_at);
CREATE TABLE thread (
	id INTEGER NOT NULL,
	line_id TEXT NOT NULL,
	peer TEXT NOT NULL,
	last_at INTEGER NOT NULL,
	waiting_since INTEGER,
	episode_at INTEGER,
	text_back_at INTEGER,
	first_at INTEGER DEFAULT 0 NOT NULL,
	prefix TEXT,
	spoke_at INTEGER,
	reached_at INTEGER,
	call_back_since INTEGER,
	whatsapp_at INTEGER,
	stage TEXT DEFAULT 'missed' NOT NULL,
	lead_at INTEGER DEFAULT 0 NOT NULL,
	moved_at INTEGER DEFAULT 0 NOT NULL,
	value INTEGER,
	assignee TEXT,
	unread INTEGER DEFAULT 0 NOT NULL,
	silenced_at INTEGER,
	followed_up_at INTEGER,
	urgent_since INTEGER,
	urgent_words TEXT,
	lead_missed INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (line_id, peer)
)
 STRICT;
CREATE INDEX thread_personal ON thread (last_at) WHERE peer < 'x:';
CREATE INDEX thread_prefix ON thread (prefix, first_at, peer);
CREATE INDEX thread_stage ON thread (stage, last_at) WHERE stage NOT IN ('missed', 'texted') AND peer < 'x:';
CREATE INDEX thread_to_call_back ON thread (line_id, call_back_since) WHERE call_back_since IS NOT NULL;
CREATE INDEX thread_urgent ON thread (line_id, urgent_since) WHERE urgent_since IS NOT NULL;
CREATE INDEX thread_waiting ON thread (line_id, waiting_since) WHERE waiting_since IS NOT NULL;
CREATE TABLE told (
	thread_id INTEGER NOT NULL,
	member_id TEXT NOT NULL,
	line_id TEXT NOT NULL,
	code INTEGER NOT NULL,
	token TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (thread_id, member_id),
	FOREIGN KEY(thread_id) REFERENCES thread (id),
	UNIQUE (token)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX told_member ON told (member_id, line_id, at);
INSERT INTO meta (schema_version, hash_key) VALUES (9, '5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e');
