import Ledger
import Seeded
import Testing

@testable import Catalog

/// The texts of a name's keys in one field.
private func texts(_ name: String, _ field: SearchKey.Field) -> [String] {
  searchKeys(ofName: name).filter { $0.field == field }.map(\.text)
}

@Suite("Search keys")
struct SearchKeysTests {
  @Test(
    "a name has its initials and its pinyin",
    arguments: [
      ("剪发", ["jf"], ["jianfa"]),
      ("SPA护理", ["spahl"], ["spahuli"]),
      ("500ml 洗发水", ["500mlxfs"], ["500mlxifashui", "500mlxianfashui"]),
      ("ＳＰＡ·护理（大）", ["spahld"], ["spahulida"]),
      ("欧阳", ["oy"], ["ouyang"]),
      ("女士", ["ns"], ["nvshi", "nushi"]),
      ("重庆", ["zq", "cq"], ["zhongqing", "chongqing"]),
      ("单", ["d", "s", "c"], ["dan", "shan", "chan"]),
      ("𠮷野", ["𠮷y"], ["𠮷ye"]),
      ("わ剪", ["わj"], ["わjian"]),
      ("Café", ["cafe"], []),
      ("", [], []),
      ("（）·", [], []),
    ])
  func names(name: String, initials: [String], pinyin: [String]) {
    let foundInitials = texts(name, .initials)
    let foundPinyin = texts(name, .pinyin)
    #expect(foundInitials == initials)
    #expect(foundPinyin == pinyin)
  }

  @Test(
    "each reading of a heteronym finds it",
    arguments: [
      ("曾丽", "zl", "zengli"), ("曾丽", "cl", "cengli"), ("单明", "sm", "shanming"),
      ("重庆", "cq", "chongqing"), ("长发", "cf", "changfa"), ("长发", "zf", "zhangfa"),
      ("查英", "zy", "zhaying"), ("仇明", "qm", "qiuming"), ("解明", "xm", "xieming"),
      ("朴明", "pm", "piaoming"), ("尉迟明", "ycm", "yuchiming"), ("乐明", "ym", "yueming"),
      ("乐明", "lm", "leming"), ("绿茶", "lc", "lvcha"), ("绿茶", "lc", "lucha"),
      ("银行", "yh", "yinhang"), ("会计", "kj", "kuaiji"), ("调理", "tl", "tiaoli"),
      ("头皮屏障", "tppz", "toupipingzhang"), ("发色", "fs", "fashai"), ("漂色", "ps", "piaose"),
      ("玫瑰露", "mgl", "meiguilou"), ("万俟", "mq", "moqi"), ("薄荷", "bh", "bohe"),
      ("占", "z", "zhan"), ("转", "z", "zhuan"), ("发", "f", "fa"), ("作", "z", "zuo"),
      ("相", "x", "xiang"), ("轴", "z", "zhou"), ("钻", "z", "zuan"), ("涨", "z", "zhang"),
      ("扇", "s", "shan"), ("散", "s", "san"), ("应", "y", "ying"), ("载", "z", "zai"),
    ])
  func heteronyms(name: String, initials: String, pinyin: String) {
    let foundInitials = texts(name, .initials)
    let foundPinyin = texts(name, .pinyin)
    #expect(foundInitials.contains(initials))
    #expect(foundPinyin.contains(pinyin))
  }

  @Test("every heteronym of the table is reached by each of its readings")
  func wholeTable() {
    var reader = PinyinReader()
    #expect(Heteronyms.readings.count >= 200)
    for (character, readings) in Heteronyms.readings {
      let keys = Set(reader.searchKeys(ofName: "护\(character)"))
      for reading in readings {
        let initials = SearchKey(text: "h\(reading.prefix(1))", field: .initials)
        let pinyin = SearchKey(text: "hu\(reading)", field: .pinyin)
        #expect(keys.contains(initials), "\(character) \(reading)")
        #expect(keys.contains(pinyin), "\(character) \(reading)")
      }
    }
  }

