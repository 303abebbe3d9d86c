import Checkout
import Ledger
import Pricing

extension [StaffShare] {
  var reply: JSON {
    JSON(
      map { share in
        .object([
          .init("no", JSON(share.staff)), .init("share", JSON(share.share)),
          .init("chosen", JSON(share.isChosen)),
        ])
      })
  }
}

extension SettledTender {
  var reply: JSON {
    .object([
      .init("kind", .string(kind.rawValue)), .init("amount", JSON(amount)),
      .init("tendered", JSON(tendered)), .init("change", JSON(change)),
      .init("principal", principal.map { JSON($0) } ?? .null),
      .init("bonus", bonus.map { JSON($0) } ?? .null),
      .init("points", points.map { JSON($0) } ?? .null),
      .init("ref", JSON(reference ?? debtor)),
    ])
  }
}

extension Document {
  /// The document as replies give it.
  ///
  /// - Parameter slips: the names of the files its slips were written to.
  /// - Returns: an object.
  func reply(slips: [String]) -> JSON {
    JSON.object([
      .init("kind", .string(kind.rawValue)), .init("number", .string(number)),
      .init("entry", JSON(id.value)), .init("seq", JSON(sequence)),
      .init("at", .string(at.description)), .init("day", .string(day.description)),
      .init("drawer", JSON(drawer)), .init("shift", JSON(shift)),
      .init("total", JSON(total)),
      .init("rounding", JSON(roundingOfTotal)),
      .init("tenders", JSON(tendersOfTotal.map(\.reply))),
      .init("change", JSON(kind == .void ? .zero : change)),
      .init("points_earned", JSON(pointsOfTotal.earned)),
      .init("points_burned", JSON(pointsOfTotal.burned)),
      .init("hash", .string(hash.hexadecimal)),
      .init("receipts", JSON(slips.map(JSON.string))),
    ]).with([
      .init("member", JSON(member)), .init("after", json["after"] ?? .null),
      .init("credit", json["credit"] ?? .null),
      .init("given_back", kind == .exchange ? JSON(givenBack) : .null),
      .init("points_reversed", json["reversed"] ?? .null),
      .init("points_returned", json["returned_points"] ?? .null),
      .init("returned", json["returned"] ?? .null),
      .init("restock", json["restock"] ?? .null),
      .init("lots", json["lots"]?.lotsReply ?? .null),
      .init("courses", json["courses"]?.array.map { JSON($0.map(\.withDate)) } ?? .null),
      .init("bonus", json["bonus"] ?? .null), .init("parts", json["parts"] ?? .null),
      .init("to_card", json["to_card"] ?? .null),
      .init("bonus_to_card", json["bonus_to_card"] ?? .null),
      .init("interest", json["interest"] ?? .null),
      .init("item", json["item"] ?? .null), .init("units", json["units"] ?? .null),
      .init("label", json["label"] ?? .null), .init("expires", json["expires"] ?? .null),
      .init("registration", json["registration"] ?? .null),
      .init("net_content", json["net_content"] ?? .null),
      .init("sheet", json["sheet"] ?? .null), .init("counts", json["counts"] ?? .null),
      .init("uncounted", json["uncounted"] ?? .null),
      .init("items", json["items"] ?? .null),
      .init("supplier", json["supplier"] ?? .null), .init("branch", json["branch"] ?? .null),
      .init("original", json["original"] ?? .null), .init("reason", JSON(reason)),
      .init("approver", JSON(approver)),
      .init("lines", lines.isEmpty ? .null : JSON(lines.enumerated().map { $1.reply($0 + 1) })),
    ]).with(backBarReply)
  }
}

extension JSON {
  /// Lots that goods were taken from with their figures by name, and other lots as they are stored.
  ///
  /// They are stored as `[[no, units, cost of one], …]`; without a number what was sold beyond the books.
  fileprivate var lotsReply: JSON {
    let lots = array ?? []
    guard !lots.isEmpty else { return .null }
    return JSON(
      lots.map { lot in
        guard let share = lot.array, share.count == 3 else { return lot.withDate }
        return .object([.init("no", share[0]), .init("qty", share[1]), .init("cost", share[2])])
      })
  }
}

extension JSON {
  /// A member's top-up or course of another day, which its entry holds as a count of days, with the
  /// date in its place.
  fileprivate var withDate: JSON {
    guard case .object(let members) = self else { return self }
    return .object(
      members.map { member in
        guard member.name == "day", let days = member.value.int else { return member }
        return .init("day", .string(BusinessDate(days: days).description))
      })
  }
}

extension DocumentLine {
  fileprivate func reply(_ number: Int) -> JSON {
    JSON.object([
      .init("no", JSON(number)), .init("code", .string(code)), .init("name", .string(name)),
      .init("qty", JSON(quantity)), .init("unit_price", JSON(unitPrice)), .init("list", JSON(list)),
      .init("discount", JSON(discount)), .init("net", JSON(net)), .init("tax", JSON(tax)),
      .init("staff", staff.reply),
    ]).with([.init("kit", json["kit"] ?? .null), .init("lots", json["lots"]?.lotsReply ?? .null)])
  }
}
