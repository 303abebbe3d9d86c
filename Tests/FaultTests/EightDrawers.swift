import Testing

extension TestShop {
  private static let drawers = 1...8

  /// A shop with eight drawers, all open, and one member with a number of 1.
  static func withEightDrawers(_ prepared: String) throws -> TestShop {
    let shop = try TestShop(isOpen: false)
    try shop.write(
      """
      {
        "name": "小店", "language": "zh-Hans", "document_prefix": "T",
        "drawers": [1, 2, 3, 4, 5, 6, 7, 8],
        "login": {"required": false, "role_without": "manager"}
      }
      """, to: "Config/shop.json")
    try shop.write(
      """
      {"courses": [{"code": "jf5", "name": "剪发5次", "price": "500.00", "entitlements": [
        {"services": ["jf"], "sessions": 5, "list": "128.00"}]}],
       "coupons": [{"code": "once", "name": "一次", "off": "8.00", "per_member": 1}],
       "topup_plans": [{"amount": "1000.00", "points": 1000}],
       "points": {"for_one_yuan": 100, "step": 100, "cap_percent": 100, "earns_not": ["service"]}}
      """, to: "Config/membership.json")
    for drawer in drawers {
      _ = try shop.start("open 0\n".utf8, "--drawer", String(drawer)).wait()
    }
    let ending = try shop.run("member add 张丽 13800005678\n@1\n" + prepared)
    #expect(ending.status == 0, "\(ending.outcomes)")
    return shop
  }

  /// Every drawer's program at once, on the same line so many times; the outcomes of all.
  func race(_ line: String, times: Int) throws -> [String] {
    try race { _ in String(repeating: line + "\n", count: times) }.flatMap(\.outcomes)
  }

  /// Every drawer's program at once, each on its own lines.
  func race(_ lines: (Int) -> String) throws -> [Child.Ending] {
    let children = try Self.drawers.map {
      try start(lines($0).utf8, "--drawer", String($0))
    }
    return try children.map { try $0.wait() }
  }
}
