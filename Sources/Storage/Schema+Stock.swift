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
}
