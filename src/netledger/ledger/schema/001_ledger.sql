-- The ledger, version 1. Days are local calendar days, YYYY-MM-DD; 0/1 are no/yes.
-- A day is one that is its own date(day, '+0 days'): without the modifier SQLite lets 30 February be.
-- Every rule that SQL can state is stated here, so that it holds whoever writes.
-- It is not of the year 0, which SQLite knows and Python does not.

CREATE TABLE step (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      TEXT NOT NULL,
  what    TEXT NOT NULL,
  undoes  INTEGER UNIQUE REFERENCES step (id),  -- set on the step that took another one back
  walk    INTEGER REFERENCES step (id)          -- the first step of the walk it belongs to
) STRICT;

-- The step under which triggers log; a real table, for they cannot read temporary ones.
CREATE TABLE current (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  step INTEGER REFERENCES step (id)
) STRICT;
INSERT INTO current (one, step) VALUES (1, NULL);

CREATE TABLE change (
  id      INTEGER PRIMARY KEY,
  step    INTEGER NOT NULL REFERENCES step (id),
  tbl     TEXT NOT NULL,
  contact INTEGER,          -- whose history it belongs to, where it is anyone's
  before  TEXT,             -- the row as a JSON object; NULL: it was not there
  after   TEXT,
  CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT;
CREATE INDEX change_by_step ON change (step);
CREATE INDEX change_taken_off ON change (tbl, contact) WHERE after IS NULL;
CREATE INDEX change_by_contact ON change (contact, step) WHERE contact IS NOT NULL;

CREATE TABLE contact (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  uid          TEXT NOT NULL UNIQUE CHECK (uid <> ''),
  name         TEXT NOT NULL CHECK (trim(name) <> ''),
  folded       TEXT NOT NULL,             -- the name without case and accents, for matching
  org          TEXT CHECK (org <> ''),
  role         TEXT CHECK (role <> ''),
  location     TEXT CHECK (location <> ''),
  birthday     TEXT CHECK (birthday IS date(birthday, '+0 days') AND birthday >= '0001'
                           OR '2000' || substr(birthday, 2) IS date('2000' || substr(birthday, 2), '+0 days')
                              AND birthday GLOB '--[01][0-9]-[0-3][0-9]'),
  died         TEXT CHECK (died IS date(died, '+0 days') AND died >= '0001'),
  kin          INTEGER NOT NULL DEFAULT 0 CHECK (kin IN (0, 1)),
  connected_on TEXT CHECK (connected_on IS date(connected_on, '+0 days') AND connected_on >= '0001'),
  met_on       TEXT CHECK (met_on IS date(met_on, '+0 days') AND met_on >= '0001'),
  met_where    TEXT CHECK (met_where <> ''),
  through      INTEGER REFERENCES contact (id) ON DELETE SET NULL CHECK (through <> id),
  note         TEXT CHECK (note <> ''),
  words        TEXT NOT NULL DEFAULT '',  -- the fields above, folded, for search
  imported     TEXT CHECK (CASE WHEN json_valid(imported) THEN json_type(imported) = 'object'
                           ELSE imported IS NULL END),  -- what imports last said of name, org, role
  created_on   TEXT NOT NULL CHECK (created_on IS date(created_on, '+0 days') AND created_on >= '0001')
) STRICT;
CREATE INDEX contact_by_folded ON contact (folded);
CREATE INDEX contact_by_birthday ON contact (substr(birthday, -5)) WHERE birthday IS NOT NULL;
CREATE INDEX contact_by_through ON contact (through) WHERE through IS NOT NULL;

-- What a contact has several of. `key` is what makes two spellings one: a folded text, an address
-- in lower case, the last digits of a number, a profile's slug. Kind 'key' names records of
-- sources that the contact came from.
CREATE TABLE detail (
  id        INTEGER PRIMARY KEY,
  contact   INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  kind      TEXT NOT NULL CHECK (kind IN
              ('alias', 'email', 'phone', 'url', 'tag', 'offers', 'seeks', 'key')),
  value     TEXT NOT NULL CHECK (trim(value) <> ''),
  key       TEXT NOT NULL CHECK (key <> ''),
  stated_on TEXT CHECK (stated_on IS date(stated_on, '+0 days') AND stated_on >= '0001'),
  UNIQUE (contact, kind, key)
) STRICT;
CREATE INDEX detail_by_key ON detail (kind, key);

-- The words of names and aliases, so that whoever is named is found without reading everybody.
-- They follow from those, whoever writes. JSON serves to take words apart.
CREATE TABLE name_word (
  word    TEXT NOT NULL,
  contact INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  PRIMARY KEY (word, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_word_by_contact ON name_word (contact);
CREATE TRIGGER name_word_insert AFTER INSERT ON contact BEGIN
  INSERT INTO name_word (word, contact)
    SELECT DISTINCT value, new.id FROM json_each('[' || replace(json_quote(new.folded), ' ', '","') || ']');
END;
CREATE TRIGGER name_word_update AFTER UPDATE OF folded, id ON contact BEGIN
  DELETE FROM name_word WHERE contact IN (old.id, new.id);
  INSERT INTO name_word (word, contact)
    SELECT w.value, c.id FROM contact c, json_each('[' || replace(json_quote(c.folded), ' ', '","') || ']') w WHERE c.id IN (new.id)
    UNION
    SELECT w.value, d.contact FROM contact c JOIN detail d ON d.contact = c.id,
      json_each('[' || replace(json_quote(d.key), ' ', '","') || ']') w WHERE c.id IN (new.id) AND d.kind = 'alias';
END;
CREATE TRIGGER name_word_alias_insert AFTER INSERT ON detail WHEN new.kind = 'alias' BEGIN
  INSERT INTO name_word (word, contact)
    SELECT DISTINCT value, new.contact FROM json_each('[' || replace(json_quote(new.key), ' ', '","') || ']')
    WHERE true ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER name_word_alias_delete AFTER DELETE ON detail WHEN old.kind = 'alias' BEGIN
  DELETE FROM name_word WHERE contact = old.contact;
  INSERT INTO name_word (word, contact)
    SELECT w.value, c.id FROM contact c, json_each('[' || replace(json_quote(c.folded), ' ', '","') || ']') w WHERE c.id IN (old.contact)
    UNION
    SELECT w.value, d.contact FROM contact c JOIN detail d ON d.contact = c.id,
      json_each('[' || replace(json_quote(d.key), ' ', '","') || ']') w WHERE c.id IN (old.contact) AND d.kind = 'alias';
END;
CREATE TRIGGER name_word_alias_update AFTER UPDATE ON detail
  WHEN 'alias' IN (old.kind, new.kind) BEGIN
  DELETE FROM name_word WHERE contact IN (old.contact, new.contact);
  INSERT INTO name_word (word, contact)
    SELECT w.value, c.id FROM contact c, json_each('[' || replace(json_quote(c.folded), ' ', '","') || ']') w WHERE c.id IN (old.contact, new.contact)
    UNION
    SELECT w.value, d.contact FROM contact c JOIN detail d ON d.contact = c.id,
      json_each('[' || replace(json_quote(d.key), ' ', '","') || ']') w WHERE c.id IN (old.contact, new.contact) AND d.kind = 'alias';
END;

-- What the user has said about the tie, and where it has been put.
CREATE TABLE standing (
  contact       INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
  stated_tier   INTEGER CHECK (stated_tier IN (5, 15, 50, 150)),
  cadence_days  INTEGER CHECK (cadence_days BETWEEN 1 AND 20000),
  stated_on     TEXT CHECK (stated_on IS date(stated_on, '+0 days') AND stated_on >= '0001'),
  snoozed_until TEXT CHECK (snoozed_until IS date(snoozed_until, '+0 days') AND snoozed_until >= '0001'),
  pinned        INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  archived_on   TEXT CHECK (archived_on IS date(archived_on, '+0 days') AND archived_on >= '0001'),
  CHECK (stated_on IS NOT NULL OR (stated_tier IS NULL AND cadence_days IS NULL))
) STRICT;
CREATE INDEX standing_stated ON standing (contact) WHERE stated_on IS NOT NULL;

CREATE TABLE interaction (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  uid       TEXT NOT NULL UNIQUE CHECK (uid <> ''),
  on_day    TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days') AND on_day >= '0001'),
  channel   TEXT NOT NULL CHECK (channel IN
              ('meet', 'call', 'video', 'message', 'email', 'letter', 'social')),
  note      TEXT CHECK (note <> ''),
  words     TEXT CHECK (words <> ''),     -- the note, folded, for search
  minutes   INTEGER CHECK (minutes BETWEEN 1 AND 10080),
  depth     INTEGER CHECK (depth IN (1, 2, 3)),
  initiator TEXT CHECK (initiator IN ('me', 'them')),
  two_way   INTEGER NOT NULL DEFAULT 1 CHECK (two_way IN (0, 1)),
  pitch     INTEGER NOT NULL DEFAULT 0 CHECK (pitch IN (0, 1)),
  at_ease   INTEGER CHECK (at_ease IN (0, 1)),
  valued    INTEGER CHECK (valued IN (0, 1)),
  n         INTEGER NOT NULL DEFAULT 1 CHECK (n BETWEEN 1 AND 100000),
  source    TEXT CHECK (source <> ''),    -- NULL: written by hand
  thread    TEXT,                         -- the source's name for the conversation
  marks     TEXT,                         -- the messages counted: their seconds and side, by blanks
  CHECK ((source IS NULL) = (thread IS NULL) AND (source IS NULL) = (marks IS NULL))
) STRICT;
CREATE INDEX interaction_by_thread ON interaction (source, thread) WHERE source IS NOT NULL;
CREATE INDEX interaction_by_day ON interaction (on_day);
CREATE INDEX interaction_pitch ON interaction (id) WHERE pitch = 1;

-- Who took part, and the support that the entry carried for each.
CREATE TABLE participant (
  contact           INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  interaction       INTEGER NOT NULL REFERENCES interaction (id) ON DELETE CASCADE,
  gave_instrumental INTEGER NOT NULL DEFAULT 0 CHECK (gave_instrumental IN (0, 1)),
  gave_psychosocial INTEGER NOT NULL DEFAULT 0 CHECK (gave_psychosocial IN (0, 1)),
  got_instrumental  INTEGER NOT NULL DEFAULT 0 CHECK (got_instrumental IN (0, 1)),
  got_psychosocial  INTEGER NOT NULL DEFAULT 0 CHECK (got_psychosocial IN (0, 1)),
  PRIMARY KEY (contact, interaction)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_by_interaction ON participant (interaction);
CREATE INDEX participant_supportive ON participant (contact)
  WHERE gave_instrumental OR gave_psychosocial OR got_instrumental OR got_psychosocial;

CREATE TABLE interaction_tag (
  interaction INTEGER NOT NULL REFERENCES interaction (id) ON DELETE CASCADE,
  tag         TEXT NOT NULL CHECK (trim(tag) <> ''),
  PRIMARY KEY (interaction, tag)
) STRICT, WITHOUT ROWID;

-- An imported entry that was taken out by hand: its messages stay out when the file comes again.
CREATE TABLE taken_out (
  source TEXT NOT NULL,
  thread TEXT NOT NULL,
  marks  TEXT NOT NULL,
  PRIMARY KEY (source, thread, marks)
) STRICT, WITHOUT ROWID;

CREATE TABLE promise (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  uid         TEXT NOT NULL UNIQUE CHECK (uid <> ''),
  contact     INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  interaction INTEGER REFERENCES interaction (id) ON DELETE SET NULL,
  text        TEXT NOT NULL CHECK (trim(text) <> ''),
  whose       TEXT NOT NULL CHECK (whose IN ('me', 'them')),
  by_day      TEXT CHECK (by_day IS date(by_day, '+0 days') AND by_day >= '0001'),
  done_on     TEXT CHECK (done_on IS date(done_on, '+0 days') AND done_on >= '0001')
) STRICT;
CREATE INDEX promise_by_contact ON promise (contact);
CREATE INDEX promise_open ON promise (by_day) WHERE done_on IS NULL;

-- Things done once that are no conversation: invitations, endorsements, recommendations.
CREATE TABLE gesture (
  id      INTEGER PRIMARY KEY,
  contact INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL CHECK (kind IN ('invitation', 'endorsement', 'recommendation')),
  side    TEXT NOT NULL CHECK (side IN ('me', 'them')),
  on_day  TEXT CHECK (on_day IS date(on_day, '+0 days') AND on_day >= '0001'),
  text    TEXT CHECK (text <> ''),
  key     TEXT NOT NULL,
  UNIQUE (contact, key)
) STRICT;

-- Hand-offs: you introduce a to b (via is NULL), or via introduces you to b (a is NULL).
CREATE TABLE introduction (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uid        TEXT NOT NULL UNIQUE CHECK (uid <> ''),
  a          INTEGER REFERENCES contact (id) ON DELETE CASCADE,
  b          INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  via        INTEGER REFERENCES contact (id) ON DELETE CASCADE,
  why        TEXT CHECK (why <> ''),
  text       TEXT CHECK (text <> ''),     -- the words as they were kept
  state      TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'made', 'landed', 'whiffed')),
  started_on TEXT NOT NULL CHECK (started_on IS date(started_on, '+0 days') AND started_on >= '0001'),
  changed_on TEXT NOT NULL CHECK (changed_on IS date(changed_on, '+0 days') AND changed_on >= '0001'),
  because    TEXT CHECK (because <> ''),  -- why it whiffed, or what came of it
  reached    TEXT NOT NULL CHECK (reached IN ('asked', 'agreed', 'made')),  -- how far it got
  CHECK ((a IS NULL) = (via IS NOT NULL) AND a IS NOT b AND via IS NOT b),
  CHECK (CASE state WHEN 'whiffed' THEN 1 WHEN 'landed' THEN reached = 'made' ELSE reached = state END)
) STRICT;
CREATE INDEX introduction_open ON introduction (changed_on) WHERE state IN ('asked', 'agreed', 'made');
CREATE INDEX introduction_by_a ON introduction (a) WHERE a IS NOT NULL;
CREATE INDEX introduction_by_b ON introduction (b);
CREATE INDEX introduction_by_via ON introduction (via) WHERE via IS NOT NULL;

-- Pairs of contacts that look like one person and that the user has said are two.
CREATE TABLE verdict (
  a INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  b INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  PRIMARY KEY (a, b),
  CHECK (a < b)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_by_b ON verdict (b);

-- State of the ledger as a whole: 'rest_until' (snooze --all), 'messages_imported'.
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  CHECK (key <> 'rest_until' OR (value IS date(value, '+0 days') AND value >= '0001'))
) STRICT, WITHOUT ROWID;

-- Sums over a contact's entries (docs/model.md); rewritten with them, never edited, never logged.
CREATE TABLE tie (
  contact INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
  n       INTEGER NOT NULL CHECK (n >= 1),
  d       INTEGER NOT NULL CHECK (d BETWEEN 1 AND n),
  first   TEXT NOT NULL,
  last    TEXT NOT NULL CHECK (last >= first),
  two_way INTEGER NOT NULL CHECK (two_way IN (0, 1)),
  s       REAL NOT NULL CHECK (s > 0),
  s2      REAL NOT NULL,
  sq      REAL NOT NULL,
  i       REAL NOT NULL,
  sp      REAL NOT NULL,
  si      REAL NOT NULL,
  ceiling REAL NOT NULL   -- bounds the rank on any later day; the order by it hardly changes
) STRICT;
CREATE INDEX tie_by_ceiling ON tie (ceiling DESC);

-- What the morning note showed and for how many days running: a contact's id, 'five', or that it
-- asked what a contact looks for: 'value ID'.
-- Bookkeeping of the screen, not of the ledger: neither logged nor exported.
CREATE TABLE shown (
  what TEXT PRIMARY KEY,
  last TEXT NOT NULL,
  days INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Full text over notes; SQLite keeps it from the folded column, so any writer may write.
CREATE VIRTUAL TABLE note_words USING fts5 (
  words, content = 'interaction', content_rowid = 'id', tokenize = 'unicode61'
);
CREATE TRIGGER note_words_insert AFTER INSERT ON interaction WHEN new.words IS NOT NULL BEGIN
  INSERT INTO note_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER note_words_delete AFTER DELETE ON interaction WHEN old.words IS NOT NULL BEGIN
  INSERT INTO note_words (note_words, rowid, words) VALUES ('delete', old.id, old.words);
END;
CREATE TRIGGER note_words_update AFTER UPDATE OF words, id ON interaction BEGIN
  INSERT INTO note_words (note_words, rowid, words)
    SELECT 'delete', old.id, old.words WHERE old.words IS NOT NULL;
  INSERT INTO note_words (rowid, words) SELECT new.id, new.words WHERE new.words IS NOT NULL;
END;

-- Full text over what contacts are and bring, for whoever is asked with a need: the words of a
-- contact, and its offers and tags. No phrase is ever asked for, so where in a text a word stands
-- is not kept.
CREATE VIRTUAL TABLE contact_words USING fts5 (
  words, content = 'contact', content_rowid = 'id', tokenize = 'unicode61', detail = none
);
CREATE TRIGGER contact_words_insert AFTER INSERT ON contact BEGIN
  INSERT INTO contact_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER contact_words_delete AFTER DELETE ON contact BEGIN
  INSERT INTO contact_words (contact_words, rowid, words) VALUES ('delete', old.id, old.words);
END;
CREATE TRIGGER contact_words_update AFTER UPDATE OF words, id ON contact BEGIN
  INSERT INTO contact_words (contact_words, rowid, words) VALUES ('delete', old.id, old.words);
  INSERT INTO contact_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE VIRTUAL TABLE detail_words USING fts5 (
  key, content = 'detail', content_rowid = 'id', tokenize = 'unicode61', detail = none
);
CREATE TRIGGER detail_words_insert AFTER INSERT ON detail WHEN new.kind IN ('offers', 'tag') BEGIN
  INSERT INTO detail_words (rowid, key) VALUES (new.id, new.key);
END;
CREATE TRIGGER detail_words_delete AFTER DELETE ON detail WHEN old.kind IN ('offers', 'tag') BEGIN
  INSERT INTO detail_words (detail_words, rowid, key) VALUES ('delete', old.id, old.key);
END;
CREATE TRIGGER detail_words_update AFTER UPDATE OF key, kind, id ON detail BEGIN
  INSERT INTO detail_words (detail_words, rowid, key)
    SELECT 'delete', old.id, old.key WHERE old.kind IN ('offers', 'tag');
  INSERT INTO detail_words (rowid, key)
    SELECT new.id, new.key WHERE new.kind IN ('offers', 'tag');
END;
