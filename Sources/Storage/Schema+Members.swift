extension Schema {
  /// Members, and what they hold: whose an account is, top-ups, courses, and what falls due.
  static let version2 = """
    CREATE TABLE member (
      number INTEGER PRIMARY KEY CHECK (number >= 1),
      name TEXT NOT NULL,
      phone TEXT NOT NULL CHECK (
        phone = '' OR length(phone) = 11 AND phone NOT GLOB '*[^0-9]*'),
      card TEXT NOT NULL,
      birth_calendar TEXT CHECK (birth_calendar IN ('solar', 'lunar')),
      birth_year INTEGER,
      birth_month INTEGER CHECK (birth_month BETWEEN 1 AND 12),
      birth_day INTEGER CHECK (birth_day BETWEEN 1 AND 31),
      birth_in_leap_month INTEGER CHECK (birth_in_leap_month IN (0, 1)),
      referrer INTEGER REFERENCES member (number) CHECK (referrer <> number),
      source TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('active', 'frozen', 'erased')),
      tags TEXT NOT NULL,
      note TEXT NOT NULL,
      joined INTEGER NOT NULL,
      card_expires INTEGER,
      tier TEXT NOT NULL,
      tier_until INTEGER,
      checked_in INTEGER,
      CONSTRAINT birthday_is_whole CHECK (
        (birth_calendar IS NULL) + (birth_year IS NULL) + (birth_month IS NULL)
        + (birth_day IS NULL) + (birth_in_leap_month IS NULL) IN (0, 5)),
      CONSTRAINT erased_is_nobody CHECK (
        status <> 'erased' OR name = '' AND phone = '' AND birth_year IS NULL)
    ) STRICT;
    CREATE INDEX member_by_phone ON member (phone) WHERE phone <> '';
    CREATE UNIQUE INDEX member_by_card ON member (card) WHERE card <> '';
    CREATE TRIGGER member_stands_once BEFORE INSERT ON member
    WHEN EXISTS (SELECT 1 FROM member WHERE number = NEW.number)
      OR EXISTS (SELECT 1 FROM member WHERE card = NEW.card AND card <> '')
    BEGIN SELECT RAISE(ABORT, 'the member or the card stands already'); END;
    CREATE TRIGGER member_has_a_card_alone BEFORE UPDATE OF card ON member
    WHEN EXISTS (
      SELECT 1 FROM member WHERE card = NEW.card AND card <> '' AND number <> NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the card is another member''s'); END;
    CREATE TRIGGER member_keeps_its_number BEFORE UPDATE OF number, joined ON member
    BEGIN SELECT RAISE(ABORT, 'a member keeps number and day of joining'); END;
    CREATE TRIGGER member_stays_erased BEFORE UPDATE OF status ON member
    WHEN OLD.status = 'erased' AND NEW.status <> 'erased'
    BEGIN SELECT RAISE(ABORT, 'an erased member stays erased'); END;
    CREATE TRIGGER member_is_never_deleted BEFORE DELETE ON member
    BEGIN SELECT RAISE(ABORT, 'members are never deleted'); END;

    CREATE TABLE member_key (
      key TEXT NOT NULL,
      rank INTEGER NOT NULL,
      member INTEGER NOT NULL,
      PRIMARY KEY (rank, key, member)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE lost_card (
      card TEXT PRIMARY KEY CHECK (card <> ''),
      member INTEGER NOT NULL REFERENCES member (number),
      day INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER lost_card_stands_once BEFORE INSERT ON lost_card
    WHEN EXISTS (SELECT 1 FROM lost_card WHERE card = NEW.card)
    BEGIN SELECT RAISE(ABORT, 'the card is lost already'); END;
    CREATE TRIGGER lost_card_is_never_changed BEFORE UPDATE ON lost_card
    BEGIN SELECT RAISE(ABORT, 'lost cards are never changed'); END;
    CREATE TRIGGER lost_card_is_never_deleted BEFORE DELETE ON lost_card
    BEGIN SELECT RAISE(ABORT, 'lost cards are never deleted'); END;

    CREATE TABLE lot (
      member INTEGER NOT NULL REFERENCES member (number),
      number INTEGER NOT NULL,
      entry INTEGER NOT NULL REFERENCES entry (sequence),
      day INTEGER NOT NULL,
      paid INTEGER NOT NULL CHECK (paid >= 0),
      gift INTEGER NOT NULL CHECK (gift >= 0),
      PRIMARY KEY (member, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER lot_follows BEFORE INSERT ON lot
    WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM lot WHERE member = NEW.member), 0)
    BEGIN SELECT RAISE(ABORT, 'a member''s lots are numbered without gaps'); END;
    CREATE TRIGGER lot_is_never_changed BEFORE UPDATE ON lot
    BEGIN SELECT RAISE(ABORT, 'lots are never changed'); END;
    CREATE TRIGGER lot_is_never_deleted BEFORE DELETE ON lot
    BEGIN SELECT RAISE(ABORT, 'lots are never deleted'); END;

    CREATE TABLE course (
      member INTEGER NOT NULL REFERENCES member (number),
      number INTEGER NOT NULL,
      entry INTEGER NOT NULL REFERENCES entry (sequence),
      day INTEGER NOT NULL,
      offer TEXT NOT NULL CHECK (offer GLOB '{*}'),
      expires INTEGER,
      is_frozen INTEGER NOT NULL CHECK (is_frozen IN (0, 1)),
      PRIMARY KEY (member, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER course_follows BEFORE INSERT ON course
    WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM course WHERE member = NEW.member), 0)
    BEGIN SELECT RAISE(ABORT, 'a member''s courses are numbered without gaps'); END;
    CREATE TRIGGER course_keeps_its_offer BEFORE UPDATE OF member, number, entry, day, offer
    ON course
    BEGIN SELECT RAISE(ABORT, 'of a course only its end and its being frozen change'); END;
    CREATE TRIGGER course_is_never_deleted BEFORE DELETE ON course
    BEGIN SELECT RAISE(ABORT, 'courses are never deleted'); END;

    CREATE TABLE due (
      day INTEGER NOT NULL,
      kind TEXT NOT NULL,
      member INTEGER NOT NULL REFERENCES member (number),
      number INTEGER NOT NULL,
      PRIMARY KEY (day, kind, member, number)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE account ADD COLUMN owner INTEGER
      REFERENCES member (number) DEFERRABLE INITIALLY DEFERRED
      CONSTRAINT account_names_its_owner CHECK (owner IS NULL OR id >= 1000
        AND substr(name || ':', instr(name, ':'), length(owner) + 2) = ':' || owner || ':');
    CREATE INDEX account_held ON account (owner) WHERE owner IS NOT NULL AND balance <> 0;
    CREATE INDEX account_by_owner ON account (owner) WHERE owner IS NOT NULL;
    DROP TRIGGER account_keeps_its_meaning;
    CREATE TRIGGER account_keeps_its_meaning BEFORE UPDATE OF id, name, kind, unit, owner ON account
    BEGIN SELECT RAISE(ABORT, 'an account keeps its name, kind, unit and owner'); END;

    DROP INDEX posting_by_account;
    CREATE INDEX posting_by_account ON posting (account, entry, number, balance)
    WHERE account >= 1000;
    """
}
