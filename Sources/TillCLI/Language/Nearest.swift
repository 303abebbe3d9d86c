/// The words that are nearest to a mistyped one: all that are as near as the nearest, none where all are
/// too far away.
///
/// - Parameters:
///   - word: as it was typed.
///   - words: of which short ones are left out, as everything is near to them.
/// - Returns: in the order of `words`.
func nearest(to word: String, among words: [String]) -> [String] {
  guard word.count > 2 else { return [] }
  let near = words.filter { $0.count > 2 }
    .map { (word: $0, distance: editDistance($0, word)) }
    .filter { $0.distance <= ($0.word.count > 4 ? 2 : 1) }
  let least = near.map(\.distance).min()
  return near.filter { $0.distance == least }.map(\.word)
}

/// How many letters must be added, dropped, changed or swapped with their neighbour.
func editDistance(_ left: String, _ right: String) -> Int {
  let (left, right) = (Array(left), Array(right))
  var rows = [Array(0...right.count)]
  for row in 1..<(left.count + 1) {
    var next = [row]
    for column in 1..<(right.count + 1) {
      let isSame = left[row - 1] == right[column - 1]
      var best = min(
        rows[row - 1][column] + 1, next[column - 1] + 1,
        rows[row - 1][column - 1] + (isSame ? 0 : 1))
      if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1]
      {
        best = min(best, rows[row - 2][column - 2] + 1)
      }
      next.append(best)
    }
    rows.append(next)
  }
  return rows[left.count][right.count]
}
