import Storage
import Testing

struct AheadTests {
  @Test func `values come in the order in which they are made, each once`() {
    let squares = Ahead { hand in
      for number in 0..<10_000 { hand(number * number) }
    }
    for number in 0..<10_000 { #expect(squares.next() == number * number) }
  }

  @Test func `what nobody asks for is no matter`() {
    let numbers = Ahead { hand in
      for number in 0..<100 { hand(number) }
    }
    #expect(numbers.next() == 0)
  }
}
