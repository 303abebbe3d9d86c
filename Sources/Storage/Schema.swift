/// The schema as a frozen row of migrations; one that has shipped is never edited.
enum Schema {
  /// "Till" in ASCII: tells a ledger from any other SQLite file.
  static let applicationID: Int64 = 0x5469_6C6C

  /// What each version adds to the one before; the file's `user_version` counts them.
  static let migrations = [version1, version2, version3, version4, version5, version6]

  private static let version1 = """
    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL CHECK (kind IN ('asset', 'liability', 'equity', 'revenue', 'expense')),
      unit TEXT NOT NULL,
      least INTEGER,
      most INTEGER,
      balance INTEGER NOT NULL DEFAULT 0,
      CONSTRAINT balance_within_range CHECK (
        balance >= coalesce(least, balance) AND balance <= coalesce(most, balance))
    ) STRICT;

    CREATE TABLE entry (
      sequence INTEGER PRIMARY KEY,
      id INTEGER NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      day INTEGER NOT NULL,
      at INTEGER NOT NULL,
      drawer INTEGER NOT NULL,
      shift INTEGER NOT NULL,
      staff INTEGER NOT NULL,
      serial INTEGER,
      about INTEGER REFERENCES entry (sequence),
      line TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE UNIQUE INDEX entry_by_number ON entry (day, kind, serial) WHERE serial IS NOT NULL;
    CREATE INDEX entry_by_about ON entry (about) WHERE about IS NOT NULL;

    CREATE TABLE posting (
      entry INTEGER NOT NULL REFERENCES entry (sequence) DEFERRABLE INITIALLY DEFERRED,
      number INTEGER NOT NULL,
      account INTEGER NOT NULL REFERENCES account (id),
      amount INTEGER NOT NULL CHECK (amount <> 0),
      balance INTEGER NOT NULL,
      PRIMARY KEY (entry, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX posting_by_account ON posting (account, entry) WHERE account >= 1000;

    CREATE TRIGGER posting_precedes_its_entry BEFORE INSERT ON posting
    WHEN EXISTS (SELECT 1 FROM entry WHERE sequence = NEW.entry)
      OR EXISTS (SELECT 1 FROM posting WHERE entry = NEW.entry AND number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the entry is sealed'); END;

    CREATE TRIGGER posting_moves_its_account AFTER INSERT ON posting
    BEGIN
      UPDATE account SET balance = balance + NEW.amount WHERE id = NEW.account;
      SELECT RAISE(ABORT, 'the balance after the posting is wrong')
      WHERE NEW.balance <> (SELECT balance FROM account WHERE id = NEW.account);
    END;

    CREATE TRIGGER entry_seals BEFORE INSERT ON entry
    BEGIN
      SELECT RAISE(ABORT, 'the entry stands already')
      WHERE EXISTS (SELECT 1 FROM entry WHERE id = NEW.id) OR EXISTS (
        SELECT 1 FROM entry WHERE day = NEW.day AND kind = NEW.kind AND serial = NEW.serial);
      SELECT RAISE(ABORT, 'the entry does not follow the last one')
      WHERE NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM entry), 0);
      SELECT RAISE(ABORT, 'the entry is earlier than the last one')
      FROM entry WHERE sequence = NEW.sequence - 1 AND (at > NEW.at OR day > NEW.day);
      SELECT RAISE(ABORT, 'an entry has no posting, or at least two')
      WHERE (SELECT count(*) FROM posting WHERE entry = NEW.sequence) = 1;
      SELECT RAISE(ABORT, 'the entry does not sum to zero')
      WHERE EXISTS (
        SELECT 1 FROM posting JOIN account ON account.id = posting.account
        WHERE posting.entry = NEW.sequence GROUP BY account.unit HAVING sum(posting.amount) <> 0);
    END;

    CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
    CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
    CREATE TRIGGER posting_is_never_changed BEFORE UPDATE ON posting
    BEGIN SELECT RAISE(ABORT, 'postings are never changed'); END;
    CREATE TRIGGER posting_is_never_deleted BEFORE DELETE ON posting
    BEGIN SELECT RAISE(ABORT, 'postings are never deleted'); END;
    CREATE TRIGGER account_stands_once BEFORE INSERT ON account
    WHEN EXISTS (SELECT 1 FROM account WHERE id = NEW.id OR name = NEW.name)
    BEGIN SELECT RAISE(ABORT, 'the account stands already'); END;
    CREATE TRIGGER account_keeps_its_meaning BEFORE UPDATE OF id, name, kind, unit ON account
    BEGIN SELECT RAISE(ABORT, 'an account keeps its name, kind and unit'); END;
    CREATE TRIGGER account_is_never_deleted BEFORE DELETE ON account
    BEGIN SELECT RAISE(ABORT, 'accounts are never deleted'); END;

    CREATE TABLE shift (
      number INTEGER PRIMARY KEY,
      drawer INTEGER NOT NULL,
      opening INTEGER NOT NULL REFERENCES entry (sequence),
      closing INTEGER REFERENCES entry (sequence)
    ) STRICT;
    CREATE UNIQUE INDEX shift_open ON shift (drawer) WHERE closing IS NULL;
    CREATE TRIGGER shift_follows BEFORE INSERT ON shift
    WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM shift), 0)
    BEGIN SELECT RAISE(ABORT, 'shifts are numbered without gaps'); END;
    CREATE TRIGGER shift_opens_once BEFORE INSERT ON shift
    WHEN EXISTS (SELECT 1 FROM shift WHERE drawer = NEW.drawer AND closing IS NULL)
    BEGIN SELECT RAISE(ABORT, 'the drawer has an open shift'); END;
    CREATE TRIGGER shift_closes_once BEFORE UPDATE ON shift
    WHEN OLD.closing IS NOT NULL OR NEW.number <> OLD.number OR NEW.drawer <> OLD.drawer
      OR NEW.opening <> OLD.opening
    BEGIN SELECT RAISE(ABORT, 'a closed shift is never changed'); END;
    CREATE TRIGGER shift_is_never_deleted BEFORE DELETE ON shift
    BEGIN SELECT RAISE(ABORT, 'shifts are never deleted'); END;

    CREATE TABLE bill (
      id INTEGER PRIMARY KEY,
      drawer INTEGER NOT NULL,
      tag TEXT,
      held_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX bill_open ON bill (drawer) WHERE tag IS NULL;
    CREATE UNIQUE INDEX bill_by_tag ON bill (tag) WHERE tag IS NOT NULL;
    CREATE TABLE bill_change (
      bill INTEGER NOT NULL REFERENCES bill (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      content TEXT NOT NULL,
      PRIMARY KEY (bill, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE outbox (entry INTEGER PRIMARY KEY REFERENCES entry (sequence)) STRICT;

    CREATE TABLE caller_key (
      key TEXT PRIMARY KEY,
      line BLOB NOT NULL,
      entry INTEGER REFERENCES entry (sequence)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE item (
      id INTEGER PRIMARY KEY,
      code TEXT NOT NULL UNIQUE,
      version INTEGER NOT NULL UNIQUE REFERENCES item_version (id) DEFERRABLE INITIALLY DEFERRED,
      is_listed INTEGER NOT NULL CHECK (is_listed IN (0, 1))
    ) STRICT;
    CREATE TABLE item_version (
      id INTEGER PRIMARY KEY,
      item INTEGER NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED,
      since INTEGER NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      category TEXT NOT NULL,
      unit TEXT NOT NULL,
      price INTEGER CHECK (price >= 0),
      floor INTEGER NOT NULL CHECK (floor >= 0),
      tax_rate INTEGER NOT NULL CHECK (tax_rate BETWEEN 0 AND 10000),
      is_discountable INTEGER NOT NULL CHECK (is_discountable IN (0, 1)),
      barcodes TEXT NOT NULL,
      mnemonics TEXT NOT NULL
    ) STRICT;
    CREATE INDEX item_version_by_item ON item_version (item, since);
    CREATE TRIGGER item_version_stands_once BEFORE INSERT ON item_version
    WHEN EXISTS (SELECT 1 FROM item_version WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the history of prices is never changed'); END;
    CREATE TRIGGER item_version_is_never_changed BEFORE UPDATE ON item_version
    BEGIN SELECT RAISE(ABORT, 'the history of prices is never changed'); END;
    CREATE TRIGGER item_version_is_never_deleted BEFORE DELETE ON item_version
    BEGIN SELECT RAISE(ABORT, 'the history of prices is never deleted'); END;
    CREATE TABLE barcode (
      barcode TEXT PRIMARY KEY,
      item INTEGER NOT NULL REFERENCES item (id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX barcode_by_item ON barcode (item);
    CREATE TABLE search_key (
      key TEXT NOT NULL,
      rank INTEGER NOT NULL,
      item INTEGER NOT NULL,
      PRIMARY KEY (rank, key, item)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE item_sold (
      item INTEGER NOT NULL,
      day INTEGER NOT NULL,
      units INTEGER NOT NULL,
      PRIMARY KEY (item, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE pin (
      staff INTEGER PRIMARY KEY,
      hash TEXT NOT NULL,
      failures INTEGER NOT NULL DEFAULT 0,
      locked_until INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """
}
