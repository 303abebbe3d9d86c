import Checkout
import Dispatch

/// The slips of one document, written while the document is being committed.
///
/// The disk and another processor work at the same time. Nothing stands under a slip's name before
/// ``finish()``, so a document that is not committed leaves no slip.
final class SlipJob: @unchecked Sendable {
  let document: Document
  // The two threads take turns: what follows is the queue's until the semaphore is signalled.
  private let printer: SlipPrinter
  private let isWritten = DispatchSemaphore(value: 0)
  private var result: Result<SlipDrafts, SlipFault>?

  private static let queue = DispatchQueue(label: "slips", qos: .userInitiated)

  /// Begins to write.
  ///
  /// - Parameters:
  ///   - document: as it will be stored.
  ///   - member: how its slip names the member; nil where it is about none.
  ///   - printer: writes it.
  init(_ document: Document, of member: MemberLabel?, by printer: SlipPrinter) {
    self.document = document
    self.printer = printer
    SlipJob.queue.async {
      self.result = Result { () throws(SlipFault) in
        try self.printer.prepare(self.document, of: member, copy: nil)
      }
      self.isWritten.signal()
    }
  }

  /// Puts the slips under their names, once the document is committed.
  ///
  /// - Returns: their file names.
  /// - Throws: ``SlipFault``; the document stays as committed.
  func finish() throws(SlipFault) -> [String] {
    isWritten.wait()
    return try result?.get().reveal() ?? []
  }

  /// Takes back what was written: the document was not committed.
  func discard() {
    isWritten.wait()
    result = nil
  }
}
