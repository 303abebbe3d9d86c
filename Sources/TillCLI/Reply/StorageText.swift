package import Checkout
import Ledger
package import Storage

extension StorageError {
  /// The stable name that `--json` gives.
  var name: String {
    switch kind {
    case .missing: "ledger-missing"
    case .damaged: "ledger-damaged"
    case .newer: "ledger-newer"
    case .rolledBack: "ledger-rolled-back"
    case .replaced: "ledger-replaced"
    case .busy: "busy"
    case .diskFull: "disk-full"
    case .readOnly: "read-only"
    case .otherContent: "entry-reused"
    case .outOfRange: "balance-out-of-range"
    case .outcomeUnknown: "outcome-unknown"
    case .other: "storage"
    }
  }

  /// The trouble in words, with what to do.
  package func text(_ language: Language) -> String {
    let said = language == .chinese ? chineseMessage : message
    let (chinese, english): (String, String) =
      switch kind {
      case .missing:
        (
          "找不到账本 \(place), 请从备份恢复; 新店请先: till init DIR",
          "there is no ledger at \(place): restore a backup; for a new shop first: till init DIR"
        )
      case .damaged:
        (
          "账本损坏, 未做任何更改, 请从备份恢复: \(said) (\(place))",
          "the ledger is damaged, nothing was changed, restore a backup: \(message) (\(place))"
        )
      case .newer(let version, let known):
        (
          "账本版本\(version)比程序(\(known))新, 请升级程序",
          "the ledger has version \(version), this program knows \(known): use a newer program"
        )
      case .rolledBack(let acknowledged, let found):
        (
          "本机已确认到第\(acknowledged)笔, 账本只到第\(found)笔或内容不符: 被换成了旧文件?",
          "this till has acknowledged entry \(acknowledged), the ledger ends at \(found) or differs"
        )
      case .replaced:
        (
          "账本文件在本机运行时被换掉或移走, 未入账, 请重新启动本机: \(place)",
          "the ledger was moved or another put in its place while this till ran, nothing was done: start the till again (\(place))"
        )
      case .busy:
        ("账本被其他收银台占用, 未入账, 请重试", "another till holds the ledger, nothing was done, try again")
      case .diskFull:
        ("磁盘已满: 未入账, 请清理空间后重试", "the disk is full: NOT recorded, make room and try again")
      case .readOnly:
        ("账本不可写, 未入账: \(place)", "the ledger cannot be written, nothing was done: \(place)")
      case .outcomeUnknown:
        (
          "不能确定是否已入账, 请勿重复, 先用 verify 与 show 核对: \(said)",
          "nobody can say whether this was recorded; do not repeat it, check with verify and show: \(message)"
        )
      case .otherContent, .outOfRange, .other:
        (
          "存储出错, 未入账, 请重试: \(said) (\(code))",
          "storage failed, nothing was done, try again: \(message) (\(code))"
        )
      }
    return language == .chinese ? chinese : english
  }
}

extension StorageError {
  /// The message in Chinese; of a file it says the path as well.
  fileprivate var chineseMessage: String {
    let path = "\(place): "
    guard message.hasPrefix(path) else { return chinese(message) }
    return path + chinese(String(message.dropFirst(path.count)))
  }
}

extension Reply.Notice {
  /// The notice in words.
  func text(_ language: Language) -> String {
    let (chinese, english): (String, String) =
      switch self {
      case .slipNotWritten(let number, let reason):
        (
          "小票未打印(\(reason)), 可补打: reprint \(number)",
          "the slip is not written (\(reason)), print it with: reprint \(number)"
        )
      case .clockBehind(let seconds):
        (
          "系统时钟比最后一笔慢\(seconds)秒, 按最后一笔的时间记账",
          "the clock is \(seconds) s behind the last entry; entries take that entry's time"
        )
      case .diskLow(let megabytes):
        ("磁盘只剩\(megabytes)MB", "only \(megabytes) MB of the disk are free")
      case .billsParked(let tags):
        (
          "还有挂单: \(tags.joined(separator: " "))",
          "bills are still parked: \(tags.joined(separator: " "))"
        )
      case .oversold(let sold):
        (
          "\(sold.code)账外售出\(sold.count), 账面库存\(sold.onHand)",
          "\(sold.code): \(sold.count) sold beyond the books, on hand \(sold.onHand)"
        )
      case .limitPassed(let refusal): (refusal.text(.chinese), refusal.text(.english))
      case .recordLacks(let code, let fields):
        (
          "\(code)的进货记录还缺: \(fields.joined(separator: " "))(化妆品生产经营监督管理办法第39条)",
          "the record of \(code) lacks \(fields.joined(separator: " ")) (Cosmetics Measures, Article 39)"
        )
      case .costMissing(let code):
        (
          "\(code)没有写进价 cost=, 按0.00入账",
          "\(code) came in at 0.00: no cost= was given and none is known"
        )
      case .typeThere(let lines):
        (
          "对方店输入: \(lines.joined(separator: "; "))",
          "the other branch types: \(lines.joined(separator: "; "))"
        )
      case .stock(let low, let expiring, let expired):
        (
          "库存: \(low)个品项待补货(stock low), \(expiring)个90天内到期, \(expired)个已过期(stock expiring)",
          "stock: \(low) to reorder (stock low), \(expiring) expire within 90 days, \(expired) have expired (stock expiring)"
        )
      case .openingVariance(let amount):
        (
          "备用金与上班余额相差 \(amount.grouped)",
          "the float differs from what was left by \(amount.grouped)"
        )
      }
    return language == .chinese ? chinese : english
  }
}
