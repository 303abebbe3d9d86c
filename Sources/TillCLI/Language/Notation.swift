import Checkout

/// How the blanks of the command language's notation, the words in capitals, read in Chinese.
private let chineseBlanks = [
  "AMOUNT": "金额", "BRANCH": "分店", "CARD": "卡号", "CATEGORY": "类别", "CODE": "编码", "COUNT": "实点",
  "DATE": "日期", "DAYS": "天数", "FIELD": "项目", "FILE": "文件", "FLOAT": "备用金", "KEY": "标识",
  "LINE": "行号", "LOT": "批号", "MEMBER": "会员", "NAME": "姓名", "NUMBER": "单号", "PHONE": "手机",
  "PIN": "密码", "QTY": "数量", "REASON": "原因", "SERVICE": "服务", "STAFF": "工号", "SUPPLIER": "供应商",
  "TAG": "标签", "TENDER": "付款", "TEXT": "文字", "TO": "受让会员", "TOPIC": "主题", "VALUE": "值",
  "WHO": "会员",
]

/// A piece of the command language's notation for whoever reads it: what is typed as it stands is the
/// same in both languages, a blank is named in the reader's.
func notation(_ text: String, _ language: Language) -> String {
  guard language == .chinese else { return text }
  var result = ""
  var word = ""
  for character in text {
    if character.isASCII, character.isLetter || character.isNumber {
      word.append(character)
    } else {
      result += chineseBlanks[word] ?? word
      result.append(character)
      word = ""
    }
  }
  return result + (chineseBlanks[word] ?? word)
}
