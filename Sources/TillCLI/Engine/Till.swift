import Catalog
package import Checkout
package import Ledger
import Membership
import Storage

/// One till: a drawer, whoever operates it, and the shop's ledger; it answers one line at a time.
package final class Till {
  let folder: ShopFolder
  let shop: Shop
  let roster: Roster
  let rules: MembershipRules
  /// The kits on sale, by their codes.
  private(set) var kits: [String: Kit] = [:]
  /// What services use at the back bar, by their codes.
  private(set) var recipes: [String: Recipe] = [:]
  let drawer: Int
  let clock: ShopClock
  let slips: SlipPrinter
  var store: Store
  /// The time now; tests drive it.
  let now: () -> Instant
  /// Asks for a PIN without echo; nil where nobody can be asked.
  package var askSecret: ((String) -> String?)?
  /// Of the replies.
  package var language: Language { shop.language }
  /// Called when another till holds the ledger for longer than a moment.
  package var onWait: (() -> Void)? {
    didSet { store.onWait = onWait }
  }
  /// Shows how far long work is: parts done of all parts.
  package var progress: (Int64, Int64) -> Void = { _, _ in }

  var operatingStaff: StaffMember?
  /// The last numbered list.
  var choices: Choices?
  /// The clock's day on which this till last did what was due: one that it stood on by mistake says
  /// nothing of those before it.
  var ranDay: BusinessDate?
  /// The open bill as this till wrote it last: it is read again only where another one has changed it.
  var lastBill: (content: String, open: OpenBill)?
  /// The member on the open bill as read for its last line, where the journal ended, and the day.
  var lastPatron: (head: ChainHash, day: BusinessDate, patron: Patron)?
  /// Courses as they were sold, by their stored text.
  var offers: [String: CourseOffer] = [:]
  /// What the command being done has to say besides its answer.
  var raised: [Reply.Notice] = []
  /// Documents whose slips are written, to be taken out of the outbox with the next commit.
  private var printed: [Int64] = []

  /// Opens a shop's till.
  ///
  /// - Parameters:
  ///   - folder: the shop's folder.
  ///   - drawer: the drawer's number; nil for the shop's first.
  ///   - now: the clock.
  /// - Throws: `ConfigFault`, `CatalogFile.Faults`, `StorageError`, or `Refusal` named
  ///   `drawer-unknown`.
  package init(
    folder: ShopFolder, drawer: Int? = nil,
    now: @escaping () -> Instant = systemTime
  ) throws {
    self.folder = folder
    shop = try folder.shop()
    roster = try folder.roster()
    rules = try folder.membershipRules()
    self.now = now
    // The settings were read with it: if it is not there now, the system does not give it.
    guard let zone = TimeZoneRule(shop.timeZone) else { throw folder.missing(shop.timeZone) }
    clock = ShopClock(zone: zone, cutOver: shop.cutOver)
    let number = drawer ?? shop.drawers[0]
    guard shop.drawers.contains(number) else {
      throw Refusal(
        .drawerUnknown, String(number),
        expected: shop.drawers.map(String.init).joined(separator: " "))
    }
    self.drawer = number
    slips = SlipPrinter(folder: folder, shop: shop, roster: roster, clock: clock)
    let kitsText = try folder.kitsText()
    let recipesText = try folder.recipesText()
    store = try Store.open(at: folder.ledger)
    try takeCatalog()
    try checkMembership()
    try takeStockRules()
    (kits, recipes) = try store.read { snapshot in
      try kitsAndRecipes(kitsText, recipesText, snapshot) { try snapshot.item(code: $0) }
    }
    printOutbox()
  }

  /// Reads every template, so that a wrong one is met before a customer waits.
  ///
  /// - Throws: `ConfigFault`.
  package func checkTemplates() throws { try slips.readTemplates() }

  /// Answers one line.
  ///
  /// - Parameter bytes: without its line feed.
  /// - Returns: the answer; a refused line has changed nothing.
  package func reply(to bytes: some Collection<UInt8>) -> Reply {
    do {
      let line = try TypedLine(bytes)
      return try perform(try parse(line), of: line)
    } catch let refusal as Refusal {
      return Reply(outcome: .refused(refusal))
    } catch let fault as SlipFault {
      return Reply(outcome: .refused(Refusal(.templateWrong, fault.text(shop.language))))
    } catch let fault as ConfigFault {
      return Reply(outcome: .refused(Refusal(.fileUnreadable, fault.file, expected: fault.found)))
    } catch let error as StorageError {
      return Reply(outcome: refusal(for: error).map { .refused($0) } ?? .failed(error))
    } catch {
      preconditionFailure("an error of no known kind: \(error)")
    }
  }

  /// Does what can wait until the reply is given.
  package func afterReply() { store.afterReply() }

  /// Leaves the ledger tidy before the program ends.
  ///
  /// - Parameter pages: how long the write-ahead log may stay.
  package func finish(leaving pages: Int) { store.finish(leaving: pages) }

  /// What the system calls an error of storage that the cashier can act on as a refusal.
  private func refusal(for error: StorageError) -> Refusal? {
    switch error.kind {
    case .outOfRange: Refusal(.balanceOutOfRange, error.message)
    case .otherContent: Refusal(.entryReused, error.place)
    default: nil
    }
  }

  // MARK: Reading and writing

  func read<Result>(_ body: (Snapshot) throws -> Result) throws -> Result {
    try store.read(body)
  }

  /// Runs a command's writes in one commit, once per caller's key; its slip is written meanwhile and
  /// appears once the commit is done.
  ///
  /// - Parameters:
  ///   - line: the line that asked for it.
  ///   - ended: as that of `Store.write`.
  ///   - body: returns what the reply is about.
  /// - Returns: the reply.
  /// - Throws: what the body throws, or `StorageError`.
  func write(
    _ line: TypedLine, ended: (Bool) -> Void = { _ in },
    _ body: (Writer) throws -> Reply.Content
  ) throws -> Reply {
    var reply = Reply()
    raised = []
    var job: SlipJob?
    defer { job?.discard() }
    let digest = line.key.map { _ in
      SHA256.digest(line.words.map(\.key).joined(separator: " ").utf8)
    }
    try store.write(ended: ended) { writer in
      try clearPrinted(writer)
      if let key = line.key, let known = try writer.snapshot.callerKey(key) {
        guard known.line == digest else { throw Refusal(.keyReused, key) }
        reply.isRepeated = true
        reply.content = try repeated(known.entry, writer.snapshot)
        return
      }
      reply.content = try body(writer)
      if let key = line.key, let digest {
        try writer.remember(key: key, line: digest, entry: writer.mainEntry)
      }
      if let made = writer.printed {
        let document = Document(json: made.json, hash: made.hash)
        job = SlipJob(document, of: try label(of: document, writer.snapshot), by: slips)
      }
    }
    printed = []
    reply.notices += raised
    if let committed = job {
      job = nil
      finish(committed, into: &reply)
    }
    return reply
  }

  private func clearPrinted(_ writer: Writer) throws {
    try writer.clearOutbox(printed)
  }

  /// How a document's slip names its member: the journal holds no names.
  func label(
    of document: Document, _ snapshot: Snapshot
  ) throws(StorageError) -> MemberLabel? {
    guard let number = document.member else { return nil }
    let member = try snapshot.member(number)
    let tier = document.json["tier"]?.string ?? member?.tier ?? ""
    return MemberLabel(
      number: number, name: member?.maskedName ?? "", phone: member?.maskedPhone ?? "",
      tier: rules.tier(tier)?.name ?? "")
  }

  // MARK: Slips

  private func finish(_ job: SlipJob, into reply: inout Reply) {
    let document = job.document
    do throws(SlipFault) {
      let names = try job.finish()
      printed.append(document.sequence)
      reply.content = content(of: document, slips: names)
    } catch {
      reply.content = content(of: document, slips: [])
      reply.notices.append(
        .slipNotWritten(number: document.number, reason: error.text(shop.language)))
    }
  }

  func content(of document: Document, slips: [String]) -> Reply.Content {
    if document.kind == .shift, let report = document.json["report"] {
      return .shift(document, report, slips: slips)
    }
    return .document(document, slips: slips)
  }

  /// Writes the slips that a crash or a dead printer left behind.
  private func printOutbox() {
    let waiting = try? store.read { snapshot in
      try snapshot.outbox().compactMap { try snapshot.entry(sequence: $0) }.map(Document.init)
        .map { ($0, try label(of: $0, snapshot)) }
    }
    for (document, label) in waiting ?? []
    where (try? slips.writeIfMissing(document, of: label)) != nil {
      printed.append(document.sequence)
    }
  }

  // MARK: Occasions

  /// When, where and by whom a document of a kind is made now.
  func occasion(
    for kind: DocumentKind, _ snapshot: Snapshot, authority: Authority, id: EntryID? = nil
  ) throws -> Occasion {
    let head = try snapshot.head()
    let at = max(now(), head.at)
    let day = max(clock.day(of: at), head.day)
    return Occasion(
      at: at, day: day, drawer: drawer, shift: try snapshot.openShift(drawer: drawer)?.number ?? 0,
      authority: authority, id: try id ?? snapshot.nextID(drawer: drawer),
      serial: try snapshot.nextSerial(day: day, kind: kind.rawValue))
  }

  /// The time by the system's clock, not before the journal's last entry.
  func time(_ snapshot: Snapshot) throws -> Instant { max(now(), try snapshot.head().at) }

  /// The business day of what happens now: never before the journal's last.
  func businessDay(_ snapshot: Snapshot) throws -> BusinessDate {
    let head = try snapshot.head()
    return max(clock.day(of: max(now(), head.at)), head.day)
  }

  /// How far the clock is behind the journal; more than two minutes are worth a word.
  func clockNotice() -> [Reply.Notice] {
    guard let head = try? store.read({ try $0.head() }) else { return [] }
    let seconds = (head.at.milliseconds - now().milliseconds) / 1000
    return seconds > 120 ? [.clockBehind(seconds: seconds)] : []
  }

  func verifyStore() throws -> Verification { try store.verify(progress: progress) }
}

extension Document {
  /// Reads a stored entry.
  ///
  /// - Throws: `StorageError` for a line that is not JSON: the ledger is damaged.
  init(_ stored: StoredEntry) throws(StorageError) {
    do throws(JSON.SyntaxFault) {
      self.init(json: try JSON(parsing: stored.line), hash: stored.hash)
    } catch {
      throw StorageError(.damaged, message: "an entry's line is not JSON: \(error.reason)")
    }
  }
}
