/* SPDX-License-Identifier: Apache-2.0 */
/* What those write who look into a case, and those who tell them. */
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
    probes,
    KIND("probe-assignment", "case-file",
         "{信访件|问题线索}{批转|交办}{单|函}\n{第{#1-90}号|$place纪信〔$now〕{#1-90}号}"
         "\n反映对象：$name，$rank\n主要内容：{在$project中为$company打招呼|违规吃喝、收受购物卡$"
         "money}\n领导批示：请{一室|派驻组|$name}{初核|了解}，{注意方法|不扩大范围}。$name　$"
         "md\n办理时限：{两个月|$md前}报结果\n"),
    KIND("probe-plan", "case-file",
         "关于对$name{有关问题|}开展初步核实的{工作方案|请示}\n一、线索来源：{巡察移交|实名信|"
         "审计移送}。二、核实内容：{与$company老板$name的经济往来|套取{培训费|工程款}$money}"
         "。\n三、步骤：调取{房产、车辆、银行流水|招投标资料}；{外围取证|先找会计$name谈话}；{"
         "条件成熟再接触本人|视情上措施}。\n四、人员：$name任组长，{#3-6}人；{手机统一保管|"
         "异地办公}。\n"),
    KIND("probe-daily", "case-file",
         "{留置点|看护组}{交接班记录|每日情况}\n{#1-28}日{#0-23}时至{#0-23}时　被{留置人员|"
         "看护人员}：{{#1-9}号|$name}\n{早餐|午餐}{正常|未吃}，血压{###120-170}/"
         "{##70-99}，{服降压药一片|情绪低落，流泪}。{#9-22}时谈话{#1-3}小时，{要求写材料|承认收过$"
         "name的钱}。\n{夜间起身{#1-4}次|两次要求见家人}。交：$name　接：$name\n"),
    KIND("probe-confession", "case-file",
         "{自述|我的说明|悔过}\n{审查组领导|组织}：\n我叫$name，$ymzh生，{原任|任}$post。{#2009-"
         "2020}年中秋，$company的$name到我办公室，放下{一个纸袋|两条烟}，里面有{##2-30}万元，我{"
         "推了一下就收了|没有退}。后来他的{工程款|项目}我{签了字|打了电话}。\n以上是我的{亲笔|真实}"
         "交代。\n　　　　$name（手印）　$date\n"),
    KIND("probe-talk", "case-file",
         "{约谈|提醒谈话}{记录|情况}\n时间：$datedot "
         "{#8-17}:{##10-59}　对象：$name（$rank）　谈话人：$name、$name\n我：有反映你{爱人在$"
         "company挂名领薪|公车接送孩子}，怎么回事？\n{他|对方}：{没有这回事|有过{#1-3}次}，{"
         "我可以写说明|钱已退}。\n我：回去三天内交书面的。{态度一般，眼神躲|手抖，承认后要求轻处理}"
         "。\n"),
    KIND("probe-surveillance", "case-file",
         "{禁毒大队|经侦支队}{专案|“{春雷|利剑}{#1-9}号”}进展{第{#1-20}次|（{#1-12}.{#1-28}）}"
         "\n目标{甲|{#1-9}号}（$name，绰号“{老鬼|阿四}”）{昨晚|今晨}在$place{出租屋|高速口}"
         "露面，手机尾号{####1000-9999}，{与上线通话{#1-9}次|乘黑色轿车}。\n{特情|耳目}报：{下周|{#"
         "1-28}日}交货，约{#1-9}公斤。拟{在{收费站|码头}动手|继续贴靠}，{车牌已换|枪弹{#2-6}套}"
         "。\n"),
    KIND("probe-petition-file", "case-file",
         "{重点信访人|积案}{包保|化解}{情况|表}\n{3-5*$name（{##45-75}岁，$place村）：诉求{征地款$"
         "money|儿子死因}，{进京{#1-9}次|扬言跳楼}。包案领导$name，{每天见面|车站有人盯}，{"
         "拟给救助金{#1-9}万，让其写息访书|家属工作已做}。\n}{会议期间|两会前}一律不得离开{$place|"
         "辖区}，{出走即报|措施不得外讲}。\n"),
    KIND(
        "probe-accident-draft", "case-file",
        "{$place|“{#1-12}·{#1-28}”}{化工厂爆燃|大巴坠崖|透水}事故{原因分析|责任建议}（{初稿|修改稿}"
        "）\n死亡{#3-30}人，{瞒报{#1-4}人|另有失联{#1-3}人}。直接原因：{违章动火|超载|盲目掘进}"
        "。\n$bureau{副局长$name|科长$name}{去年检查未处罚|收企业{#1-9}万元}，建议{移送|撤职}；{"
        "县长$name诫勉|市里责任写轻一点}。\n{家属赔偿每人$money，不统一|对外仍说正在调查}。\n"),
    KIND("probe-evidence-list", "case-file",
         "$name案证据{清单|材料目录}\n{5-7%3-4|!序号=$n|!材料={$name证言（{#1-4}次）|银行流水|"
         "会议纪要复印件|到案经过|扣押笔录|同步录音录像光盘|鉴定意见}|!页码={#1-90}—{##91-99}|"
         "证明事项={收受$money|主体身份|项目审批|退赃}}\n"),
    KIND("probe-case-minutes", "case-file",
         "{案件|线索}{集体会商|排查会}意见\n{3-5*$n．$name（$rank）：反映其{倒卖指标|"
         "与他人保持不正当关系|违规入股$company}，{可查性强，初核|过于笼统，暂存|函询{#1-2}"
         "次，采信了结}。\n}参加：{书记|副书记}$name、{一室|案管}$name。{结论不告知反映人|$"
         "name回避}。\n"),
    KIND("probe-anonymous-tip", "case-file",
         "{书记|检察长}：\n我是$bureau一名{职工|临时工}，不敢写名字。$bureau{局长|科长}$name{"
         "每年收$company{##1-30}万|把低保给亲戚}，{车是老板买的|局里都知道}。{账本在会计$name手里|"
         "有录音一份附上}。\n{查的时候别让单位知道|我只写这一次}，{怕报复|有家小}。\n"))
