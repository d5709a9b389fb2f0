/* SPDX-License-Identifier: Apache-2.0 */
/* The same kinds of paper in the words and layouts of other houses. */
#include "generate/documents/documents.h"

#define KIND(name_, category_, allowed_, text_) LS_DOCUMENT(name_, category_, NULL, allowed_, text_)

LS_DOCUMENT_TABLE(
    variety,
    KIND("slides-marked", "grade-mark", "internal-mark",
         "{={机密|秘密|绝密}★{#1-9}年}\n$matter{情况汇报|工作汇报}\n{$office|汇报人：$name}\n$"
         "date\n{3-6*{一|二|三|四}、{总体情况|主要做法|存在困难|下步打算}\n$filler\n}"),
    KIND("report-right-mark", "grade-mark", "internal-mark",
         "　　　　　　　　　　　　　　　　　　{={机密|秘密}★{#1-9}年}"
         "\n　　　　　　　　　　　　　　　　　　{?$urgent\n}$office{简报|情况反映|专报}\n（第{#1-"
         "60}期）\n$office编　　　$date\n$title\n{2-3*　　$paragraph\n}报：$office\n送：$office\n"),
    KIND("approval-slip-marked", "grade-mark", "internal-mark",
         "$office{发文呈签|签报|请示件}\n{5-6~^\n^!密级及保密期限\t{={机密|秘密|绝密}★{#1-9}年}|"
         "缓急程度\t$urgent|文件标题\t$title|主办处室\t办公室|拟稿\t$name\t电话\t{####2000-8999}|"
         "核稿\t$name|会签\t$name|签发\t$name　{#1-12}月{#1-28}日}\n"),
    KIND("bracketed-mark", "grade-mark", "internal-mark",
         "{={【机密★{#1-9}年】|（绝密★三十年）|[秘密★{#1-9}年]|【秘密★】|（机密★长期）}}\n$title\n{"
         "2-4*　　$paragraph\n}$signature"),
    KIND("annex-marked", "grade-mark", "internal-mark",
         "附件{#1-5}\n{={机密|秘密}★{#1-9}年}\n$place{重点目标|物资储备点|应急队伍}一览表\n{4-8%3-"
         "4|!序号=$n|!名称=$project|地址=$place|负责人=$name|电话=$tel}"),
    KIND("recommendation-votes", "personnel", "internal-mark",
         "{$office|$place县}{民主推荐|会议推荐|谈话推荐|民主测评}{结果|情况}{汇总表|统计表}\n{"
         "参加推荐：{#30-120}人　收回有效票{#28-29}张\n|}{4-9%4-6|序号=$n|!{姓名|被推荐人}=$name|!{"
         "现任职务|单位及职务}=$post|!{得票数|推荐票数|得票}={#1-90}{?票}|{得票率|占比}={#10-95}%|"
         "排名={#1-9}}{?考察组：$name、$name\n}"),
    KIND("appraisal-prose", "personnel", "internal-mark",
         "关于$name1同志的考察情况\n　　$name1，$sex，$ethnic，$ymzh生，$native人，$"
         "degree学历，现任$post。\n　　考察组通过{民主测评、个别谈话|民主推荐、查阅档案}"
         "等方式了解，该同志政治上{可靠|成熟}，{思路清晰|业务熟练}，工作中{敢于负责|作风扎实}"
         "，廉洁方面{无不良反映|要求严格}。{民主测评优秀票{#20-60}张，称职票{#1-9}张。|会议推荐{#"
         "20-60}票，谈话推荐{#10-30}票。}\n　　{不足之处是：|存在的不足：|缺点：}$trait，{$trait|"
         "有待提高}。\n　　{综合分析，建议提拔使用。|建议列为拟任人选。}\n"),
    KIND("proposed-table", "personnel", "internal-mark,identifier",
         "{拟提拔人选|拟任人选|拟交流干部|拟转任重要岗位人选}{一览表|基本情况表|名单}（{征求意见稿|"
         "$datedot|酝酿用}）\n{5-9%6-8|序号=$n|!姓名=$namecell|!性别=$sex|!{出生年月|出生时间}=$"
         "ymdot|民族=$ethnic|学历=$degree|!{现职务|现任职务}=$post|!{拟任职务|拟任职}=$post|备注={|"
         "}}"),
    KIND("problem-list", "personnel", "internal-mark",
         "{$office|$place县委常委}班子{民主生活会|专题民主生活会}{查摆问题清单|整改清单|"
         "问题整改台账}\n{5-9%4-6|序号=$n|!姓名=$name|!{存在问题|查摆问题|突出问题}=$trait|{"
         "原因分析|原因剖析}={学习不够|担当不足}|!{整改措施|整改举措}={加强学习|深入基层}|{"
         "整改时限|完成时限}=$datedot|责任人=$name}{对$name同志的批评意见：$trait。\n|}"),
    KIND("verification-result", "personnel", "internal-mark,identifier",
         "{领导干部个人有关事项|个人有关事项报告}{抽查核实|随机抽查|查核比对}{结果|情况}{报告表|"
         "登记表}\n姓名：$name　单位职务：$post\n{5-6!婚姻情况：{一致|不一致}\n|!"
         "因私出国（境）证件：普通护照E{########10000000-99999999}，{一致|漏报}\n|!房产：填报{#1-3}"
         "套，查核{#1-4}套，建筑面积{#80-300}平方米\n|!股票、基金：填报{#1-50}万元，查核{#1-80}"
         "万元\n|投资型保险：{#1-3}份{#1-20}万元\n|!配偶子女经商办企业：{无|持股{#5-40}%}\n}"
         "查核意见：{漏报情节较轻|一致}\n"),
    KIND("selection-exam", "exam", "grade-mark",
         "$office{遴选|竞聘|公开选聘}工作人员{笔试题|考试题目|试题}\n（{满分100分|总分100分}，{"
         "时间120分钟|限时90分钟}）\n{姓名：________　考号：________\n|}一、{填空题|选择题}（每{空|"
         "题}{1|2}分，共{20|30}分）\n{5-8*$n．$project的主要任务是______。\n}二、{材料分析题|"
         "案例分析}（{30|40}分）\n材料：$paragraph\n问题：1．{谈谈你的认识|提出对策}（{15|20}"
         "分）\n三、{公文写作|作文题}（{30|40}分）\n以$matter为题，拟写一份{请示|讲话稿}。\n"),
    KIND("interview-scoring", "exam", "grade-mark,internal-mark",
         "{面试试题及评分标准|结构化面试题及参考答案|面试题目（考官版）}\n{$office公开遴选|$"
         "place市公开选拔领导干部|$now年公务员录用面试}{第{#1-3}考场\n|\n}{3-4*{#1-4}．{题目|试题}"
         "：{谈谈对$matter的理解|工作中与同事意见不一致怎么办|如何组织一次调研}？{（25分）|"
         "（30分）}\n{参考答案|答题要点|评分标准}：{好（20-25分）观点明确|{#1-9}分：条理清楚}{"
         "；中（15-19分）|}。\n}"),
    KIND("clue-handover", "case-file", "internal-mark",
         "{问题线索移交清单|信访件转办单|线索集中排查情况表}\n{3-8%5-7|序号=$n|!{反映对象|被反映人}"
         "=$name|!{职务|单位职务}=$post|!{反映问题|反映的主要问题|主要问题}={收受$company礼金|"
         "违规插手$project|套取资金$money}|!{线索来源|来源}={群众举报|巡察移交|审计移送}|{处置意见|"
         "处置方式}={谈话函询|初步核实|了结}|{承办人|承办室}=$name|{接收日期|受理日期}=$datedot}"
         "移交人：$name　接收人：$name\n"),
    KIND("inquiry-letter", "case-file", "internal-mark",
         "{函询通知书|谈话函询通知书|关于请$name1同志说明有关问题的函}\n$word纪函〔$now〕{#1-60}"
         "号\n$name1同志：\n　　{我委收到反映你|信访举报反映你}{在担任$rank期间收受$company$"
         "name所送礼金$money|违规操办子女婚宴|在$project中为他人谋取利益}的问题。{"
         "根据《监督执纪工作规则》，|}请于收到本函后15个工作日内就{上述|所反映}"
         "问题作出书面说明，并由所在党组织主要负责人签署意见。\n{?　　不得对举报人打击报复。\n}$"
         "place县纪委监委\n$date\n"),
    KIND("talk-outline", "case-file", "internal-mark",
         "{谈话记录|核查谈话记录|提醒谈话记录}\n{5~^\n^谈话对象：$name1，$post|时间：$time|地点：$"
         "office谈话室|谈话人：$name，$name|记录：$name}\n{5-8*谈话人：{$project的招标是谁决定的|"
         "这笔钱是什么时候收的|你和$company是什么关系|还有什么需要说明}？\n$name1：{我没有直接参与|"
         "大概是$year年{#1-12}月|就是普通朋友|没有了}。\n}{以上记录经本人核对无误。|}签名：$"
         "name1\n"),
    KIND("event-brief", "case-file", "internal-mark",
         "{值班快报|突发事件快报|应急值班信息|要情快报}\n〔$now〕第{#1-200}期\n$office{总值班室|"
         "应急办}　签发：$name　$md{#1-12}时{##10-59}分\n关于$place{路段多车相撞|民房坍塌|中毒事件|"
         "火灾}的{初报|续报}\n　　$md{#1-12}时{##10-59}分，$place{村|镇|路}发生{多车相撞|坍塌|火灾}"
         "，{致|造成}{#1-9}人死亡、{#1-20}人受伤{，{#1-9}人被困|}。{现场处置正在进行|伤员已送医|"
         "原因待查}。后续情况续报。\n报：{省委总值班室|市领导}\n"),
    KIND("staffing-letter", "staffing", "internal-mark,personnel",
         "关于{核增|申请增加|调剂}$bureau{行政编制|事业编制|人员编制}的{函|请示|报告}\n{中共|}$"
         "place县委{机构编制委员会|编委}{办公室|}：\n　　{因工作任务增加|承接省市下放事项}，{我局|$"
         "bureau}现有{行政编制|事业编制}{#10-60}名，{内设机构{#3-8}个|领导职数{#3-5}名}，{"
         "力量明显不足|难以满足工作需要}。{恳请|拟请}{核增|增加}{事业编制|行政编制}{#1-9}名、{"
         "副科级领导职数{#1-2}名|内设机构{#1-2}个}。\n　　{妥否，请批复|请予支持为盼|当否，请示}"
         "。\n$signature"),
    KIND("three-rules-draft", "staffing", "internal-mark,personnel",
         "$office职能配置、内设机构和人员编制规定（{送审稿|征求意见稿|讨论稿}"
         "）\n　　一、机构设置：$office为{正处级|正科级}，{加挂$bureau牌子|机构规格不变}"
         "。\n　　二、内设机构：设{办公室、法规科|综合科、业务科}等{#4-9}"
         "个内设机构。\n　　三、人员编制：行政编制{#15-60}名，{其中|}领导职数{#3-5}名（1正{#2-4}"
         "副），科级领导职数{#5-12}名。\n　　{本稿提交编委会审议|请于$md前反馈意见}。\n"),
    KIND("audit-issue-list", "audit", "internal-mark",
         "{审计发现问题清单|审计查出问题汇总表|审计事实确认书}（{征求意见稿|交换意见用|初稿}"
         "）\n被审计单位：$office　审计期间：$year年度\n{4-8%4-6|序号=$n|!{问题|审计发现问题|"
         "问题描述}={虚列支出|违规发放补贴|未按规定招标|公款私存}|!{金额|涉及金额}=$money|{"
         "违反规定|定性依据}=《预算法》第{#10-90}条|!{审计建议|处理意见}={归还原渠道|上缴财政}|{"
         "被审计单位意见|单位反馈意见}={属实|}}审计组长：$name　主审：$name\n"),
    KIND("audit-brief", "audit", "internal-mark",
         "{审计要情|审计专报|审计信息（内部）}\n第{#1-60}期\n$place{市|县}审计局　　$date\n{$"
         "office|$project}审计发现{的突出|}问题\n　　在对$office{预算执行|专项资金}"
         "审计中发现，被审计单位{虚报套取|挤占挪用}资金$money，{涉及{#2-9}个项目|涉嫌违纪线索{#1-3}"
         "条}。审计组建议{移送纪委监委|追回资金}。\n{　　一、{虚列支出$money|违规招标}。\n　　二、{"
         "公款私存$money|截留收入}。\n|}报：市委、市政府{领导|主要领导}\n"),
    KIND("party-group-record", "minutes", "internal-mark,personnel",
         "{党组|党委|局党组}会议记录\n{5-6~^\n^时间：$date{上午|下午}|地点：{#2-6}楼{小|}会议室|"
         "主持人：$name|{参加人员|参会人员}：$name、$name、$name|列席人员：$name|记录人：$name}\n{"
         "会议内容|议题}：{一、|1.}研究$matter\n{4-7*$name：$filler\n}{会议决定|经讨论，会议决定}"
         "：{同意$bureau意见|由$name同志负责落实|原则通过}。\n"),
    KIND("standing-minutes", "minutes", "internal-mark,personnel",
         "{中共$place市委常委会|$place县委常委会|$office党委会}{会议|}纪要\n{第{#1-40}期|（{#1-40}"
         "）}\n$date，{县委书记|市委书记|党委书记}$name主持召开{常委会会议|党委会}，研究$"
         "matter等事项。{现将会议议定事项纪要如下：|}\n{2-4*　　{一|二|三}、{关于|}$matter。会议{"
         "听取了|审议了}$bureau的汇报，{原则同意|同意}{所提方案|汇报意见}，会议要求$filler\n}"
         "出席：$name、$name、$name\n列席：$name、$name\n{记录：$name\n|}"),
    KIND("meeting-notice-closed", "minutes", "internal-mark",
         "{会议保密须知|会议纪律|与会须知}\n各位代表：\n{4-5~^\n^　　会议文件{统一编号|按号发放}"
         "，会后{如数|全部|统一}收回。|　　{未经允许，|}不得{记录、录音、录像|拍照、录音}。|"
         "　　文件不得带出{会场|驻地}。|　　手机等{统一存放|集中保管}，不得带入会场。|　　凭证{"
         "入场|出入}，对号入座。}\n大会{秘书处|会务组}\n$date\n"),
    KIND("telegram-form", "telegram", "internal-mark,grade-mark",
         "{$province|$place市}{党政机关|}{明传电报|传真电报|内部明电}\n签批：$name　　等级：{加急|"
         "特急|平急}\n发往：{各市、县（区）|$office}\n{$word发明电|$word传}〔$now〕{#1-90}号　　共{"
         "#1-5}页\n{关于$matter的{紧急|}通知}\n　　$paragraph\n{承办单位|发电单位}：$"
         "office　电话：$tel\n"),
    KIND("machine-ledger", "register", "grade-mark,internal-mark",
         "{涉密计算机台账|涉密载体登记簿|涉密存储介质登记表|涉密设备台账}\n{4-9%5-7|序号=$n|!{"
         "设备名称|载体名称|介质名称}={台式计算机|移动硬盘|U盘|打印机}|!{编号|载体编号|设备编号}={"
         "A|B}{###1-900}|!密级={秘密|机密|秘密|绝密}|!{责任人|使用人|保管人}=$name|存放地点={#2-6}"
         "楼{###201-620}室|{启用时间|登记日期}=$datedot|备注={|}}"),
    KIND("cipher-register", "register", "grade-mark,internal-mark,telegram",
         "{机要件收发登记簿|密码电报收文登记|机要收文登记}\n{4-10%6-8|!{收文时间|收件日期}=$"
         "datedot|!{来文单位|发文机关|来电单位}=$office|!{文号|编号}=$docno|{标题|事由}=$title|!{"
         "密级|密级期限}={秘密|机密|绝密}|{缓急|紧急程度}=$urgent|!{签收人|收件人|领取人}=$name|{"
         "退件日期|清退时间}=$datedot|备注={|}}"),
    KIND("file-transfer-slip", "archive-file", "identifier,personnel",
         "{干部人事档案审核表|干部人事档案专项审核认定表|干部档案任前审核表}\n姓名：$name　性别：$"
         "sex　出生年月：$ymdot\n{履历表|履历材料}：$workym形成，{#1-9}页\n{5-6~^\n^自传材料：$"
         "workym，{#1-5}页|考核材料：$year.12，{#1-9}页|学历学位材料：$workym，{#1-9}页|"
         "入党志愿书：$workym，{#5-9}页|政审材料：$workym，{#1-4}页|奖励材料：$year.{##1-12}，{#1-"
         "4}页|任免材料：$year.{##1-12}，{#1-9}页}\n审核意见：{三龄两历一致|材料齐全}　审核人：$"
         "name\n"),
    KIND("residents-lines", "identifier", "",
         "{入住登记|参会人员食宿登记|车辆保险投保人}\n{3-9*$name　{$resident|身份证 "
         "$resident|证件号码：$resident}　{$mobile|}\n}"));
