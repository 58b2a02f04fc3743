"""The times a notice sets, in their kinds; what only looks like a time is left alone.

`KINDS` is the table: each row has a kind, how it is written, and an example. What a match means is said in `dates`.
"""

# ruff: noqa: E501  one pattern a line, its example beside it

import re

from duban.notices.dates import When, Years, meaning
from duban.notices.doubts import LOOSE
from duban.notices.lexicon import STRONG_WORD
from duban.notices.page import Page
from duban.notices.sieve import sieve
from models.reading import DeadlineFound, DeadlineKind, Span

NUM = r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})"
YEAR = r"(?:(?P<year>(?:19|20)\d\d|[一二三四五六七八九〇○零O]{4}) ?年(?:（年）)?|(?P<near>今年|本年度?|当年|明年|次年|翌年|来年))"
OF_A_DAY = r"(?=[ \d〇○零O一二三四五六七八九十今本当明次翌来])"
"""How a day begins: to look first for one of these signs costs less than to try what may all be left out."""
MONTH = r"(?P<month>(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九]) ?月(?:份)?"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9]|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]) ?[日号]"
PART = r"(?P<part>底|末|初|中旬|上旬|下旬)"
CLOCK = r"(?:\d{1,2}[：:]\d\d|\d{1,2} ?[时点](?:\d{1,2}分|整|半)?)"
HOUR = rf"(?: ?（[^）]{{1,14}}）)? ?(?:[上下中]午|晚上?|凌晨)? ?{CLOCK}?(?:下班)?"
BEFORE = r"(?:之前|以前|前(?![后往来去])|截止|止)"
UNIT = r"(?P<unit>工作日|日|天|周|星期|月|年|小时|分钟)"
LENGTH = rf"(?<![\d.])(?P<n>{NUM}|半) ?个?{UNIT}(?:之|以)?内"
WORDS = "纪要|响应"
"""Words with 要 and 应 that the name of an event may hold, though an order begins with these signs."""
NO_EVENT = r"[^，。；：！（）、 \t\n"
NO_DIGIT = r"(?![一二两三四五六七八九十半]{1,3}个?(?:年|月|天|周|日|小时|季度|学期))"
"""No length of time written in Chinese figures: 三天前 names no event."""
HAPPENS = r"(?:召开|结束|举行|举办|开始|到来|来临|发布|开幕|闭幕|完成|验收|通过|批准|届满|到期|报到|开班|开学)"
NO_END = "(?:全年|常年|长期|持续|常态)"
FEAST = r"(?:(?:今年|明年)?“(?:五一|十一|三八|六一|七一|八一|双11|[^”]{1,8}[日节周月])”|(?:世界|全国|国际|中国)[\u4e00-\u9fff]{1,6}[日周节](?=之?前|前夕)|(?:今年|明年|20\d\d年)?(?:\d{1,2}月(?=开学))?(?:(?:春节|国庆节?|元旦|五一|中秋节?|清明节?|端午节?|汛期)[、和]?)*(?:春节|国庆节?|元旦|五一|中秋节?|清明节?|端午节?|主?汛期|(?:高火险|防火|枯水|丰水|用电高峰|过渡|冰冻)期|迎峰度[夏冬]|放假(?=之?前)|入汛|入冬|(?:国庆|春节|元旦|五一|“五一”|中秋|清明|端午|劳动节)(?:小?长?假期?|节假期|假日)|供暖季?|开学|换届|暑假|寒假|高考|中考|秋收|春耕|春播|秋播|三[夏秋]|麦收)|(?:(?<![\u4e00-\u9fff])|(?<=[，。要须于]在)|(?<=[\u4e00-\u9fff]于))(?:会|节|汛|考|赛)|(?:[三五六七八十][一四八])?(?:国际)?(?:劳动妇女|妇女|劳动|青年|儿童|建党|建军|教师|重阳|护士|记者|医师|元宵|腊八)节|[^，。；：、（）于在\n]{1,8}(?:大会|党代会|二十大|全会|两会))"
AT_CLAUSE = (
    r"(?:(?<=其中)|(?<![^，。；：\n\t、）.．！？ 于在局厅委办镇乡村校院部处室队站位门争取保])(?<![拟将定已][于在]))"
)
STARTS = r"(?:提请|报请|举办|召开|开展|启动|完成|组织|发布|出台|印发|进行|实施|上线|建成|竣工|投入|投用|报送|开工|提交|公布|制定|形成|编制|修订|建立|实现|达到|基本|全面|全部|主体|力争|确保|集中|推出|验收|评[选估审]|考核|检查|整改|征集|遴选|试运行|交付|收尾|销号|封顶|通车|授牌|举行|征求|试点|成立|组建|开通|下达|挂牌|开班|启用|到账|交验|发放|兑付|拨付)(?![的中后]|发现|情况)"
VERB = rf"(?:{STARTS}|(?:{STRONG_WORD.pattern})(?![的中后，。；]|发现|情况|部门|单位|工作))"
ACTS_AT = rf"(?:集中|公开|分别|分批|网上|线上|现场|组团|各|实行|逐[家户级一项]|每|至少|全[部面]|对(?!外)|将|由|向|面向|在|再|陆续|开始)?(?:{VERB}|进[校企村社]|入户|[对将由向在赴]|面向|(?:网上|线上|集中)?(?:申报|报名|施工|改造|实施|整治|攻坚|排查|自查|推进|验收|评审)(?=[，。；]))"
"""4月至9月集中开展, 第二季度对收费情况进行抽查: what is to be done then."""
COMES = r"(?:(?:答辩|评审|推进|启动|总结|现场)?会|年会|学术年会|动员会|赛|决赛|总决赛|(?:(?:今年|明年|20\d\d年)?[春秋]季(?:学期)?|下学期|新学期|新学年)?(?:开学|招生)|(?:\d{4}级)?新生入学|第\d{1,2}(?:教学)?周|年审结束|接件|接报|接通知|主?汛期来临|入汛)"
"""What comes before a word that it does not belong to: 特邀报告人名单|年会前45日."""
ALREADY = r"(?:已|已经)?(?:建成|建设|建造|投产|投用|投入使用|竣工|开工|购买|购置|采购|签订|发生|形成|批准|立项|入库|发放|参加工作|退休|出台|印发|制定|施行|实施|审批|认定|登记|注册|成立|取得|入学|入职|毕业)[^，。；]{0,4}?的"
SO_MANY = r"(?:再|累计)?(?:[改新建改增创培评选举办推开出设添打造完成引进招聘种植修]{1,4}|组织)[\u4e00-\u9fff]{0,6}\d|不[少低]于\d"
"""上半年改厕120户 says how much is to be done."""
SIDE = r"(?P<side>之前|前夕|前|之后|后)(?![沿端期瞻列续置景往再的仍后]|提(?![交出供请醒]))"
TELLS = r"(?:报送|上报|填报|报告|总结|汇总|通报|公布|考核|评估|评价)"
ONE_EACH = r"一(?:次|报|总结|小结|通报|调度|考核|评估|评价|督查|会商|研判)"
PERIOD = r"(?:[至到—-]|——)"
FROM_TO = rf"(?:(?P<from_year>(?:19|20)\d\d)年)?(?P<from_month>\d{{1,2}})月(?:\d{{1,2}}日|[底初]|[上中下]旬)?{PERIOD}{YEAR}? ?{MONTH}(?: ?{DAY}|{PART})?"
RANGE = re.sub(r"\?P<\w+>", "?:", FROM_TO)
OF_DAYS = re.sub(r"\?P<\w+>", "?:", rf"{MONTH}\d{{1,2}}日?{PERIOD}{DAY}")
DONE = r"(?:封顶|竣工|完工|投[用产]|通车|交付|建成|完成|开工|投入使用|挂牌|上线|开通|到位|结束|验收|联调|实体化运行|投运|供[水热气暖]|交验|动工)(?![的前后]|情况|率|数|进度|质量)"
"""图书馆主体工程5月底封顶: what is done at that time says that it is one."""
NEXT_IN_ROW = r"(?:[、，]|和|及|与|以及)(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}[日号]|[底末初]|[上中下]旬)?"
AND_MONTH = (
    r"(?:[、和及与]|以及)(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月(?:份|\d{1,2}[日号]|[底末初]|[上中下]旬)?"
)

