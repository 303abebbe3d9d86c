/// The characters that are read in several ways, in names of people and of what a salon sells.
///
/// The likeliest reading stands first; surname readings are included, readings found only in
/// classical texts are not, nor are those that differ in tone alone. Without tones, `v` for ü.
enum Heteronyms {
  /// The readings of each character, at least two.
  static let readings: [Unicode.Scalar: [String]] = Dictionary(
    table.split(whereSeparator: \.isWhitespace).compactMap { entry in
      entry.unicodeScalars.first.map { character in
        (character, entry.dropFirst().split(separator: ",").map(String.init))
      }
    }, uniquingKeysWith: { first, _ in first })

  static let table = """
    阿a,e 艾ai,yi 扒ba,pa 耙pa,ba 柏bai,bo 膀bang,pang 磅bang,pang 蚌bang,beng 剥bo,bao 薄bao,bo
    堡bao,pu,bu 暴bao,pu 曝pu,bao 贲ben,bi 秘mi,bi 泌mi,bi 辟pi,bi 臂bi,bei 扁bian,pian
    便bian,pian 卜bu,bo 伯bo,bai 泊bo,po 藏cang,zang 曾zeng,ceng 差cha,chai,ci 查cha,zha 刹cha,sha
    参can,shen,cen 单dan,shan,chan 掺chan,shan 禅chan,shan 颤chan,zhan 长chang,zhang 裳chang,shang
    朝chao,zhao 车che,ju 称cheng,chen 澄cheng,deng 乘cheng,sheng 盛sheng,cheng 匙chi,shi 尺chi,che
    重zhong,chong 种zhong,chong 仇qiu,chou 臭chou,xiu 畜xu,chu 褚chu,zhe 传chuan,zhuan 椎zhui,chui
    伺ci,si 攒zan,cuan 撮cuo,zuo 沓ta,da 逮dai,dei 弹tan,dan 石shi,dan 澹tan,dan 叨dao,tao
    得de,dei 提ti,di 翟zhai,di 的de,di 佃dian,tian 调tiao,diao 都du,dou 度du,duo 敦dun,dui
    囤tun,dun 恶e,wu 番fan,pan 坊fang,pang 佛fo,fu 否fou,pi 脯fu,pu 盖gai,ge 轧ya,zha,ga
    扛kang,gang 葛ge,ji 蛤ha,ge 咯ge,lo,ka 给gei,ji 颈jing,geng 句ju,gou 谷gu,yu 贾jia,gu
    括kuo,gua 莞guan,wan 桧gui,hui 龟gui,jun,qiu 涡wo,guo 虾xia,ha 还hai,huan 行xing,hang
    巷xiang,hang 吭keng,hang 镐gao,hao 荷he,ke 核he,hu 和he,huo,hu 吓xia,he 虹hong,jiang
    会hui,kuai 豁huo,hua 几ji,qi 奇qi,ji 期qi,ji 缉ji,qi 藉ji,jie 系xi,ji 稽ji,qi 祭ji,zhai
    夹jia,ga 茄qie,jia 伽jia,qie,ga 间jian,xian 见jian,xian 浅qian,jian 降jiang,xiang
    将jiang,qiang 强qiang,jiang 角jiao,jue 觉jue,jiao 校xiao,jiao 嚼jiao,jue 解jie,xie 芥jie,gai
    劲jin,jing 靓liang,jing 咀ju,zui 卷juan,quan 圈quan,juan 隽juan,jun 卡ka,qia 咖ka,ga 阚kan,han
    壳ke,qiao 隗kui,wei 溃kui,hui 落luo,la,lao 烙lao,luo 络luo,lao 姥lao,mu 勒le,lei 乐le,yue,lao
    棱leng,ling 俩lia,liang 陆lu,liu 碌lu,liu 弄nong,long 露lu,lou 率lv,shuai 捋lv,luo 抹mo,ma
    摩mo,ma 么me,yao 埋mai,man 脉mai,mo 蔓man,wan 氓mang,meng 冒mao,mo 没mei,mo 糜mi,mei 谜mi,mei
    缪miao,mou,miu 牟mou,mu 万wan,mo 模mo,mu 呢ne,ni 哪na,nei 那na,nei 娜na,nuo 尿niao,sui
    粘zhan,nian 疟nve,yao 区qu,ou 炮pao,bao 刨bao,pao 胖pang,pan 迫po,pai 片pian,bian 漂piao,biao
    缥piao,pi 屏ping,bing 朴piao,pu,po 仆pu,fu 瀑pu,bao 契qi,xie 蹊xi,qi 俟qi,si 铅qian,yan
    纤xian,qian 乾qian,gan 翘qiao,jiao 鞘qiao,shao 亲qin,qing 覃qin,tan 雀que,qiao 若ruo,re
    洗xi,xian 塞sai,se 丧sang,song 色se,shai 莎sha,suo 杉shan,sha 召zhao,shao 舍she,yi 折zhe,she
    什shen,shi 葚shen,ren 省sheng,xing 殖zhi,shi 识shi,zhi 峙zhi,shi 似si,shi 氏shi,zhi 熟shu,shou
    数shu,shuo 属shu,zhu 术shu,zhu 说shuo,shui 衰shuai,cui 谁shui,shei 宿su,xiu 拓tuo,ta 陶tao,yao
    挑tiao,tao 帖tie,te 吐tu,tun 褪tui,tun 宛wan,yuan 尾wei,yi 尉wei,yu 蔚wei,yu 遗yi,wei
    削xiao,xue 叶ye,xie 邪xie,ye 血xue,xie 荨xun,qian 殷yin,yan 咽yan,ye 钥yao,yue 员yuan,yun
    熨yun,yu 於yu,wu 粥zhou,yu 扎zha,za 择ze,zhai 炸zha,za 着zhe,zhao,zhuo 爪zhao,zhua 著zhu,zhuo
    赚zhuan,zuan 幢zhuang,chuang 仔zi,zai 琢zhuo,zuo 柞zuo,zha 嗯en,ng 欸ai,ei 驮tuo,duo 宓mi,fu
    晟sheng,cheng 茜qian,xi 蕃fan,bo 莘shen,xin 郗xi,chi 乜nie,mie 谌chen,shen 钭tou,dou
    郇xun,huan 黑hei,he 筠yun,jun 炅jiong,gui 嬛huan,xuan 芎xiong,qiong 般ban,bo 杓shao,biao
    铛cheng,dang 蹬deng,ceng 裨pi,bi 啜chuo,chuai 歙xi,she 圩xu,wei 浒hu,xu 涌yong,chong
    铫yao,diao 奘zang,zhuang 栅zha,shan 亟ji,qi 喏nuo,re 噱xue,jue 戏xi,hu 挟xie,jia 杷pa,ba
    厦xia,sha 繁fan,po 栎li,yue 湮yan,yin 绰chuo,chao 肋lei,le 胳ge,ga 腌yan,a 骠piao,biao 绿lv,lu
    """
}
