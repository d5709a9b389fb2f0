/* SPDX-License-Identifier: Apache-2.0 */
/* Notes of what was said in closed rooms. */
#include "generate/documents/documents.h"

#define KIND(name_, category_, text_)                                                              \
    {                                                                                              \
        .name = name_, .category = category_,                                                      \
        .allowed =                                                                                 \
            "grade-mark,internal-mark,personnel,identifier,register,minutes,case-file,"            \
            "audit,staffing,archive-file,exam,trade-secret,credential,telegram,foreign-mark",      \
        .text = text_                                                                              \
    }

LS_DOCUMENT_TABLE(
    rooms,
    KIND("room-scribbles", "minutes",
         "{#1-12}.{#1-28} {三楼小会议室|书记办公室}　$name主持　{班子全到|$name请假}\n1 "
         "{$project|干部}：$name讲{缺口$money|两个人选}，$name不同意，{书记：先压一压|议而不决}\n2 "
         "{拆迁|改制}：{周五前清场|职工股按一比一}，{公安配合|对外说没定}\n3 "
         "{年终奖|接待费}：{照去年|从工会走}　散{#17-22}:{##10-59}\n"),
    KIND("room-standing", "minutes",
         "{市委|县委}常委会{会议决定事项|议定事项}{通知|}（$now年第{#1-30}次）\n{$date|$md}"
         "，市委书记$name主持。{会议研究了|议题：}{干部事宜|$matter}。\n一、原则同意{$"
         "bureau所提方案|组织部提名}，{按程序办理|由$name牵头}。二、{对$place的处置|化债安排}{"
         "再作论证|缓议}。\n本通知发至{与会常委|列席单位主要负责人}。\n"),
    KIND("room-speech-rec", "minutes",
         "$name同志在{务虚会|务虚座谈会|全委会小组会}上的{插话|发言}{整理|（根据录音）}\n{2-3*（$"
         "name：{这块欠账有多少？|谁表的态？}）{当时口头答应的|隐性债务$money，报表上没有}。\n}{再|"
         "现在}不讲真话，{明年就过不去|换届要出事}。{讲完就完，不要传|未经本人审阅}\n"),
    KIND("room-expert", "minutes",
         "{评标|职称评审|立项}{委员会|小组}评议{记录|情况}\n{3-5*$name（{高工|教授}）：{$"
         "company方案弱|{#1-9}号论文有硬伤}，{不投|可以照顾}。\n}投票：应投{#7-11}票，{同意{#4-7}"
         "，反对{#1-3}|{#1-9}号{#2-6}票未过}。组长：{票数只报人事处|评议意见到此为止}。\n"),
    KIND("room-tw", "minutes",
         "{局務|主管|危機處理}會議紀錄（節錄）\n時間：{##110-114}年{#1-12}月{#1-28}日　地點：{"
         "簡報室|{#1-9}樓}　主席：$name局長　紀錄：$name\n{2-4*{主計|政風|秘書}室：{預算超支{##1-"
         "90}萬|廠商已提告|媒體已詢問}，{請裁示|建議和解}。\n}裁示：{照案|從緊}辦理，{"
         "新聞稿由秘書室統一|會議資料收回}。\n"),
    KIND("room-agenda-pack", "minutes",
         "{党委会|党组会|董事会}{上会材料|议案}（{#1-12}月{#1-28}日）\n议题{一|1}　{关于$name等{#2-"
         "9}人任免|关于出让$place地块}　汇报：$name　{10|15}分钟\n议题{二|2}　{处置$company股权|{#"
         "1-12}月资金安排}　汇报：$name\n{材料当场发放、会后留下|缺席者不补}。{议案三因$"
         "name反对撤下|列席：$bureau}\n"),
    KIND("room-coordination", "minutes",
         "{$project|征拆}指挥部{调度|协调}会{备忘|要点}\n$datedot，{副县长|副市长}$name召集，{"
         "公安、信访、住建|$bureau、$bureau}参加。议定：\n（1）{钉子户$name家|$place村{#2-9}户}{#1-"
         "28}日{强制|夜间}腾空，{评估价不再加|另给$money不写协议}；（2）{媒体来访一律找宣传部|"
         "网上帖子随时删}；（3）{资金缺口$money由平台垫|出事由$bureau担}。\n"),
    KIND("room-union", "minutes",
         "{经理|总裁|股东}办公会{笔记|记录}\n参会 $name $name $name　列席 "
         "{财务|人力}\n$name：{今年亏$money|裁{##10-90}人}，{春节后宣布|赔偿按N}\n$name：{$"
         "place厂关掉|奖金不发了}，{工人要闹|供应商款拖到六月}\n决定 "
         "{分三批谈|财务先不入账}，{出会场谁也别说|消息走漏查人}\n"))
