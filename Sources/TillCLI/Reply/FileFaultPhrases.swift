/// What the faults of a shop's files say, in English as they are thrown, `{}` for each value, and in
/// Chinese; the first that fits counts, and a value may be such a phrase itself.
package let phrases: [(english: String, chinese: String)] =
  [
    // Where.
    ("line {}, column {}", "第{}行 {}列"), ("line {}: {}", "第{}行: {}"), ("line {}", "第{}行"),
    ("file: {}", "文件: {}"), ("file", "文件"), ("text: {}", "文字编码: {}"), ("text", "文字编码"),
    // What is wrong in many files.
    ("missing", "缺少"), ("none", "没有"), ("an unknown key", "不认识的键"),
    ("an unknown category", "没有这个品类"), ("{} a second time", "{}重复"),
    ("{}, a word of the command language", "{}是指令用词"),
    ("is a word of the command language; choose another", "是指令用词, 请另选"),
    ("{}, before \"from\"", "{}早于\"from\""), ("not UTF-8", "不是UTF-8"), ("{} columns", "{}列"),
    ("No such file or directory", "没有这个文件"), ("Permission denied", "没有权限"),
    ("Is a directory", "是目录"), ("Not a directory", "不是目录"), ("Invalid argument", "不是普通文件"),
    ("Input/output error", "读写出错"), ("Too many open files", "打开的文件太多"),
    ("Disk quota exceeded", "磁盘配额已满"), ("File exists", "已有同名文件"),
    ("Cannot allocate memory", "内存不足"), ("locking protocol", "账本的锁出错"),
    ("Device or resource busy", "正被改动"), ("disk I/O error", "磁盘读写出错"),
    ("unable to open database file", "账本文件打不开"),
    ("No space left on device", "磁盘已满"), ("Read-only file system", "磁盘只读"),
    // What would be accepted.
    ("a file that can be read, of at most 64 MB", "可读的文件, 不超过64 MB"),
    ("one of {}", "{} 之一"), ("each once", "不重复"), ("another code", "另一个编码"),
    ("a list of {}", "列表, 每项为{}"), ("a list of objects", "列表, 每项为 {…}"),
    ("an object {…}", "{…}"), ("objects", "{…}"), ("a template", "模板"),
    ("true or false", "true 或 false"), ("a whole number", "整数"),
    ("a whole number from {} to {}", "{}到{}的整数"), ("a whole number above 0", "大于0的整数"),
    ("numbers from {} to {}", "{}到{}的数"), ("texts of at most {} characters", "最多{}个字的文字"),
    ("a text of at most {} characters", "最多{}个字的文字, 不含控制字符"),
    ("a text of {} to {} characters", "{}到{}个字的文字, 不含控制字符"),
    ("yuan as text of at least {}, as in {}", "带引号的元, 至少{}, 如 {}"),
    ("yuan as text, as in {}", "带引号的元, 如 {}"),
    ("yuan above zero as text, as in {}, or {}", "带引号的元, 如 {}, 或{}"),
    ("yuan above 0, as in {}", "大于0的元, 如 {}"), ("yuan as in {}", "元, 如 {}"),
    ("the part to pay (折) as text, as in {}", "带引号的折, 如 {}"),
    ("a factor as text from {} to {}, as in {}", "带引号的倍数, {}到{}, 如 {}"),
    ("a day, as in {}", "日期, 如 {}"), ("{} or later", "不早于{}"),
    ("32, 42 or 48", "32, 42 或 48"), ("\"text\" or \"escpos\"", "\"text\" 或 \"escpos\""),
    ("60g or 500ml", "60g 或 500ml"),
    // shop.json, staff.json
    (
      "a zone that the system knows, as in {}, or an offset {}",
      "系统认识的时区, 如 {}, 或时差 {}"
    ),
    ("1 to 6 capital letters or digits", "1到6个大写字母或数字"),
    (
      "13 characters as in {}: digits, I, P, W or Q, and C",
      "13个字符, 如 {}: 数字, I, P W Q 之一, 末位 C"
    ),
    (
      "1 to 24 lower-case letters, digits, hyphens or Chinese", "1到24个小写字母, 数字, 连字符或汉字"
    ),
    ("at least one drawer", "至少一个钱箱"), ("no \"cash\"", "没有\"cash\""),
    ("cash among them, by law", "其中要有\"cash\": 依法不得拒收现金"), ("no manager", "没有店长"),
    ("at least one \"role\": \"manager\"", "至少一个 \"role\": \"manager\""),
    // membership.json
    ("at least one", "至少一个"), ("at least one service", "至少一个服务"),
    ("at least one, from 0 on", "至少一级, 从0起"), ("codes of services in lower case", "服务的小写编码"),
    ("codes that the catalog has", "目录里有的编码"),
    ("at most {}, which its sessions cost one by one", "最多{}, 即单次买的总价"),
    (
      "a \"birthday\" in the file that says how many days before and after",
      "文件里有\"birthday\", 写明前后几天"
    ),
    ("of a birthday's coupon", "生日券不写此项"), ("none: it is once a year", "不写: 一年一次"),
    ("at least one code, category or kind", "至少一个编码, 品类, service 或 product"),
    ("an item's code, or {}", "品项编码, 或{}"),
    ("\"service\", \"product\" or a category", "\"service\", \"product\" 或品类"),
    ("0: the first tier is everybody's", "0: 第一级人人都是"), ("more than the {} of {}", "大于{1}"),
    ("a multiple of {}", "{}的倍数"),
    ("{} points, no whole number of fen at {} for a yuan", "{}分, 按{}分抵1元不是整数分钱"),
    (
      "no more than \"named\" {}: a card with a name may hold more",
      "不超过\"named\"的{}: 记名卡的限额更高"
    ),
    (
      "none while limits.mode is \"refuse\": by law a card with a name never runs out",
      "limits.mode 为\"refuse\"时不写: 记名卡依法不设有效期"
    ),
    ("no less than the {} for {}", "不少于{}(充{})"), ("{}.{} for {}.{}", "{}.{}(充{}.{})"),
    ("at most {}, the limit of a card with a name", "最多{}, 即记名卡限额"),
    ("{} of a bonus of {}", "{}份, 赠金{}"),
    ("1, or a bonus with a fen for each part", "1, 或每份至少一分的赠金"),
    ("none: the file has no \"points\"", "不写: 文件里没有\"points\""),
    ("none: there is no {}", "不写: 没有{}"), ("course", "疗程"), ("tier", "等级"),
    ("coupon with \"issue\": \"granted\"", "\"issue\" 为 \"granted\" 的券"),
    ("a course: {}", "疗程: {}"), ("a tier: {}", "等级: {}"),
    (
      "a coupon with \"issue\": \"granted\": {}", "\"issue\" 为 \"granted\" 的券: {}"
    ),
    // kits.csv, recipes.csv, stock.csv, members.csv
    (
      "letters and digits that are no word of the language and no item's code",
      "字母和数字, 不是指令用词, 也不是品项编码"
    ),
    ("1-60 characters", "1-60个字"), ("the rows of a kit one below the other", "同一套装的行连在一起"),
    (
      "the code of an item that has a price and takes reductions", "有价格且可打折的品项编码"
    ),
    ("at most {}, what its parts cost one by one", "最多{}, 即单买的总价"),
    ("the code of a service", "服务的编码"), ("the code of a product", "商品的编码"),
    ("{}, or units as in 1", "{}, 或件数如 1"), ("units as in 1", "件数如 1"),
    ("a mobile phone's number", "手机号"),
  ] + importPhrases + catalogPhrases + syntaxPhrases + gs1Phrases

