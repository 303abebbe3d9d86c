import Catalog
import Checkout
import Ledger
import Storage

/// The records of what was received in some days, as the law asks for them.
///
/// Source: 化妆品生产经营监督管理办法, Article 39: name, registration or filing number, use-by date, net
/// content, quantity, the supplier's name and how they are reached, the date, and the document.
struct ReceivingReport {
  struct Row {
    let record: ReceivingRecord
    /// What the item is counted in.
    let unit: String
    /// What stands on the package; empty where nothing does.
    let label: String
    /// The number of the shop's own document.
    let number: String
    /// The number of the document that took the receipt back; nil where it stands.
    let voided: String?
    /// What the law asks for and nobody gave, as it is typed.
    let lacks: [String]
  }

  let days: ClosedRange<BusinessDate>
  let rows: [Row]
}

extension Till {
  /// The records of what was received in some days, oldest first; those of receipts that were taken
  /// back are among them.
  func receivingReport(
    _ days: ClosedRange<BusinessDate>, _ snapshot: Snapshot
  ) throws -> ReceivingReport {
    // A delivery of a hundred lots is one document.
    var receipts: [Int64: Receipt] = [:]
    let rows = try snapshot.records(of: days).map { record, entry in
      let receipt = try receipts[entry] ?? Receipt(entry, snapshot)
      receipts[entry] = receipt
      var receiving = Receiving(
        code: record.item, count: record.units, cost: .zero, label: "", expires: record.expires,
        supplier: record.supplier, document: record.document)
      receiving.origin = receipt.document.kind == .goodsIn ? .branch : .supplier
      receiving.registration = record.registration
      receiving.netContent = record.netContent
      receiving.contact = record.contact
      return ReceivingReport.Row(
        record: record, unit: try snapshot.item(code: record.item)?.unit ?? "",
        label: try snapshot.stockLot(record.lot, of: record.item)?.label ?? "",
        number: receipt.document.number, voided: receipt.voided, lacks: receiving.lacks)
    }
    return ReceivingReport(days: days, rows: rows)
  }
}

/// The document of a receipt, and the one that took it back.
private struct Receipt {
  let document: Document
  let voided: String?

  init(_ entry: Int64, _ snapshot: Snapshot) throws {
    guard let stored = try snapshot.entry(sequence: entry) else {
      throw StorageError(.damaged, message: "no entry \(entry)", place: "receiving_record")
    }
    document = try Document(stored)
    voided = try snapshot.void(of: entry)?.number
  }
}
