extension Schema {
  /// What was received of each item, lot by lot; what is left of it stands on its accounts.
  static let version3 = """
    CREATE TABLE stock_lot (
      item TEXT NOT NULL,
      number INTEGER NOT NULL,
      entry INTEGER NOT NULL REFERENCES entry (sequence),
      label TEXT NOT NULL,
      expires INTEGER,
      cost INTEGER NOT NULL CHECK (cost >= 0),
      PRIMARY KEY (item, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER stock_lot_follows BEFORE INSERT ON stock_lot
    WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM stock_lot WHERE item = NEW.item), 0)
    BEGIN SELECT RAISE(ABORT, 'an item''s lots are numbered without gaps'); END;
    CREATE TRIGGER stock_lot_is_never_changed BEFORE UPDATE ON stock_lot
    BEGIN SELECT RAISE(ABORT, 'lots and their use-by dates are never changed'); END;
    CREATE TRIGGER stock_lot_is_never_deleted BEFORE DELETE ON stock_lot
    BEGIN SELECT RAISE(ABORT, 'lots are never deleted'); END;
    CREATE INDEX account_stocked ON account (name)
    WHERE owner IS NULL AND id >= 1000 AND balance <> 0;
    """

  /// How items are kept, the record that the law asks of each receipt, and sheets of counts.
  static let version4 = """
    CREATE TABLE stock_rule (
      item TEXT PRIMARY KEY,
      overselling TEXT NOT NULL CHECK (overselling IN ('block', 'warn', 'allow')),
      reorder INTEGER CHECK (reorder >= 0),
      content INTEGER CHECK (content > 0),
      measure TEXT NOT NULL CHECK (measure IN ('g', 'ml'))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stock_rule_reordered ON stock_rule (item) WHERE reorder IS NOT NULL;

    CREATE TABLE receiving_record (
      item TEXT NOT NULL,
      lot INTEGER NOT NULL,
      entry INTEGER NOT NULL REFERENCES entry (sequence),
      day INTEGER NOT NULL,
      name TEXT NOT NULL,
      registration TEXT NOT NULL,
      net_content TEXT NOT NULL,
      units INTEGER NOT NULL CHECK (units > 0),
      expires INTEGER,
      supplier TEXT NOT NULL,
      contact TEXT NOT NULL,
      document TEXT NOT NULL,
      kept_until INTEGER NOT NULL
        CHECK (kept_until >= day + 730 AND kept_until >= coalesce(expires + 365, kept_until)),
      PRIMARY KEY (item, lot),
      FOREIGN KEY (item, lot) REFERENCES stock_lot (item, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX receiving_record_by_entry ON receiving_record (entry);
    CREATE INDEX receiving_record_by_supplier ON receiving_record (supplier, entry);
    CREATE INDEX receiving_record_by_day ON receiving_record (day);
    CREATE TRIGGER receiving_record_is_never_changed BEFORE UPDATE ON receiving_record
    BEGIN SELECT RAISE(ABORT, 'records of receipts are never changed'); END;
    CREATE TRIGGER receiving_record_is_kept BEFORE DELETE ON receiving_record
    WHEN OLD.kept_until >= coalesce((SELECT day FROM entry ORDER BY sequence DESC LIMIT 1), 0)
    BEGIN SELECT RAISE(ABORT, 'the record of a receipt is kept until its time is over'); END;

    CREATE TABLE count_sheet (
      number INTEGER PRIMARY KEY,
      opening INTEGER NOT NULL REFERENCES entry (sequence),
      category TEXT NOT NULL,
      is_blind INTEGER NOT NULL CHECK (is_blind IN (0, 1)),
      closing INTEGER REFERENCES entry (sequence)
    ) STRICT;
    CREATE UNIQUE INDEX count_sheet_open ON count_sheet (closing IS NULL) WHERE closing IS NULL;
    CREATE TRIGGER count_sheet_follows BEFORE INSERT ON count_sheet
    WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM count_sheet), 0)
      OR NEW.closing IS NOT NULL OR EXISTS (SELECT 1 FROM count_sheet WHERE closing IS NULL)
    BEGIN SELECT RAISE(ABORT, 'sheets follow one another, one open at a time'); END;
    CREATE TRIGGER count_sheet_closes_once BEFORE UPDATE ON count_sheet
    WHEN OLD.closing IS NOT NULL OR NEW.number <> OLD.number OR NEW.opening <> OLD.opening
      OR NEW.category <> OLD.category OR NEW.is_blind <> OLD.is_blind
    BEGIN SELECT RAISE(ABORT, 'a closed sheet is never changed'); END;
    CREATE TRIGGER count_sheet_is_never_deleted BEFORE DELETE ON count_sheet
    BEGIN SELECT RAISE(ABORT, 'sheets are never deleted'); END;
    CREATE TABLE count_line (
      sheet INTEGER NOT NULL REFERENCES count_sheet (number),
      item TEXT NOT NULL,
      counted INTEGER NOT NULL CHECK (counted >= 0),
      PRIMARY KEY (sheet, item)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER count_line_needs_an_open_sheet BEFORE INSERT ON count_line
    WHEN NOT EXISTS (SELECT 1 FROM count_sheet WHERE number = NEW.sheet AND closing IS NULL)
    BEGIN SELECT RAISE(ABORT, 'a closed sheet is never changed'); END;
    CREATE TRIGGER count_line_of_an_open_sheet BEFORE UPDATE ON count_line
    WHEN NEW.sheet <> OLD.sheet OR NEW.item <> OLD.item
      OR NOT EXISTS (SELECT 1 FROM count_sheet WHERE number = OLD.sheet AND closing IS NULL)
    BEGIN SELECT RAISE(ABORT, 'a closed sheet is never changed'); END;
    CREATE TRIGGER count_line_is_never_deleted BEFORE DELETE ON count_line
    BEGIN SELECT RAISE(ABORT, 'lines of sheets are never deleted'); END;
    """
}
