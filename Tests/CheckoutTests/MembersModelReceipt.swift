import Catalog
import Checkout
import Ledger
import Membership

/// What a sale changed, so that it can be taken back.
struct ModelReceipt {
  let member: Int?
  let day: Int
  var lots: [(index: Int, principal: Int64, bonus: Int64, enjoyed: Int64)] = []
  /// By the day on which they lapse; what came is positive.
  var points: [Int: Int64] = [:]
  /// What was used, the soonest to lapse first.
  var burned: [(day: Int, count: Int64)] = []
  var earned: Int64 = 0
  var repaid: Int64 = 0
  var sessions: [(course: Int, part: Int, count: Int64, paid: Int64, bonus: Int64)] = []
  var granted: [String] = []
  var uses: [String] = []
  var counts: Int64?
  var referrer: (index: Int, expires: Int, repaid: Int64)?
  var moves: [String: Int64] = [:]
  var liability: Int64 = 0
  /// The same as it stands to come back in parts.
  var sold: ModelSold?
}

/// What the parts of a member's wallet pay of a bill.
struct OwnMoney {
  var stored: Int64 = 0
  var points: Int64 = 0
}
