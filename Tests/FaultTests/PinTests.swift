import Foundation
import Ledger
import Testing

@Suite struct PinTests {
  private func wrong(_ shop: TestShop) -> String { shop.pins[4] == "0917" ? "0918" : "0917" }

  @Test func `five wrong tries lock a PIN, through a restart too, and ten until a manager helps`()
    throws
  {
    let shop = try TestShop(login: true)
    let (right, manager) = (shop.pins[4] ?? "", shop.pins[1] ?? "")
    let wrong = wrong(shop)
    let first = try shop.run(
      String(repeating: "login 4 \(wrong)\n", count: 6) + "login 4 \(right)\n")
    let outcomes = first.outcomes
    #expect(
      outcomes == [String](repeating: "login-failed", count: 5) + ["pin-locked", "pin-locked"])
    let seconds = first.replies.last?["need"]?.integer ?? 0
    #expect(seconds > 20 && seconds <= 30)
    let restarted = try shop.run("login 4 \(right)\n").outcomes
    #expect(restarted == ["pin-locked"])
    var locks: [Int64] = []
    for _ in 6...10 {
      // As if the time were over.
      try Database(shop.ledger).run("UPDATE pin SET locked_until = 0 WHERE staff = 4")
      let tries = try shop.run("login 4 \(wrong)\nlogin 4 \(right)\n")
      locks.append(((tries.replies.last?["need"]?.integer ?? -60) + 59) / 60)
    }
    #expect(locks == [1, 2, 4, 8, 0])
    try Database(shop.ledger).run("UPDATE pin SET locked_until = 0 WHERE staff = 4")
    let last = try shop.run(
      "login 4 \(right)\nlogin 1 \(manager)\npasswd 4 7291\nlogout\nlogin 4 7291\n"
    ).outcomes
    #expect(last == ["pin-locked", "ok", "ok", "ok", "ok"])
  }

  @Test func `wrong number and wrong PIN are answered alike`() throws {
    let shop = try TestShop(login: true)
    let ending = try shop.run("login 4 \(wrong(shop))\nlogin 77 1234\nlogin 3 1234\n")
    let outcomes = ending.outcomes
    #expect(outcomes == ["login-failed", "login-failed", "login-failed"])
    let messages = ending.replies.map { ($0["message"]?.string ?? "").filter { !$0.isNumber } }
    #expect(Set(messages).count == 1)
  }

  @Test func `a cashier's limits hold, an approval is good for its line alone`() throws {
    let shop = try TestShop(login: true)
    let (cashier, manager) = (shop.pins[4] ?? "", shop.pins[1] ?? "")
    let ending = try shop.run(
      """
      login 4 \(cashier)
      jf
      -5%
      xf
      -10%
      -10% ok 1 \(manager)
      2 -20%
      2 $50
      2 gift
      1 -10% ok 4 \(cashier)
      1 -10% ok 1 \(wrong(shop))
      w
      void 1 误操作
      void 1 误操作 ok 1 \(manager)
      nosale 换零
      nosale 换零 ok 2 \(shop.pins[2] ?? "")
      passwd 1 482913
      """)
    let outcomes = ending.outcomes
    #expect(
      outcomes == [
        "ok", "ok", "ok", "ok", "not-permitted", "ok", "not-permitted", "not-permitted",
        "not-permitted", "approver-unfit", "login-failed", "ok", "not-permitted", "ok",
        "not-permitted", "ok", "not-permitted",
      ])
    let refused = ending.replies[4]
    let (need, have) = (refused["need"]?.integer, refused["have"]?.integer)
    #expect(need == 680 && have == 340)
    let approver = ending.replies[13]["document"]?["approver"]?.integer
    #expect(approver == 1)
    let total = ending.replies[11]["document"]?["total"]?.integer
    // 128.00 less 5 % and 68.00 less 10 %.
    #expect(total == 18_280)
  }

  @Test func `nobody acts where a login is needed, and a logout ends it`() throws {
    let shop = try TestShop(login: true)
    let outcomes = try shop.run(
      "sell jf w\nreport x\nshow 1\nheld\nopen 5\nlogin 4 \(shop.pins[4] ?? "")\nsell jf w\nlogout\nsell jf w\n"
    ).outcomes
    let none = "login-needed"
    #expect(outcomes == [none, none, none, none, none, "ok", "ok", "ok", none])
  }

  @Test(arguments: ["1234", "0000", "98765432", "13579", "12", "123456789", "12a4", "２４６８"])
  func `a PIN that everybody tries first is refused`(pin: String) throws {
    let shop = try TestShop(login: true)
    let ending = try shop.run("login 4 \(shop.pins[4] ?? "")\npasswd 4 \(pin)\n")
    let outcome = ending.outcomes.last ?? ""
    #expect(["pin-weak", "malformed"].contains(outcome))
  }

  @Test func `no PIN is written anywhere`() throws {
    let shop = try TestShop(login: true)
    let (new, other, bad) = ("83519264", "62957183", "71938264")
    let ending = try shop.run(
      """
      login 1 \(shop.pins[1] ?? "")
      passwd 1 \(new)
      !k7 passwd 4 \(other)
      login 1 \(new)
      login 4 \(bad)
      login 4 \(other)
      jf
      -50% ok 1 \(new)
      -50% ok 1 \(bad)
      !k8 payin 5 x ok 1 \(new)
      w
      verify
      """)
    let outcomes = ending.outcomes.filter { $0 != "ok" }
    #expect(outcomes == ["login-failed", "login-failed"])
    var written = ending.output + ending.errors
    let files =
      FileManager.default.enumerator(atPath: shop.path)?.compactMap { $0 as? String } ?? []
    for file in files where !file.hasSuffix("-shm") {
      written += (try? shop.bytes(file)) ?? []
    }
    let text = String(decoding: written, as: UTF8.self)
    let found = [new, other, bad].filter { text.contains($0) }
    #expect(found == [] && files.count > 10)
    // Nor anything short enough to be tried against all PINs: a plain digest of the line.
    let digests = ["passwd 4 \(other)", "!k7 passwd 4 \(other)"].map {
      ChainHash(bytes: SHA256.digest($0.utf8)).hexadecimal.uppercased()
    }
    let kept = try Database(shop.ledger).texts("SELECT hex(line) FROM caller_key")
    #expect(kept.count == 2 && Set(kept).isDisjoint(with: digests))
  }
}