  @Test("the table holds each character once, with different readings, also the one of ICU")
  func tableIsSound() {
    let entries = Heteronyms.table.split(whereSeparator: \.isWhitespace)
    #expect(Heteronyms.readings.count == entries.count)
    for (character, readings) in Heteronyms.readings {
      let syllables = readings.filter { $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
      #expect(readings.count >= 2 && Set(syllables).count == readings.count, "\(character)")
      let main = mainReading(of: character)
      #expect(main.map(readings.contains) == true, "\(character): ICU reads \(main ?? "nothing")")
    }
  }

  @Test("the variants are within their limit, the likeliest first and single changes before double")
  func variantLimit() {
    let initials = texts("重长单曾查仇解乐", .initials)
    let pinyin = texts(String(repeating: "重", count: 60), .pinyin)
    #expect(initials.count == SearchKey.variantLimit)
    #expect(initials.first == "zcdzcqjl")
    #expect(initials.contains("zcdzcqjy"))
    #expect(initials.contains("ccdzcqjl"))
    #expect(pinyin.count <= SearchKey.variantLimit)
    #expect(pinyin.allSatisfy { $0.count == SearchKey.lengthLimit })
  }

  @Test(
    "an item is found by code, mnemonic, initials, pinyin and any part of its name, in that rank")
  func ranks() {
    let item = Item(
      code: "sp-1", name: "SPA护理", kind: .service, category: "护理", unit: "次", price: nil,
      taxRate: 600, mnemonics: ["保养"])
    let keys = searchKeys(of: item)
    let cases: [(String, SearchKey.Rank?)] = [
      ("sp-1", .code), ("SP", .initials), ("保养", .code), ("保", .initials), ("spah", .initials),
      ("ＳＰＡＨＬ", .initials), ("spahu", .pinyin), ("spahuli", .pinyin), ("护", .substring),
      ("a护理", .substring), ("理", .substring), ("护发", nil), ("hl", nil), ("", nil), ("-", nil),
    ]
    for (query, expected) in cases {
      let folded = searchText(query)
      let best = keys.compactMap { $0.rank(for: folded) }.min()
      #expect(best == expected, "\(query)")
    }
  }

  @Test("no key stands twice, is empty or is longer than the limit")
  func keysAreSound() {
    for name in ["aa aa", "一一一", "SPA", String(repeating: "重长", count: 100), "\u{0}\u{301}"] {
      let keys = searchKeys(ofName: name)
      let lengths = keys.map(\.text.unicodeScalars.count)
      #expect(Set(keys.map(\.text)).count == keys.count)
      #expect(lengths.allSatisfy { (1...SearchKey.lengthLimit).contains($0) })
    }
  }

  @Test(
    "what is typed is folded as the keys are, and folding twice changes nothing",
    arguments: [
      ("ＳＰＡ 护理", "spa护理"), ("Café", "cafe"), ("sp-1", "sp1"), ("①", "1"), ("İ", "i"),
      ("５００ＭＬ", "500ml"), ("\u{202E}\u{0}", ""),
      (
        String(repeating: "a", count: 99),
        String(repeating: "a", count: 32)
      ),
    ])
  func folding(text: String, expected: String) {
    let once = searchText(text)
    let twice = searchText(once)
    #expect(once == expected)
    #expect(twice == expected)
  }

  @Test("any name has keys within the limits", arguments: 1...20)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    var reader = PinyinReader()
    for _ in 0..<100 {
      var name = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...80, using: &random) {
        let value = UInt32.random(in: 0...0x2_FFFF, using: &random)
        guard let scalar = Unicode.Scalar(value) else { continue }
        name.append(scalar)
      }
      let keys = reader.searchKeys(ofName: String(name))
      let again = searchKeys(ofName: String(name))
      #expect(keys == again)
      #expect(keys.count <= 180 + 2 * SearchKey.variantLimit)
    }
  }
}
