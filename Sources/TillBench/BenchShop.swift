import Checkout
import Glibc
import Ledger
import Storage
import TillCLI

/// A sample shop in a temporary folder.
struct BenchShop {
  let path: String

  var folder: ShopFolder { ShopFolder(path: path) }
  var ledger: String { "\(path)/ledger/till.db" }
  var lock: String { "\(path)/ledger/till.lock" }

  /// One line: three lines on the bill, two tenders.
  static let saleLine = Array("sell jf=3 2*xs001 6914523802116 w100 .".utf8)

  /// Where all shops of the benchmark stand.
  static let root: String = {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return "\(base)/till-bench"
  }()

  /// Makes a new sample shop with the settings as shipped, but for eight drawers.
  ///
  /// - Parameter name: of its folder; what stands there is put aside.
  /// - Returns: the shop.
  /// - Throws: ``Benchmark/Fault``.
  static func make(_ name: String) throws -> BenchShop {
    mkdir(root, 0o700)
    let shop = BenchShop(path: "\(root)/\(name)")
    putAside(shop.path)
    try runChild(.till, ["init", shop.path, "--sample"])
    try shop.change(#""drawers": [1, 2]"#, to: #""drawers": [1, 2, 3, 4, 5, 6, 7, 8]"#)
    return shop
  }

  /// The same shop with slips as text alone: a second folder around the same ledger.
  func textOnly() throws -> BenchShop {
    let twin = BenchShop(path: path + "-text")
    removeTree(twin.path)
    for folder in ["", "/Config"] { mkdir(twin.path + folder, 0o700) }
    for name in ["shop.json", "staff.json", "membership.json"] {
      try writeText(readText("\(path)/Config/\(name)"), to: "\(twin.path)/Config/\(name)")
    }
    // Links, as another catalog file would be imported again.
    symlink("\(path)/Config/catalog.csv", "\(twin.path)/Config/catalog.csv")
    for name in ["ledger", "Receipts"] { symlink("\(path)/\(name)", "\(twin.path)/\(name)") }
    try twin.change(#"["text", "escpos"]"#, to: #"["text"]"#)
    return twin
  }

  private func change(_ text: String, to other: String) throws {
    let file = "\(path)/Config/shop.json"
    let settings = readText(file)
    guard let place = settings.firstRange(of: text) else {
      throw Benchmark.Fault("\(file) has no \(text)")
    }
    try writeText(
      settings.replacing(text, with: other, subrange: place.lowerBound..<settings.endIndex),
      to: file)
  }

  /// Puts an empty ledger in the place of the shop's.
  func emptyLedger() throws {
    removeTree("\(path)/ledger")
    mkdir("\(path)/ledger", 0o700)
    try Store.create(at: ledger)
  }

  /// A till of the shop, its shift open.
  ///
  /// - Parameters:
  ///   - drawer: its number.
  ///   - now: the clock; nil for the system's.
  /// - Returns: the till.
  /// - Throws: what keeps it from opening.
  func till(drawer: Int = 1, now: Instant? = nil) throws -> Till {
    let till =
      try now.map { moment in try Till(folder: folder, drawer: drawer, now: { moment }) }
      ?? Till(folder: folder, drawer: drawer)
    // Refused where the shift is open already.
    _ = till.reply(to: Array("open 300".utf8))
    return till
  }
}

extension Till {
  /// Sells one bill.
  ///
  /// - Throws: ``Benchmark/Fault`` if it is not done.
  func sellOnce() throws {
    let reply = reply(to: BenchShop.saleLine)
    guard reply.exitStatus == .done else { throw Benchmark.Fault("the sale is refused: \(reply)") }
  }
}

/// Takes a folder out of the way without removing it: for some seconds after thousands of files were
/// removed the disk is slow, and would be measured so.
func putAside(_ path: String) {
  let aside = "\(BenchShop.root)/aside"
  mkdir(aside, 0o700)
  rename(path, "\(aside)/\(nanoseconds())")
}

/// Removes what was put aside, when nothing more is to be measured.
func removePutAside() { removeTree("\(BenchShop.root)/aside") }

/// Removes a folder and all that is in it; a link is removed, not followed.
func removeTree(_ path: String) {
  guard let folder = opendir(path), !isLink(path) else {
    unlink(path)
    return
  }
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { removeTree("\(path)/\(name)") }
  }
  closedir(folder)
  rmdir(path)
}

private func isLink(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}