private let importPhrases: [(english: String, chinese: String)] = [
  ("empty, no head line", "空文件; 应为: 第一行是列名"), ("columns are {}", "不认识的列; 可用: {}"),
  ("missing; needed are {}", "缺少; 必须有: {}"), ("is missing", "没有写"),
  ("{} fields, the head has {}", "{}格, 表头有{}格"),
  ("at most {} characters, none of them hidden", "应为: 最多{}个字, 不含看不见的字符"),
  ("{} to {} characters", "{}到{}个字"), ("an item's code or barcode", "品项编码或条码"),
  ("no product of this code", "没有这个编码的商品"), ("the code says {}", "条码上是{}"),
  ("is a member's already ({})", "已是会员{}的"), ("is a member's already", "文件中已有这个会员"),
  ("is member {}'s", "已是会员{}的"),
]

private let catalogPhrases: [(english: String, chinese: String)] = [
  ("expected at most the price {}", "应为: 不超过价格{}"),
  (
    "expected 1 to 32 letters a-z, digits, - or _, or Chinese characters",
    "应为: 1到32个字母 a-z, 数字, - _ 或汉字"
  ),
  ("would be read as a barcode", "会被当成条码"), ("would be read as a phone number", "会被当成手机号"),
  ("13 digits would be read as a barcode", "13位数字会被当成条码"),
  ("expected a text", "应为: 文字"),
  ("holds {}, which cannot be seen or printed", "含有看不见也打不出的{}"),
  ("{} characters in {} bytes; expected at most {} in {}", "{}字{}字节; 应为: 最多{}字{}字节"),
  ("expected service or product (服务 or 商品)", "应为: service 或 product (服务 或 商品)"),
  ("expected yuan such as 88 or 88.50, without a sign", "应为: 元, 如 88 或 88.50, 不带符号"),
  ("expected at most two decimals", "应为: 最多两位小数"),
  (
    "expected percent from 0 to 100 with at most two decimals, such as 6 or 6.5",
    "应为: 0到100的百分数, 最多两位小数, 如 6 或 6.5"
  ),
  ("expected yes or no (是 or 否)", "应为: yes 或 no (是 或 否)"),
  ("expected 8, 12, 13 or 14 digits", "应为: 8, 12, 13 或 14 位数字"),
  ("the check digit should be {}", "校验位应为{}"),
  ("{} items; expected at most {}", "{}个品项; 应为: 最多{}"),
  ("more than {} items; divide the file", "超过{}个品项; 请分成几个文件"),
  ("empty; expected a first row of column names", "空文件; 应为: 第一行是列名"),
  ("unknown column; known are {}", "不认识的列; 应为: {}"), ("column stands twice", "列重复"),
  ("column {}", "{}列"),
  ("missing columns: {}", "缺少列: {}"),
  ("{} fields; expected {} as in the header", "{}格; 应为: 与表头一样{}格"),
  ("already the {} of an item in the catalog", "与目录中品项的{}重复"),
  ("already the {} on line {}", "与第{1}行的{0}重复"),
  ("a field of more than {} bytes", "一格超过{}字节"),
  (
    "a quote inside a field without quotes; quote the field, double the quote",
    "没加引号的格里有引号; 整格加引号, 里面的引号写两个"
  ),
  (
    "text after a field's closing quote; a quote inside is doubled", "引号结束后还有字; 里面的引号写两个"
  ),
  ("a field in quotes starts here and never ends", "从这里开始的引号没有结束"),
  (
    "neither UTF-8 (byte {}) nor GB18030 (byte {}); save the file as UTF-8",
    "既不是UTF-8(第{}字节)也不是GB18030(第{}字节); 请存为UTF-8"
  ),
]