# fmt: off
KINDS: tuple[tuple[DeadlineKind, str, str, str], ...] = (
    # kind       not without these signs    how it is written                                                                    example
    ("recurring", "每 年 月",               rf"每年(?:\d{{1,2}}[、和及])*{MONTH}(?:{DAY}|{PART})?(?P<more>(?:{AND_MONTH})*){BEFORE}?",                                            "每年2月底前"),
    ("recurring", "每 季半",                rf"每年(?:度)?的?(?:第?(?P<of_quarter>[一二三四1-4])季度|(?P<of_half>[上下])半年)(?:{PART})?{BEFORE}?", "每年一季度前"),
    ("recurring", "每 月",                  r"每(?:个)?月(?:的)?(?P<nth>第?[一二三四1-4]|最后一)(?:个|周)?(?:的)?(?:周|星期)(?P<weekday>[一二三四五六日天])(?:[上下中]午)?(?:之?前)?", "每月第一个周五"),
    ("recurring", "每 最",                  r"每(?:个)?(?:月|季度?)(?:的)?最后一?个?(?P<last>工作日|日|天)(?:之?前)?",            "每月最后一个工作日前"),
    ("recurring", "每次 月",                rf"(?:每|次)(?:个)?月(?:(?:结束|终了)之?后)?(?:{DAY}(?P<more>(?:[、和及]\d{{1,2}}日)*)(?:之?内)?|月?{PART})?{BEFORE}?",    "每月25日前"),
    ("recurring", "每按逐 季",              rf"(?:每(?:个)?|按|逐)季度?(?:首月|末月|最后一个月|第[一二三123]个?月|(?:结束|终了)之?后|{PART})?(?:的)?(?:(?:前|第)?{DAY}(?:之?内)?)?{BEFORE}?", "每季度末"),
    ("recurring", "双单隔 月",              rf"(?:(?:每|逢)(?P<every>[双单])月|(?<![\u4e00-\u9fff])(?P<every_>[双单])月|隔(?P<other>月))(?!刊)(?:份)?(?:{DAY}|月?{PART})?{BEFORE}?", "每双月25日前"),
    ("recurring", "按逐 周",                rf"[按逐]周(?={TELLS}|调度|统计|更新|公示|晾晒|排名)", "按周通报"),
    ("recurring", "每 晚早夜",              r"每[晚早夜](?![的有]|开放)", "每晚巡查"),
    ("recurring", "按逐 月",                r"按月|逐月",                                                                         "按月"),
    ("recurring", "每按逐 年月期",          r"(?:每[一个]?|[按逐](?=半年))(?P<count>半年度?|半个?月|学期(?!(?:开学|开始|结束)之?后)|学年|[两二三四五六]个?月|\d+个?月|两年)(?:[初末底]前?)?", "每半年"),
    ("recurring", "上下 半 年",             r"上、?下(?P<count>半年)",                                                               "上下半年"),
    ("recurring", "半 一",                  rf"(?<![近前后过上下这])(?P<count>半年)度?(?={ONE_EACH})",                            "半年一总结"),
    ("recurring", "年 一",                  rf"(?<![\d二三四五六七八九十两几数半每])一?(?P<each>年)度?(?={ONE_EACH})",            "一年一次"),
    ("recurring", "按逐 年",                rf"[按逐](?P<each>年)度?(?={TELLS})",                                                 "按年度报送"),
    ("recurring", "每 天日",                r"每(?P<days>[两二三四五六七]|\d{1,2})[天日]",                                         "每3天"),
    ("recurring", "每 旬",                  r"每(?P<each>旬)(?:[末底]前?)?",                                                      "每旬"),
    ("recurring", "每 周",                  r"每(?P<weeks>[两二三四双]|\d)周",                                                      "每两周"),
    ("recurring", "每 周星",                rf"每(?:周|星期)(?P<weekday>(?!一(?:次|期|报(?!送|告)|轮|场|篇|课|查|会商))[一二三四五六日天])?(?:[上下中]午)?(?: ?{CLOCK})?(?:下班)?(?:之?前)?", "每周五"),
    ("recurring", "每 年日天工",            rf"每(?P<each>年(?:度(?!假))?|日|天|个工作日)(?:年?[底末初终])?(?:[上下中]午)?(?: ?{CLOCK})?(?:之?前)?", "每年底前"),
    ("event",     "前 工日天周星月年小分", rf"(?P<event>{COMES})(?P<side>前)(?P<n>{NUM}) ?个?{UNIT}(?:之|以)?内?", "名单年会前45日确定"),
    ("relative",  "后 内",  rf"(?P<event>{COMES})(?:之?后)的?{LENGTH}", "获奖项目赛后15日内"),
    ("event",     "前",     rf"(?<![强造究好])(?P<event>{COMES})(?P<side>之前|前)(?!训练|准备|协商|沟通|教育|辅导|培训|[与和]会)(?![沿端期瞻列续置景往再的仍后\d一二三四五六七八九十两]|提(?![交出供请醒]))", "扩建工程秋季开学前交付"),
    ("relative",  "提 前",  rf"(?<![可能短])提(?P<ahead>前)(?P<n>{NUM}|半) ?个?(?P<unit>工作日|日|天|周|月|小时)(?:以上)?(?!的|预约|告知制|[^，。；]{{1,8}}的[，。；])", "提前15日公布"),
    ("relative",  "起 内",                  rf"(?:自|从)?(?P<event>(?:{WORDS}|{NO_EVENT}自从在于要应须]){{0,12}}?)之日起(?:算)?,? ?{LENGTH}", "印发之日起30日内"),
    ("relative",  "收接 内",                rf"(?P<event>(?:收到|接到){NO_EVENT}于在应要将经\d]{{1,12}}?)(?:之?后)?的?{LENGTH}",             "接到本通知2个工作日内"),
    ("relative",  "后 内",                  rf"(?P<event>(?:收到|接到|每)?(?:{WORDS}|{NO_EVENT}于在应要将经每]){{1,12}}?)(?:之?后)的?{LENGTH}",    "会议结束后5个工作日内"),
    ("relative",  "后 内",                  rf"(?P<event>(?<![收接]){NO_EVENT}于在应要将经\d]{{2,12}}?)后，(?:[\u4e00-\u9fff]{{1,10}}?[局厅委部办处科室所站心](?:在|于)?)?{LENGTH}", "会费到账后，财务部10个工作日内"),
    ("relative",  "发 内",                   rf"(?P<event>发现{NO_EVENT}于在应要将经后的限\d]{{1,8}}){LENGTH}(?![^，。；]{{0,6}}的)",                      "发现火点10分钟内"),
    ("relative",  "开签受立 内",              rf"(?P<event>开学|开班|开工|签约|受理|立项){LENGTH}",                                "开学两周内"),
    ("relative",  "第 周月",                rf"(?P<event>{NO_EVENT}于在应要将经]{{0,8}}?(?:开学|开班|启动))后?的?第(?P<n>[一二三四1-4])个?(?P<unit>周|月)内?", "秋季学期开学第一周"),
    ("event",     "前 工日天周星月年小分",  rf"(?P<event>{NO_EVENT}于在应要将经\d]{{0,10}}?{HAPPENS})(?:的|之日)?(?P<n>{NUM}) ?个?{UNIT}(?:之|以)?(?P<side>前)(?!后)", "会议召开3日前"),
    ("event",     "前 工日天周星月年小分",  rf"(?P<event>{NO_EVENT}于在应要将经\d]{{1,10}}?)(?<![提日])(?<![月年]底)(?P<side>前)(?P<n>{NUM}) ?个?{UNIT}(?:之|以)?内?", "任期届满前6个月"),
    ("relative",  "内",                     LENGTH,                                                                               "20个工作日内"),
    ("relative",  "分 年",                  r"分(?P<n>\d|[两二三四五]) ?(?P<unit>年)(?!级|度)",                                   "分2年"),
    ("goal",      "到 年",                  rf"到{YEAR}(?:{MONTH})?(?:{PART})?{BEFORE}?",                                           "到2025年"),
    ("goal",      "五 末",                  r"(?:力争|争取|确保)?到“?十(?P<plan>[四五六])五”?(?:期)?末",                           "到“十五五”末"),
    ("goal",      "争 年",                  rf"(?:力争|争取)(?:在|于)?{YEAR}(?:{MONTH})?(?:{PART})?(?![\d前之以底])",             "力争2024年6月"),
    ("fixed",     "迟晚截 月 日号",         rf"(?:不(?:得)?[迟晚]于|最迟(?:于|在|不超过)?|截止(?:时间|日期)?(?:为|是|到|至|：)?) ?{YEAR}? ?{MONTH} ?{DAY}{HOUR}(?:之?前)?", "截止时间为5月10日"),
    ("fixed",     "即之 至到 月",             rf"自?(?:即日|(?:发文|印发|发布)之日)起[至到]{YEAR}? ?{MONTH}(?: ?{DAY}|{PART})?{BEFORE}?",                       "即日起至4月10日"),
    ("fixed",     "前止 月 日号",           rf"{OF_A_DAY}{YEAR}? ?{MONTH} ?{DAY}{HOUR}{BEFORE}",                                            "12月20日前"),
    ("fixed",     "前止 月",                rf"{OF_A_DAY}{YEAR}?{MONTH}(?:{DAY}|{PART})?(?=(?:{NEXT_IN_ROW})+{BEFORE})",               "3月、6月、9月底前"),
    ("fixed",     "月 至到—-",                 rf"(?<=阶段（){FROM_TO}(?=）)",                                                        "整治阶段（4月1日至9月30日）"),
    ("fixed",     "前 月",                  rf"{OF_A_DAY}{YEAR}? ?{MONTH}(?P<begins>之前|以前|前)",                                         "9月前"),
    ("fixed",     "前止 月",                rf"{OF_A_DAY}{YEAR}? ?{MONTH} ?{PART}?{BEFORE}",                                                "9月底前"),
    ("fixed",     "半 年",                  rf"{YEAR}(?P<half>上半年|(?<!上)下半年)(?:{BEFORE})?",                                "2022年下半年"),
    ("fixed",     "季 年",                  rf"{YEAR}第?(?P<quarter>[一二三四1-4])季度(?:{PART})?(?:{BEFORE})?",                  "2022年第三季度"),
    ("fixed",     "季 前止内",               rf"第?(?P<quarter>[一二三四1-4])季度(?:{PART})?(?:{BEFORE}|内)",                             "三季度前"),
    ("fixed",     "季",                     rf"{AT_CLAUSE}第?(?P<quarter>[一二三四1-4])季度(?:{PART}|(?={ACTS_AT}))",              "三季度完成"),
    ("fixed",     "前止 年",                rf"{YEAR}(?:年?(?P<end>底|末|内|中))?{BEFORE}",                                       "2022年底前"),
    ("fixed",     "内底 年",                rf"{YEAR}年?(?P<end>内|底)(?![容涵部])",                                              "2023年内"),
    ("fixed",     "前止 年底",              rf"(?:最迟)?(?P<near_end>今年|本年|当年|明年)?(?:年)?(?P<end>年底|年末|年终|年内|年中|(?<![月旬季])底)(?:{BEFORE})", "年底前"),
    ("fixed",     "内 年",                  r"(?<![\d两二三四五半])(?P<end>年内)(?![容涵])",                                      "年内"),
    ("fixed",     "前止 底",                rf"(?P<month_end>本月|当月|月)底{BEFORE}",                                            "本月底前"),
    ("fixed",     "前止 日",                rf"(?<![\d月])(?P<day_only>3[01]|[12]\d|[1-9])日{HOUR}{BEFORE}",                      "20日前"),
    ("fixed",     "前止",                   rf"(?<!\d)(?P<year>20\d\d)[.．/-](?P<month>1[0-2]|0?[1-9])[.．/-](?P<day>3[01]|[12]\d|0?[1-9])日?{BEFORE}", "2026.5.20前"),
    ("fixed",     "前止 月 日号",           rf"(?P<in_month>本月|下个?月) ?{DAY}{HOUR}{BEFORE}",                                  "本月25日前"),
    ("fixed",     "前止 周星",              rf"(?<!每)(?P<in_week>[本下这])?(?:周|星期)(?P<weekday>[一二三四五六日天])(?:[上下中]午)? ?(?:{CLOCK})?(?:下班)?{BEFORE}", "本周五前"),
    ("fixed",     "前止 今明后",            rf"(?P<today>今日|今天|今晚|明日|明天|后天)(?:[上下中]午|晚上?)? ?(?:{CLOCK})?{BEFORE}", "今日18时前"),
    ("fixed",     "前止 午当",              rf"(?:[上下中]午|当天|当日) ?\d{{1,2}}[：:]\d\d{BEFORE}",                             "下午3：00前"),
    ("event",     "前后",                   rf"(?P<event>{FEAST}|每?{NO_EVENT}于在应要将经每]{{1,14}}?{HAPPENS}){SIDE}",               "党的二十大召开前"),
    ("event",     "前",                rf"(?<=[在于])(?!\d{{1,4}}[年月日]|[此目当这]){NO_DIGIT}(?P<event>{NO_EVENT}在于前后内\d]{{2,10}}?)(?<![事提目超面眼先空岗课产婚术餐班售])(?P<side>之前|前)(?=全[部面]|{VERB}|[各要须对将由][\u4e00-\u9fff])(?![沿端期瞻列续置景往再的]|提(?![交出供请醒]))",   "在开镰前完成检修"),
    ("event",     "前",                     rf"{AT_CLAUSE}{NO_DIGIT}(?![此目当这]|开展|组织|做好|加强|抓好|强化|落实|推进|实施|总结|推广|打造|提高|研究|完善|建立|健全|围绕|过去)(?P<event>{NO_EVENT}在于前后内\d的]{{2,8}}?)(?<![事提目超面眼先空岗课产婚术餐班售])(?P<side>之前|前)(?={VERB}|[各要须对将由][\u4e00-\u9fff])", "入户前完成培训"),
    ("ongoing",   "长常 坚推开实保",        r"(?<!可)(?:长期|常年|常态化)(?:坚持|推进|开展|实施|保持)(?!的做法)",                 "长期坚持"),
    ("fixed",     "月 结为完收",             rf"(?<=[到至])(?<![月日][到至]){YEAR}? ?{MONTH}(?: ?{DAY}|{PART})?(?=(?:结束|为止|完[成毕]|收官)(?![的后]))", "到6月30日结束"),
    ("fixed",     "月",                     rf"{OF_A_DAY}{AT_CLAUSE}{YEAR}? ?{MONTH}(?: ?{DAY}|{PART})?(?=(?:{NEXT_IN_ROW})*(?:分别|各|集中)?{STARTS}(?!的))",       "5月下旬举办"),
    ("fixed",     "半",                     rf"(?P<half>上半年|(?<!上)下半年)(?={DONE})",                                             "产业园上半年建成"),
    ("fixed",     "季",                     rf"(?<![拟将已定在于从自每上下本首\d])第?(?P<quarter>[一二三四1-4])季度(?:{PART})?(?={DONE}|[\u4e00-\u9fff]{{0,4}}(?:达到?|不低于|不少于|超过)\d)", "处置率三季度末达到50%"),
    ("fixed",     "月 旬底末初",               rf"{OF_A_DAY}{AT_CLAUSE}{YEAR}? ?{MONTH} ?{PART}(?=，(?:由|各|组织|开展|完成|对|召开|举办|集中|全面))", "5月下旬，由保卫处牵头复查"),
    ("fixed",     "月 旬底末初",            rf"{OF_A_DAY}(?<![拟将已定在于从自\d]){YEAR}? ?{MONTH} ?{PART}(?={DONE}|[\u4e00-\u9fff]{{0,8}}(?:达到?|不低于|不少于|超过)\d)", "主体工程5月底封顶"),
    ("fixed",     "月",                     rf"{OF_A_DAY}(?<![拟将已定在于从自至到—\-\d]){YEAR}? ?{MONTH}(?={DONE})",                               "二期2024年7月竣工"),
    ("fixed",     "月 日号 至到—-",             rf"{OF_A_DAY}{AT_CLAUSE}{YEAR}? ?{MONTH}\d{{1,2}}日?{PERIOD}{DAY}(?={ACTS_AT})",                "8月25日至31日集中举办"),
    ("fixed",     "月 旬底末初",                rf"{OF_A_DAY}{AT_CLAUSE}{YEAR}? ?{MONTH} ?{PART}(?={ACTS_AT})",                                  "11月上旬将结果向社会公布"),
    ("fixed",     "月 至到—-",               rf"(?:(?<=安排在)|{AT_CLAUSE}(?={RANGE}(?:期间)?{ACTS_AT})|(?={RANGE}(?:完成|组织实施))){FROM_TO}",                 "4月至9月集中开展执法"),
    ("fixed",     "年",                     rf"{AT_CLAUSE}(?P<year>20\d\d) ?(?P<end>年)(?=(?:底?前?)?(?:全面|基本|全部|计划)?(?:完成|建成|实现|改造|新建|更新)(?![的，。；]|[^，。；]{{1,12}}的))", "2025年完成160公里"),
    ("fixed",     "起 月 年",               rf"{OF_A_DAY}{AT_CLAUSE}{YEAR} ?{MONTH}(?=起)",                                                 "2023年5月起"),
    ("fixed",     "半",                     rf"{AT_CLAUSE}(?P<half>上半年|(?<!上)下半年)(?={ACTS_AT}|，|全[部面]|{SO_MANY})",                         "上半年开展"),
)
LABELLED: tuple[tuple[DeadlineKind, str, str, str], ...] = (
    # under a label such as 完成时限 no 前 is needed, and of a period its end counts
    ("fixed",     "月",                     rf"{FROM_TO}{BEFORE}?",                                                       "7月11日至8月31日"),
    ("fixed",     "月",                     rf"{OF_A_DAY}{YEAR}?{MONTH}\d{{1,2}}日?{PERIOD}{DAY}",                                          "9月5日至15日"),
    ("fixed",     "月",                     rf"{YEAR}?\d{{1,2}}{PERIOD}{MONTH}",                                                  "2023年3-6月"),
    ("fixed",     "年",                     rf"(?:19|20)\d\d年?{PERIOD}(?P<year>(?:19|20)\d\d)(?P<end>年)(?!\d)",                 "2023—2025年"),
    ("fixed",     "2 .．/-",               r"20\d\d(?P<dot>[.．/-])\d{1,2}(?:(?P=dot)\d{1,2})?日? ?(?:[至到]|—+|-) ?(?:(?P<year>20\d\d)(?P=dot))(?P<month>1[0-2]|0?[1-9])(?:(?P=dot)(?P<day>3[01]|[12]\d|0?[1-9]))?(?![\d.．/])", "2025.6-2025.12"),
    ("fixed",     "2 .．/-",               rf"(?P<year>20\d\d)(?P<dot>[.．/])\d{{1,2}}(?P=dot)\d{{1,2}}日? ?{PERIOD}+ ?(?P<month>1[0-2]|0?[1-9])(?P=dot)(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.．/])", "2025.3.1-6.30"),
    ("fixed",     "2 .．/-",               rf"(?P<year>20\d\d)[.．/]\d{{1,2}} ?{PERIOD}+ ?(?P<month>1[0-2]|0?[1-9])月?(?![\d.．/])",   "2025.6—12"),
    ("fixed",     "2 .．/-",               r"(?<!\d)(?P<year>20\d\d)[.．/-](?P<month>1[0-2]|0?[1-9])(?:[.．/-](?P<day>3[01]|[12]\d|0?[1-9]))?(?!\d)(?:之?前)?", "2024.6.30"),
    ("fixed",     "2 0",                   r"(?<!\d)(?P<year>20[2-4]\d)(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])?(?!\d)",   "20250630"),
    ("fixed",     "2 .．/-",               r"(?<![\d.．/-])(?P<short>2\d)(?P<dot>[.．/-])(?P<month>1[0-2]|0?[1-9])(?P=dot)(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.．/-])(?:之?前)?",  "26.8.31"),
    ("fixed",     "前止",                   rf"(?<![\d.．])(?P<month>1[0-2]|0?[1-9])[.．/](?P<day>3[01]|[12]\d|0?[1-9])日?{BEFORE}",                 "4.30前"),
    ("fixed",     "季",                     r"第?(?P<quarter>[一二三四1-4])(?=(?:[、，和及]第?[一二三四1-4])+季度)",                    "二、四季度"),
    ("fixed",     "月 、和及",              r"(?:(?<![^\t\n|：])|(?<=[2-9][、和及])|(?<=1[0-2][、和及]))(?P<month>1[0-2]|[2-9])(?=(?:[、和及](?:1[0-2]|[1-9]))*[、和及](?:1[0-2]|[1-9])月)", "4、10月"),
    ("fixed",     "季半",                   rf"(?<!\d)(?:(?P<year>20[2-4]\d)|(?P<short>[23]\d)年) ?(?:(?P<half>上半年|下半年)|第?(?P<quarter>[一二三四1-4])季度){BEFORE}?", "2027上半年"),
    ("fixed",     "年 月",                  rf"(?<![\d〇○零])(?P<short>[23]\d)年 ?{MONTH} ?(?:{DAY}|{PART})?{BEFORE}?",                  "26年6月底前"),
    ("fixed",     "年 底末内",              rf"(?<![\d〇○零])(?P<short>[23]\d)年(?P<end>底|末|内){BEFORE}?",                                "26年底"),
    ("fixed",     "月",                     rf"{OF_A_DAY}{YEAR}? ?{MONTH} ?(?P<day>3[01]|[12]\d|0?[1-9])(?: ?{BEFORE}|(?=$|[，；、）。\n\t]))",     "12月20前"),
    ("recurring", "一 一",                  rf"一(?:月|周|季度?|旬)(?={ONE_EACH})",                                                "一月一调度"),
    *KINDS,
    ("fixed",     "月",                     rf"{OF_A_DAY}{YEAR}? ?{MONTH}(?!(?:新学期|[春秋]季(?:学期)?)?开学) ?(?:{DAY}|{PART})?",                                              "2022年9月"),
    ("fixed",     "季",                     rf"{YEAR}?第?(?P<quarter>[一二三四1-4])季度(?:{PART})?",                              "三季度"),
    ("fixed",     "半",                     rf"{YEAR}?(?P<half>上半年|(?<!上)下半年)",                                            "上半年"),
    ("fixed",     "年",                     rf"{YEAR}(?P<end>年?(?:底|末|内|中)|(?=$|[，；、（）。 \n\t]|完成|实施|建成|出台))(?!\d|{NO_END})",                                "2022年底"),
    ("fixed",     "年",                     r"(?P<near_end>今年|本年|明年)?(?P<end>年底|年末|年内)",                              "年底"),
    ("ongoing",   "长持常全",               r"长期(?:坚持|推进|执行|保持|实施|落实)?|持续(?:推进|开展|实施|深化|整改)?|常年|全年|常态化(?:推进|开展)?",    "持续推进"),
    ("event",     "学 末",                  r"(?<!每)(?P<event>(?:[春秋]季|本)?学[期年]末)",                                              "春季学期末"),
    ("event",     "前后",                   r"(?P<event>[^，。；：（）\t\n]{2,20}?)(?P<side>前(?=[；，]|$)|后$)",                               "会前"),
)
NOT_A_DEADLINE = (
    # what looks like a time                                                    example
    (rf"(?!(?<=安排在)|{AT_CLAUSE}(?:{RANGE}|{OF_DAYS})(?:期间)?{ACTS_AT}|{RANGE}(?:完成|组织实施))" r"(?<!阶段（)(?<!\d)(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日)?(?:至|到|—|-)(?:(?:19|20)\d\d年|次年)?(?:\d{1,2}月)?\d{1,2}[日月](?!前)", "2019年1月1日至12月31日"),
    (r"(?:19|20)\d\d ?年?(?:至|—|-)(?:19|20)\d\d ?年",                              "2021—2025年"),
    (r"每[人户名]每[年月周]",                                                       "每人每年"),
    (r"可长期坚持的?",                                                              "可长期坚持的做法"),
    (r"(?:19|20)\d\d年版",                                                          "2020年版"),
    (r"第[一二三四五六七八九十百\d]+届",                                            "第十七届"),
    (r"〔\d{4}〕\d+号",                                                             "〔2022〕9号"),
    (r"(?:近|过去|未来|今后|(?<![\u4e00-\u9fff])前)[\d一二三四五十两]+(?:个月|年|天|日)(?:之?内)?",     "近三年"),
    (r"(?:压缩|缩短|压减|控制|减少|缩减|延长|稳定|保持|维持|降低|降[至到为])[^，。；]{0,12}?(?:至|到|为|在)?[^，。；]{0,3}?\d+ ?个?(?:工作日|小时|分钟|天|日|月)(?:以|之)?内", "审批时限压缩至80个工作日以内"),
    (r"(?:成立|出生|注册|登记|取得|入职|毕业)(?:时间|日期)?[^，。；前]{0,6}(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?(?:之?前|以前)", "注册成立时间应在2022年12月31日前"),
    (r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?(?:之?前|以前)(?!发放|下发|推送|组织|完成)[^，。；]{0,12}(?:登记|注册|成立|出生|取得|入职|毕业|设立)", "2022年6月30日前登记成立的组织"),
    (r"(?:19|20)\d\d年(?:之前|以前|前)(?:拖欠|欠缴|遗留|积压|批而未供|供而未用)",    "2022年以前拖欠的账款"),
    (r"[自从](?:(?:19|20)\d\d年)?(?:\d{1,2}月(?:\d{1,2}日)?份?|第?[一二三四1-4]季度|[上下]半年)(?:开始|起)(?!的?\d)",           "从2023年第二季度起"),
    (rf"(?:(?:19|20)\d\d年(?:\d{{1,2}}月)?|\d{{1,2}}月)(?:\d{{1,2}}日|年?底|年?末)?(?:之前|以前|前)(?:{ALREADY})", "2000年底前建成的小区"),
    (r"(?:执行|施行|实施|有效|延续|延长|保留|享受|有效期|期限)(?:期限)?(?:为|截)?[至到](?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日|底|年?底)?(?:为?止)?", "政策执行至2026年12月31日止"),
    (r"(?:对|针对|涉及|自|从)(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日|年?底)?(?:之前|以前|前)",                      "对2025年以前的案件"),
    (r"(?:截至|截止)(?:目前|当前|20\d\d年(?:年?底|\d{1,2}月(?:底|末|\d{1,2}日)?)，)", "截至2021年底，"),
    (r"经[^，。；]{1,24}?(?:批准|同意|通过|审定|审核|审议|表决|研究|公示|批复)[^，。；]{0,4}后",  "经市政府批准后"),
    (r"(?:入职|毕业|成立|工作|在岗|任职|注册)[^，。；]{0,4}\d+年(?:以|之)?内的?", "入职3年以内的教师"),
    (r"\d+年(?:以内|以下|以上)的?(?:教|工|党|司|驾|房|车|会)龄",                      "5年以内教龄"),
    (r"按照?[^，。；]{0,12}?(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底)前[^，。；]{0,8}的(?:要求|部署|目标|规定)", "按照省政府10月底前完成的要求"),
    (r"\d+%?(?:年内|年底)率",                                                       "90%年底率"),
)
# fmt: on
ROWS = {
    # (under a label, with events): the rows of the table
    (labelled, events): sieve(
        ((kind, re.compile(pattern)), signs) for kind, signs, pattern, _ in table if events or kind != "event"
    )
    for labelled, events, table in ((True, True, LABELLED), (False, True, KINDS), (False, False, KINDS))
}
AN_EVENT = re.compile(
    r"[^日月年底末旬季度天时目提此当以之\d半个期]前|[^\d一二三四五六七八九十两近今当明昨]日前|教学周前|[”会节庆旦一秋明午汛期学届假考赛大开束行办始到来临布幕成收过准满班冬夏秋季](?:之前|前|之后|后)|(?:世界|全国|国际|中国)[^，。；]{1,6}日前|前[\d一二三四五六七八九十两]|(?<![月\d])[\d一二三四五六七八九十两]{1,3} ?(?:个?工作日|日|天|周|个月|小时)前"
)
MASKS = re.compile("|".join(f"(?:{pattern})" for pattern, _ in NOT_A_DEADLINE))
DAY_ALONE = re.compile(r"(?<![月\d])\d{1,2}日[^，。；]{0,8}前|(?<![\d本当个一二三四五六七八九十])月底前")
A_TIME = re.compile(r"[前内底末后每到止起季旬按逐]|年|月|长期|常年|常态|持续|\d[.．/-]\d|20[2-4]\d{3}")
BEGINS = re.compile(r"(?:正式|全面|陆续)?(?:启动|开工|动工|开始|起步|进场)")
"""第一季度启动 under 完成时限 is when it begins."""
ENDS = re.compile(r"[前内底末止]")
BOUND = re.compile(r"即日|之日|前|止|内|底|末|迟|晚于|年|季度|半年")
NOT_AT_THE_HEAD = ("2025年完成160公里", "2023年5月起", "上半年开展")
"""The examples of rows that are not taken off the head of a clause: what stands behind them tells what they are."""
UNNAMED = [re.sub(r"\?P<\w+>", "?:", pattern) for _, _, pattern, example in KINDS if example not in NOT_AT_THE_HEAD]
AT_THE_HEAD = re.compile(
    "(?:[于在]|(?:力争|争取|确保)(?=到))?(?:"
    + "|".join(UNNAMED)
    + rf"|(?:于|在)?(?:{re.sub(r'[?]P<[a-z_]+>', '?:', YEAR)})?(?:上半年|下半年|\d+月(?:[上中下]旬|份|\d+日)?(?=[^\d前至到—]))"
    r"|(?:寒暑假|暑假|寒假|汛期|节假日|活动|会议)期间|每?[^，。；、每]{2,14}(?:结束|召开|发布|举办|完成)(?:之?[后前]|期间))"
)
MAY_STAND_AT_THE_HEAD = re.compile(
    r"[\d一二三四五六七八九十〇○零O两半每按逐次分力争确到不最截今本当明次翌来年月底上下中后长常第于在即自双单隔]|[^，。；、]{1,40}?[前后间内第]"
)
"""Looked for first, since most clauses begin with no time."""


def find_deadlines(page: Page, span: Span, years: Years, *, labelled: bool = False) -> list[DeadlineFound]:
    """Return the deadlines in `span` in order of place; the earlier rows of the table win where two overlap."""
    if not A_TIME.search(page.plain, *span):
        return []
    likely = ROWS[labelled, labelled or AN_EVENT.search(page.plain, *span) is not None](page.plain[slice(*span)])
    seen = [(kind, match) for kind, pattern in likely for match in pattern.finditer(page.plain, *span)]
    if not seen:
        return []
    taken = [] if labelled else [m.span() for m in MASKS.finditer(page.plain, *span)]
    matches: list[tuple[Span, DeadlineKind, re.Match[str]]] = []
    for kind, match in seen:
        if labelled and kind == "fixed" and not ENDS.search(match[0]) and BEGINS.match(page.plain, match.end()):
            continue
        where = page.tight(match.span())
        if where[0] == where[1] or _named(page, where) or any(a < where[1] and where[0] < b for a, b in taken):
            continue
        taken.append(where)
        matches.append((where, kind, match))
    matches.sort(key=lambda found: found[0])
    read: list[DeadlineFound] = []
    for found in matches:
        item = last_year(page, (span[0], found[0][0])) or years.item
        before = _before(read) or years.before
        at = years if (item, before) == (years.item, years.before) else years._replace(item=item, before=before)
        read.append(_found(page, found, at))
    return read


def _named(page: Page, where: Span) -> bool:
    """A time inside a title or quotes is part of a name; one that begins with quotes, as “五一”前, is not."""
    return bool(page.quoted[where[0]] and page.quoted[where[1] - 1])


def day_before(page: Page, span: Span, years: Years, *, then: Span) -> When | None:
    """Return the last day or monthly rhythm in `span`, if a day without a month comes in `then`."""
    return _before(find_deadlines(page, span, years)) if DAY_ALONE.search(page.plain, *then) else None


def _before(read: list[DeadlineFound]) -> When | None:
    """The last day, or the last monthly rhythm, that was read before in the same stretch."""
    for deadline in reversed(read):
        if deadline.kind == "fixed" and deadline.date:
            return When(deadline.date)
        if (deadline.rule or "").startswith("FREQ=MONTHLY;BYMONTHDAY"):
            return When(rule=deadline.rule)
    return None


def _found(page: Page, found: tuple[Span, DeadlineKind, re.Match[str]], years: Years) -> DeadlineFound:
    where, kind, match = found
    when = meaning(kind, match, years)
    if kind == "fixed" and (when.rule or "").startswith("FREQ"):
        kind = "recurring"
    return DeadlineFound(
        text=page.cut(where), kind=kind, date=when.date, rule=when.rule, year_inherited=when.inherited, span=where
    )


# A year that only tells of what was, or that a goal is set for, is no year for the dates after it.
A_YEAR = re.compile(
    r"(?<![到自])((?:19|20)\d\d) ?年(?= ?(?:\d{1,2} ?月|底|末|内|上半年|下半年|第?[一二三四]季度))"
    r"(?![^，。；]{0,12}(?:召开的?|印发的|发布的|以来|颁布|出台的|通过的|起施行))"
)
TWO_YEARS = re.compile(r"(20\d\d) ?年[^，。；\t\n]{0,10}?(?:[至到]|—+|-)(20\d\d) ?年")
LOOKS_BACK = 400


def last_year(page: Page, span: Span) -> int | None:
    """Return the last year of a date written in full outside titles and quotes, or None.

    自2024年11月1日起至2025年1月31日 does not tell of which of the two years a day after it is.
    """
    if page.plain.find("年", *span) < 0:
        return None
    found = [m for m in A_YEAR.finditer(page.plain, *span) if not page.quoted[m.start()]]
    return None if not found or _spell_of_two_years(page, span) > found[-1].start() else int(found[-1][1])


def follows_two_years(page: Page, place: int) -> bool:
    """Tell whether the last year named in the line before `place` is that of a time from one year to another."""
    before = (max(page.plain.rfind("\n", 0, place) + 1, place - LOOKS_BACK), place)
    return bool(_spell_of_two_years(page, before)) and last_year(page, before) is None


def _spell_of_two_years(page: Page, span: Span) -> int:
    """Return where the last time from one year to another ends, 0 where there is none."""
    if page.plain.find("20", *span) < 0:
        return 0
    return max((m.end() for m in TWO_YEARS.finditer(page.plain, *span) if m[1] != m[2]), default=0)


def loose_doubts(deadlines: list[DeadlineFound]) -> list[str]:
    """A day that stands in a sentence without 前 may be when something begins; in 3月、6月底前 both have it."""
    loose: list[str] = []
    bound_at = None
    for d in reversed(deadlines):
        bound = d.kind != "fixed" or BOUND.search(d.text.replace("年", "", 1) if "月" in d.text else d.text)
        if bound or (bound_at is not None and bound_at - d.span[1] <= len("以及")):
            bound_at = d.span[0]
        else:
            loose.insert(0, LOOSE.of(text=d.text))
    return loose
