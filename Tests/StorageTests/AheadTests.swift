import Dispatch
import Storage
import Synchronization
import Testing

struct AheadTests {
  @Test(arguments: [nil, 1, 7] as [Int?])
  func `values come in the order in which they are made, each once`(most: Int?) {
    let squares = Ahead(most: most) { hand in
      for number in 0..<10_000 { guard hand(number * number) else { return } }
    }
    for number in 0..<10_000 { #expect(squares.next() == number * number) }
  }

  @Test func `no more values are made ahead than there is room for`() {
    let made = Atomic(0)
    let numbers = Ahead(most: 3) { hand in
      for number in 0..<100 {
        made.add(1, ordering: .relaxed)
        guard hand(number) else { return }
      }
    }
    for number in 0..<50 {
      #expect(numbers.next() == number)
      // Three wait, and a fourth is made that finds no room.
      #expect(made.load(ordering: .relaxed) <= number + 5)
    }
  }

  @Test func `who lets go of it stops the work`() {
    let over = DispatchSemaphore(value: 0)
    do {
      let numbers = Ahead(most: 2) { hand in
        var number = 0
        while hand(number) { number += 1 }
        // Asked again, it is answered at once.
        if !hand(number), !hand(number) { over.signal() }
      }
      #expect(numbers.next() == 0)
    }
    #expect(over.wait(timeout: .now() + 60) == .success)
  }
}
