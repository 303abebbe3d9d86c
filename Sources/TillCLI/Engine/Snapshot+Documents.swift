import Checkout
import Storage

extension Snapshot {
  /// The void of a document; nil while it stands.
  func void(of sequence: Int64) throws(StorageError) -> Document? {
    try entry(about: sequence, kind: DocumentKind.void.rawValue)
      .map { stored throws(StorageError) in try Document(stored) }
  }
}

extension Document {
  /// An entry that was just appended.
  init(_ made: Writer.Appended) { self.init(json: made.json, hash: made.hash) }
}
