extension Schema {
  /// An entry moves its accounts where it is sealed, all at once; the kinds of accounts are compared
  /// one by one, as SQLite builds a table anew for each row that is held against a list.
  ///
  /// The table `account` changes in its text alone: the constraint means what it meant
  /// (sqlite.org/lang_altertable.html, "making other kinds of table schema changes").
  static let version5 = """
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(
      sql, 'CHECK (kind IN (''asset'', ''liability'', ''equity'', ''revenue'', ''expense''))',
      'CHECK (kind = ''asset'' OR kind = ''liability'' OR kind = ''equity'''
        || ' OR kind = ''revenue'' OR kind = ''expense'')')
    WHERE type = 'table' AND name = 'account';
    PRAGMA writable_schema = RESET;

    DROP TRIGGER posting_moves_its_account;
    DROP TRIGGER entry_seals;
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
      SELECT RAISE(ABORT, 'the balance after the posting is wrong')
      WHERE EXISTS (
        SELECT 1 FROM posting LEFT JOIN account ON account.id = posting.account
        WHERE posting.entry = NEW.sequence
          AND posting.balance IS NOT account.balance + posting.amount);
      UPDATE account SET balance = posting.balance
      FROM posting WHERE posting.entry = NEW.sequence AND account.id = posting.account;
      SELECT RAISE(ABORT, 'an entry moves an account once')
      WHERE changes() <> (SELECT count(*) FROM posting WHERE entry = NEW.sequence);
    END;
    """

  /// The seal compares each balance where it writes it, and refuses nothing twice.
  ///
  /// Nobody asks for records of receipts by their entry.
  static let version6 = """
    DROP INDEX receiving_record_by_entry;

    DROP TRIGGER entry_seals;
    CREATE TRIGGER entry_seals BEFORE INSERT ON entry
    BEGIN
      SELECT RAISE(ABORT, 'the entry stands already')
      WHERE EXISTS (SELECT 1 FROM entry WHERE id = NEW.id) OR EXISTS (
        SELECT 1 FROM entry WHERE day = NEW.day AND kind = NEW.kind AND serial = NEW.serial);
      SELECT RAISE(ABORT, 'the entry does not follow the last one')
      WHERE NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM entry), 0);
      SELECT RAISE(ABORT, 'the entry is earlier than the last one')
      FROM entry WHERE sequence = NEW.sequence - 1 AND (at > NEW.at OR day > NEW.day);
      SELECT RAISE(ABORT, 'the entry does not sum to zero')
      WHERE EXISTS (
        SELECT 1 FROM posting JOIN account ON account.id = posting.account
        WHERE posting.entry = NEW.sequence GROUP BY account.unit HAVING sum(posting.amount) <> 0);
      UPDATE account SET balance = CASE
        WHEN posting.balance = account.balance + posting.amount THEN posting.balance
        ELSE RAISE(ABORT, 'the balance after the posting is wrong') END
      FROM posting WHERE posting.entry = NEW.sequence AND account.id = posting.account;
      SELECT RAISE(ABORT, 'an entry moves an account once')
      WHERE changes() <> (SELECT count(*) FROM posting WHERE entry = NEW.sequence);
    END;
    """
}