private let syntaxPhrases: [(english: String, chinese: String)] = [
  ("{} stands twice", "{}重复"), ("text after the end of the value", "结尾之后还有内容"),
  ("a comment that does not end", "注释没有结束"), ("more than 64 levels", "超过64层"),
  ("expected a value, found /", "应为值, 却是 /"), ("expected a value", "应为值"),
  ("expected a name in quotes", "应为带引号的键"), ("expected : after {}", "{} 之后应为 :"),
  ("expected , or {}", "应为 , 或 {}"), ("a comma before {}", "{} 之前多了逗号"),
  (
    "a number with a fraction; write an amount as text, as in {}",
    "带小数的数; 金额要加引号, 如 {}"
  ),
  ("{} is not a whole number within 64 bits", "{}不是64位整数"),
  ("a text that is not UTF-8", "文字不是UTF-8"), ("a control character in a text", "文字里有控制字符"),
  ("a text that does not end", "文字没有结束"), ("an unknown escape", "不认识的转义"),
  ("expected four hexadecimal digits", "应为四位十六进制数"),
  ("half of a surrogate pair", "半个代理对"),
  ("found @end without a block", "@end 没有对应的块"),
  ("expected {} behind {}, found the end of the line", "{1} 之后应为 {0}, 却到了行尾"),
  ("expected {} behind {}, found {}", "{1} 之后应为 {0}, 却是 {2}"),
  ("expected @end for {}, found the end of the template", "{} 缺少 @end"),
  (
    "expected a command, or : behind a line's style, found {}",
    "应为: 指令, 或行样式后的 :, 却是 {}"
  ),
  ("expected a path as in {}, found {}", "应为: 路径如 {}, 却是 {}"),
  ("expected {}, found {}", "应为: {}, 却是 {}"), ("expected {}", "应为: {}"),
]

private let gs1Phrases: [(english: String, chinese: String)] = [
  ("GS1 string of {} bytes: expected at most {}", "GS1码{}字节, 最多{}"),
  ("{}: not a GS1 element; expected (01)…", "{}不是GS1标识, 应为 (01)…"),
  ("({}) stands twice with different values", "({})重复而内容不同"),
  ("no ({}) in the GS1 string", "GS1码里没有({})"),
  ("(01){}: the check digit should be {}", "(01){} 校验位应为{}"),
  ("({}){}: expected {}", "({}){} 应为{}"),
  ("14 digits", "14位数字"), ("1 to 8 digits", "1到8位数字"), ("{} characters", "{}个字符"),
  ("a value", "要有内容"),
  ("1 to 20 letters, digits or signs of GS1's set 82", "1到20个字母, 数字或GS1字符集82的符号"),
  ("a day as YYMMDD, 00 for the month's last", "日期 YYMMDD, 00为月末"),
]
