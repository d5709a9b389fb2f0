/* SPDX-License-Identifier: Apache-2.0 */
/* Still other houses: notes, lists in prose, what somebody writes himself. */
#include "generate/documents/documents.h"

#define KIND(name_, category_, allowed_, text_) LS_DOCUMENT(name_, category_, NULL, allowed_, text_)
#define CLEAN(name_, allowed_, text_) LS_DOCUMENT(name_, NULL, NULL, allowed_, text_)

LS_DOCUMENT_TABLE(
    strangers,
    KIND("bulletin-marked", "grade-mark", "internal-mark",
         "{={机密|秘密} ★ "
         "{#1-9}年}\n{?编号：{####1-900}\n}内部参考\n第{#1-90}期\n$office　$date\n{2-4*　　$"
         "paragraph\n}发：$office，$office\n"),
    KIND("sheet-marked", "grade-mark", "internal-mark,register",
         "{密级|文件密级}：{={绝密|机密|秘密}★{#1-9}年}\n$place$matter{数据|统计}\n{5-12%4-5|!项目="
         "$project|!数值={#100-9000}|单位={万元|吨|公里}|责任单位=$bureau|备注={|}}"),
    KIND("plan-old-mark", "grade-mark", "internal-mark",
         "{?{######1-900}\n}{={机密|绝密|秘密} "
         "{#1-9}年}\n{加急|特急}\n$place{防汛|应急|保供}方案\n{3-5*{一|二|三}、$filler\n}$office\n$"
         "date\n"),
    KIND("transfer-list", "personnel", "identifier,internal-mark",
         "{拟提拔|拟调整|拟交流|拟晋升职级}{人员|干部}{名单|情况}\n{4-9*$n、$name，$sex，{#1965-"
         "1988}年{#1-12}月生，{#1985-2012}年{#1-12}月参加工作，现任$post，拟{任|晋升为}{$rank|$"
         "post}；\n}"),
    KIND("discussion-notes", "personnel", "internal-mark,minutes",
         "{书记专题会|部务会|五人小组会}{酝酿|研究}干部{记录|意见}\n$date\n{3-5*$name（$post）：{"
         "拟任|建议任|拟转任}$post。{同意|无不同意见|$name提出再考虑}。\n}{"
         "以上人选提请常委会讨论。\n|提交常委会审议。\n}"),
    KIND("review-of-person", "personnel", "internal-mark",
         "$name1同志{现实表现|德能勤绩廉}材料\n$name1，$sex，$ethnic，$ymzh生，现任$"
         "post。\n政治表现：{立场坚定|学习认真}。\n工作能力：{思路清楚|协调能力强}"
         "。\n工作实绩：牵头$project。\n廉洁自律：{未发现问题|群众反映好}。\n不足：$trait。\n{"
         "民主测评：优秀{#20-60}票，称职{#1-9}票。|谈话推荐{#10-40}票。}\n{$office党组织\n|}"),
    KIND("exam-two", "exam", "grade-mark",
         "$place市{机关|事业单位}{公开招考|招聘}{《综合知识》|《职业能力》}{试卷|测试卷}（{A|B}"
         "卷）\n考试时间{90|120}分钟　满分100分\n得分　　　阅卷人\n{一|Ⅰ}、{判断题|单选题}"
         "（每题1分，共20分）\n{6-9*（　）$n．$filler\n}二、简答题（每题10分，共30分）\n{2-3*$n．{"
         "简述|说明}$matter的{要求|程序}。\n}"),
    KIND("answer-key", "exam", "grade-mark",
         "{$now年|}$place市{遴选|招聘|选调}考试{答案|参考答案与评分标准|标准答案}"
         "\n一、单选题（每题1分）\n{3-5*{#1-9}1-{#1-9}5　{ABCDA|BDACB|CCADB}\n}"
         "二、简答题（每题10分）\n{2-3*$n．{要点一|第一}：表述{准确|完整}（4分）；{要点二|第二}"
         "：联系实际（3分）；条理清楚（3分）。\n}"),
    KIND("clue-report", "case-file", "internal-mark",
         "关于$post$name1{有关问题线索处置情况的报告|反映问题核查情况的报告}\n　　{收到|接到}反映$"
         "name1问题的{信访件|举报}后，{我室|核查组}进行了核查。\n　　{经查|经核实}：{反映其收受$"
         "company$money问题|反映其违规插手$project问题}{属实|部分属实|暂未查实}。{$name1承认|证人$"
         "name证实}。\n　　处理建议：{予以立案审查|给予谈话提醒|予以了结}。\n$place县纪委监委第{一|"
         "二|三}监督检查室\n$date\n"),
    KIND("statement", "case-file", "internal-mark",
         "{情况说明|交代材料|检讨书|说明材料}\n$place县纪委监委：\n　　我叫$name，$sex，$"
         "ymzh生，现任$post。现就组织调查的问题{说明|交代}如下：\n　　$year年{#1-12}月，我{收受$"
         "company经理$name所送现金$money|将公款$money借给他人}，{用于家庭开支|事后退还}"
         "。我违反了廉洁纪律，{愿意接受组织处理|认错悔错}。\n{说明人|交代人}：$name　$date\n"),
    KIND("staffing-answer", "staffing", "internal-mark,personnel",
         "$place县{编委|机构编制委员会}{办公室|}\n关于{核定|调整}$bureau{内设机构和领导职数|"
         "机构编制}的{意见|批复稿}（{讨论|送审|代拟}稿）\n　　同意{设立|撤销}$place{服务中心|"
         "管理站}，{为正科级事业单位|机构规格副科级}，核定事业编制{#5-30}名，设主任1名、副主任{#1-"
         "2}名。\n　　{划转|收回}编制{#1-5}名。\n"),
    KIND("audit-exchange", "audit", "internal-mark",
         "审计组与被审计单位交换意见记录\n时间：$date　地点：$office会议室\n审计组：$name、$"
         "name　被审计单位：$office$name\n{2-4*$n．审计发现：{虚列支出|未按规定上缴|违规发放}$"
         "money。被审计单位意见：{无异议|需补充材料}。\n}审计人员：$name\n"),
    KIND("standing-agenda", "minutes", "internal-mark,personnel",
         "{县委常委会|市委常委会|党组会}{会议议程|议题安排|议题一览}（{会后收回|内部掌握|不得外传}"
         "）\n时间：$date　地点：{#2-6}楼常委会议室\n主持：$name　列席：$bureau\n{3-4!议题一：研究$"
         "matter（汇报单位：$bureau）\n|议题二：研究干部任免事项（汇报单位：组织部）\n|"
         "议题三：审议$project方案（汇报单位：$bureau）\n|议题四：听取$matter情况汇报\n}"),
    KIND("fax-telegram", "telegram", "internal-mark,grade-mark",
         "{发电单位|发电机关}　$office　　{签批盖章|签发}　$name\n等级　{特急|加急|平急}·明电　$"
         "word发电〔$now〕{#1-90}号\n{收电单位：|主送：}$office\n$title\n　　$paragraph\n（共{#1-5}"
         "页）\n"),
    KIND("receipt-list", "register", "grade-mark,internal-mark,archive-file",
         "{领取|移交|交接|清退}{密件|涉密文件|机要文件}{清单|登记}\n{4-9%5-6|序号=$n|!{文件名称|"
         "名称|题目}=$title|!{文件号|文号|字号}=$docno|!密级=$grade|!{份数|份号}={#1-9}|!{领取人|"
         "接收人|签字}=$name|日期=$datedot}"),
    KIND("personnel-catalogue", "archive-file", "personnel,identifier",
         "$name{的|}人事档案{材料清单|目录}\n序号\t类别\t材料名称\t时间\t页数\n{8~"
         "1\t履历\t干部履历表\t$datedot\t{#2-8}\n|2\t自传\t自传材料\t$datedot\t{#1-5}\n|"
         "3\t考核\t年度考核登记表\t$datedot\t{#1-3}\n|4\t学历学位\t毕业生登记表\t$datedot\t{#1-5}"
         "\n|5\t政审\t政审材料\t$datedot\t{#1-5}\n|6\t党团\t入党志愿书\t$datedot\t{#4-9}\n|"
         "7\t奖励\t嘉奖审批表\t$datedot\t1\n|9\t任免\t干部任免审批表\t$datedot\t2\n}"),
    CLEAN("village-affairs", NULL,
          "$place村{村务公开|财务公开}栏\n{5-9%3-4|!项目={低保|补贴|水费|修路}|!金额={#100-9000}|!"
          "领款人=$name|备注={|}}公示期7天。村务监督委员会：$name\n"),
    CLEAN("department-report", NULL,
          "$office$year年法治政府建设年度报告\n一、主要做法\n　　$paragraph\n二、存在问题\n　　{"
          "执法队伍专业化水平有待提高|宣传形式单一}。\n三、下一步打算\n　　$paragraph\n"),
    CLEAN("budget-public", NULL,
          "$office$now年部门预算公开\n一、主要职责及机构设置：内设机构{#4-9}个，行政编制{#20-60}"
          "名，事业编制{#5-30}名，实有人员{#20-80}人。\n二、收支总表\n{4-8%3-4|!项目={基本支出|"
          "项目支出|三公经费|公务接待费}|!预算数={#10-900}.{##0-99}|上年数={#10-900}.{##0-99}|增减="
          "{#0-90}}"),
    CLEAN("teacher-list", NULL,
          "$school{特聘教授|导师|任课教师}{名单|一览表}\n{6-20%4-6|序号=$n|!姓名=$name|!性别=$sex|!"
          "职称={教授|副教授|讲师}|出生年月=19{##60-92}.{##1-12}|!{研究方向|所在学院}={水利工程|"
          "法学|会计学}|学历={博士|硕士}}"),
    CLEAN("secrecy-poster", NULL,
          "{保密宣传标语|保密警示语|4·15宣传口号}\n{6-9~^\n^保守秘密，慎之又慎！|国家秘密 "
          "人人有责|不该说的机密绝对不说|泄密必究 失密必查|涉密不上网 "
          "上网不涉密|绝密文件锁柜中，机密材料不乱放|秘密无小事|保密就是保安全|筑牢保密防线}\n"),
    CLEAN("archive-service", NULL,
          "$place市档案馆{查档指南|开放档案目录说明}\n{4-5~^\n^"
          "查阅档案须持介绍信或身份证，填写查档登记表。|开放档案可直接查阅，未开放档案须经批准。|"
          "案卷目录按全宗号、目录号、案卷号排列。|复制档案加盖档案证明章。|"
          "未解密的涉密档案不提供利用。}\n咨询电话：$tel\n"),
    CLEAN("talk-show", NULL,
          "{访谈实录|人物专访|对话$name}\n{5-8*{主持人|记者}：{您当时是怎么想的|能否谈谈这段经历|"
          "下一步有什么计划}？\n$name：{我觉得还是要坚持|当时没有想那么多|大概是$year年的事}。\n}"),
    CLEAN("stock-notice", NULL,
          "证券代码：{######600000-603999}　证券简称：$place股份\n$"
          "company关于聘任高级管理人员的公告\n　　董事会同意聘任$name为{总经理|副总经理|财务总监}"
          "，任期至本届董事会届满。\n　　附简历：$name，$sex，{#1965-1990}年出生，{本科|硕士}"
          "，历任$company会计、经理。\n特此公告。\n$date\n"),
    CLEAN(
        "work-log", NULL,
        "{运维日志|巡检记录}\n{6-14%4-5|!日期=$datedash|!设备={核心交换机|数据库服务器|UPS}|!状态={"
        "正常|告警已处理}|值班员=$name|备注={重启|无}}机房密码锁已更换，管理员口令按规定修改。\n"));
