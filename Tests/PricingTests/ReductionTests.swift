import Ledger
import Pricing
import Testing

struct ReductionTests {
  @Test(arguments: [
    ("-10%", Reduction.percentOff(1000), "-10%"), ("-0.01%", .percentOff(1), "-0.01%"),
    ("-12.5%", .percentOff(1250), "-12.5%"), ("-100%", .percentOff(10_000), "-100%"),
    ("-12.50%", .percentOff(1250), "-12.5%"), ("8.8z", .payable(8800), "8.8z"),
    ("88z", .payable(8800), "8.8z"), ("9z", .payable(9000), "9z"), ("9.5z", .payable(9500), "9.5z"),
    ("95z", .payable(9500), "9.5z"), ("8.88z", .payable(8880), "8.88z"),
    ("0.5z", .payable(500), "0.5z"), ("05z", .payable(500), "0.5z"),
    ("9.999z", .payable(9999), "9.999z"),
    ("0.001z", .payable(1), "0.001z"), ("15z", .payable(1500), "1.5z"),
    ("-5", .amountOff(Money(fen: 500)), "-5.00"), ("-.5", .amountOff(Money(fen: 50)), "-0.50"),
    ("-0.01", .amountOff(Money(fen: 1)), "-0.01"), ("$88", .price(Money(fen: 8800)), "$88.00"),
    ("$0", .price(.zero), "$0.00"), ("$88.5", .price(Money(fen: 8850)), "$88.50"),
    ("gift", .gift, "gift"),
  ])
  func `a reduction is read, and written in its shortest form`(
    word: String, reduction: Reduction, written: String
  ) throws {
    let read = try Reduction(word)
    let again = try Reduction(written)
    #expect(read == reduction)
    #expect(reduction.description == written)
    #expect(again == reduction)
  }

  @Test func `every reduction there is is read back from what it writes`() {
    var all: [Reduction] = [.gift]
    all += (1...10_000).map { .percentOff($0) } + (1...9999).map { .payable($0) }
    all += (1...5000).map { .amountOff(Money(fen: $0)) } + (0...5000).map { .price(Money(fen: $0)) }
    all += [.amountOff(Money.limit), .price(Money.limit)]
    let failure = all.first { (try? Reduction($0.description)) != $0 }
    #expect(failure == nil)
  }

  @Test(arguments: [
    "", "z", "0z", "00z", "10z", "90z", "100z", "10.0z", "8.8.8z", "-8z", "8.8888z", ".5z", "8.z",
    "x",
    "gifts", "Gift", "5", "5%", "88", "八折", "８z",
  ])
  func `a word that is no reduction is nothing`(word: String) throws {
    let read = try? Reduction(word)
    #expect(read == nil)
  }

  @Test(arguments: [
    ("-0%", Money.Fault.notANumber), ("-100.01%", .notANumber), ("-%", .notANumber),
    ("-1.234%", .notANumber), ("--5%", .notANumber), ("-0", .notANumber), ("-0.00", .notANumber),
    ("-", .notANumber), ("$", .notANumber), ("$-5", .notANumber), ("--5", .notANumber),
    ("-1e3", .notANumber), ("-5.123", .tooManyDecimals), ("$5.123", .tooManyDecimals),
    ("-10000000.01", .overLimit), ("$99999999999999999999", .overLimit),
  ])
  func `a reduction with a wrong number says what is wrong`(word: String, fault: Money.Fault) {
    #expect(throws: fault) { try Reduction(word) }
  }

  /// The kinds in one row and column each: whether the row's takes the column's place.
  @Test(
    arguments: [
      (
        Reduction.percentOff(500), [Reduction.amountOff(Money(fen: 100)), .price(Money(fen: 5000))]
      ),
      (.payable(9500), [.amountOff(Money(fen: 100)), .price(Money(fen: 5000))]),
      (
        .amountOff(Money(fen: 200)), [.percentOff(1000), .payable(9000), .price(Money(fen: 5000))]
      ),
      (.price(Money(fen: 6000)), []), (.gift, []),
    ] as [(Reduction, [Reduction])])
  func `a reduction takes the place of its own kind and keeps the others`(
    new: Reduction, kept: [Reduction]
  ) {
    let old: [Reduction] = [
      .percentOff(1000), .payable(9000), .amountOff(Money(fen: 100)), .price(Money(fen: 5000)),
      .gift,
    ]
    let staying = old.filter { one in
      var changed = bill([line(10_000)], off: [one])
      changed.reduce(by: GrantedReduction(new))
      return changed.reductions.count == 2
    }
    let expected = old.filter(kept.contains)
    #expect(staying == expected)
  }

  @Test func `a lower price is a reduction, a higher one is the line's price`() {
    var lowered = line(10_000, off: [.percentOff(500)])
    lowered.reduce(by: GrantedReduction(.price(Money(fen: 8000)), approver: 7))
    var raised = lowered
    raised.reduce(by: GrantedReduction(.price(Money(fen: 12_000))))
    var restored = raised
    restored.reduce(by: GrantedReduction(.price(Money(fen: 10_000))))
    #expect(lowered.unitPrice == Money(fen: 10_000))
    #expect(lowered.reductions == [GrantedReduction(.price(Money(fen: 8000)), approver: 7)])
    #expect(raised.unitPrice == Money(fen: 12_000) && raised.reductions.isEmpty)
    #expect(restored.unitPrice == Money(fen: 10_000) && restored.reductions.isEmpty)
  }

  @Test func `an open price is what the cashier states`() {
    var open = BillLine(item: item(nil), quantity: 2, unitPrice: .zero)
    open.reduce(by: GrantedReduction(.price(Money(fen: 8800))))
    #expect(open.unitPrice == Money(fen: 8800) && open.reductions.isEmpty)
    #expect(open.list == Money(fen: 17_600))
  }
}
