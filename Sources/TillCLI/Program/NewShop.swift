package import Checkout
import Glibc
import Ledger
import Storage

/// Makes a shop's folder: settings, templates and an empty ledger.
package enum NewShop {
  package struct Fault: Error, CustomStringConvertible {
    package let description: String

    init(description: String) { self.description = description }

    init(errno: Int32, at path: String, _ language: Language) {
      let reason = String(cString: strerror(errno))
      description = "\(path): \(language == .chinese ? chinese(reason) : reason)"
    }
  }

  /// Writes what is not there yet; what is there stays as it is, a ledger too.
  ///
  /// - Parameters:
  ///   - folder: may exist, with settings of its own.
  ///   - isSample: whether to fill it with the sample salon.
  ///   - language: of a shop that is no sample.
  /// - Throws: ``Fault``.
  package static func make(in folder: ShopFolder, isSample: Bool, language: Language) throws(Fault)
  {
    for (path, text) in ShopFiles.all {
      let file = "\(folder.path)/\(path)"
      if try isThere(file, language) { continue }
      let content = isSample ? text : bare(path, language) ?? text
      guard makeFolder(folderName(of: file)), writeAtomically(Array(content.utf8), to: file) else {
        throw Fault(errno: errno, at: file, language)
      }
    }
    guard makeFolder(folderName(of: folder.ledger)) else {
      throw Fault(errno: errno, at: folder.ledger, language)
    }
    if try isThere(folder.ledger, language) { return }
    do throws(StorageError) {
      try Store.create(at: folder.ledger)
    } catch {
      throw Fault(description: error.text(language))
    }
  }

  /// What cannot be looked at may be there, and is not written over.
  private static func isThere(_ path: String, _ language: Language) throws(Fault) -> Bool {
    guard let isThere = stands(path) else { throw Fault(errno: errno, at: path, language) }
    return isThere
  }

  private static func folderName(of file: String) -> String {
    file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  }

  /// What a file holds in a shop that is no sample; nil for the same as in the sample.
  private static func bare(_ path: String, _ language: Language) -> String? {
    let isChinese = language == .chinese
    return switch path {
    case "Config/shop.json":
      """
      {
        // Every key and what it accepts: see the README.
        "name": "\(isChinese ? "新店" : "New shop")",
        "language": "\(language.rawValue)",
        "time_zone": "Asia/Shanghai",
        "document_prefix": "T",
        "login": {"required": true}
      }

      """
    case "Config/staff.json":
      """
      {
        "staff": [
          {"no": 1, "name": "\(isChinese ? "店长" : "Manager")", "role": "manager"},
          {"no": 2, "name": "\(isChinese ? "收银" : "Cashier")", "role": "cashier"}
        ]
      }

      """
    case "Config/catalog.csv":
      "code,name,kind,category,unit,price,floor,tax,discount,barcode,mnemonic\n"
    case "Config/membership.json":
      """
      {
        // Plans, tiers, points, courses, coupons: till init DIR --sample writes a file with every key.
      }

      """
    case "Config/stock.csv": "code,oversell,reorder,content\n"
    case "Config/kits.csv": "code,name,price,item,units\n"
    case "Config/recipes.csv": "service,item,amount\n"
    case "Config/lots.csv": "code,units,cost,lot,expires,supplier\n"
    case "Config/members.csv":
      "name,phone,card,birthday,tier,principal,bonus,points,course,sessions,referrer,note\n"
    default: nil
    }
  }

  /// What was made, for a person: where it is, everybody's PIN, and what to type next.
  static func text(
    _ folder: ShopFolder, _ till: Till, pins: [(member: StaffMember, pin: String)]
  ) -> String {
    let isChinese = till.language == .chinese
    let shown = screenSafe(folder.path)
    var text = isChinese ? "店铺已建好: \(shown)\n" : "the shop is made: \(shown)\n"
    for (member, pin) in pins {
      text += "  \(member.number)  \(member.name)  \(member.role.rawValue)  PIN \(pin)\n"
    }
    let path = folder.path == "." ? "till" : "till --shop \(shown)"
    let login = till.shop.isLoginNeeded ? pins.first.map { "login \($0.member.number)" } : nil
    let lines = [login, "open 300"].compactMap(\.self)
    return text
      + (isChinese
        ? "请记下密码, 不会再显示. 开始: \(path)  然后输入 \(lines.joined(separator: ", 再输入 "))\n"
        : "Note the PINs, they are not shown again. Start: \(path)  and type \(lines.joined(separator: ", then "))\n")
  }

  static func json(
    _ folder: ShopFolder, pins: [(member: StaffMember, pin: String)]
  ) -> JSON {
    .object([
      .init("ok", true), .init("shop", .string(folder.path)),
      .init(
        "staff",
        JSON(
          pins.map { member, pin in
            .object([
              .init("no", JSON(member.number)), .init("name", .string(member.name)),
              .init("role", .string(member.role.rawValue)), .init("pin", .string(pin)),
            ])
          })),
    ])
  }
}
