import Ledger

/// What a reply says by the paths of its figures, as in `shift.staff.3.amount`.
///
/// Elements of a list stand under their number, rate or account where they have one, else under
/// their place from 0.
func figures(_ json: JSON, _ path: String = "") -> [String: String] {
  let below = { (name: String) in path.isEmpty ? name : "\(path).\(name)" }
  switch json {
  case .null: return [:]
  case .bool(let value): return [path: String(value)]
  case .integer(let value): return [path: String(value)]
  case .string(let value): return [path: value]
  case .object(let members):
    return members.reduce(into: [:]) { $0.merge(figures($1.value, below($1.name))) { $1 } }
  case .array(let values):
    return values.enumerated().reduce(into: [:]) { result, element in
      let name = ["no", "rate", "account"].first { element.1[$0] != nil }
      let key = name.flatMap { element.1[$0] }.map { $0.string ?? $0.text }
      let rest = (element.1.members ?? []).filter { $0.name != name }
      let value = element.1.members == nil ? element.1 : .object(rest)
      result.merge(figures(value, below(key ?? String(element.offset)))) { $1 }
    }
  }
}
