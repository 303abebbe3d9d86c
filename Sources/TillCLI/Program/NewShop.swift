import Checkout
import Glibc
import Ledger
import Storage

/// Makes a shop's folder: settings, templates and an empty ledger.
package enum NewShop {
  package struct Fault: Error, CustomStringConvertible {
    package let description: String
  }

  /// Writes what is not there yet; files that are there stay as they are.
  ///
  /// - Parameters:
  ///   - folder: may exist, with settings of its own.
  ///   - isSample: whether to fill it with the sample salon.
  /// - Throws: ``Fault``.
  package static func make(in folder: ShopFolder, isSample: Bool) throws(Fault) {
    for (path, text) in ShopFiles.all {
      let file = "\(folder.path)/\(path)"
      guard access(file, F_OK) != 0 else { continue }
      let content = isSample ? text : bare[path] ?? text
      guard makeFolder(folderName(of: file)), writeAtomically(Array(content.utf8), to: file) else {
        throw Fault(description: "\(file): \(String(cString: strerror(errno)))")
      }
    }
    guard makeFolder(folderName(of: folder.ledger)) else {
      throw Fault(description: "\(folder.ledger): \(String(cString: strerror(errno)))")
    }
    do throws(StorageError) {
      try Store.create(at: folder.ledger)
    } catch {
      throw Fault(description: error.description)
    }
  }

  private static func folderName(of file: String) -> String {
    file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  }

  /// What a shop starts with that is no sample.
  private static let bare = [
    "Config/shop.json": """
    {
      // Every key and what it accepts: see the README.
      "name": "新店",
      "time_zone": "Asia/Shanghai",
      "document_prefix": "T",
      "login": {"required": true}
    }

    """,
    "Config/staff.json": """
    {
      "staff": [
        {"no": 1, "name": "店长", "role": "manager"},
        {"no": 2, "name": "收银", "role": "cashier"}
      ]
    }

    """,
    "Config/catalog.csv":
      "code,name,kind,category,unit,price,floor,tax,discount,barcode,mnemonic\n",
  ]

  /// What was made, for a person: where it is, everybody's PIN, and what to type next.
  static func text(
    _ folder: ShopFolder, _ till: Till, pins: [(member: StaffMember, pin: String)]
  ) -> String {
    let isChinese = till.language == .chinese
    var text = isChinese ? "店铺已建好: \(folder.path)\n" : "the shop is made: \(folder.path)\n"
    for (member, pin) in pins {
      text += "  \(member.number)  \(member.name)  \(member.role.rawValue)  PIN \(pin)\n"
    }
    let path = folder.path == "." ? "till" : "till --shop \(folder.path)"
    return text
      + (isChinese
        ? "请记下密码, 不会再显示. 开始: \(path)  然后输入 open 300\n"
        : "Note the PINs, they are not shown again. Start: \(path)  and type open 300\n")
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
