/* SPDX-License-Identifier: Apache-2.0 */
/* Staffing, audit, minutes and telegrams. */
#include "generate/documents/documents.h"

#define KIND(name_, category_, rules_, text_)                                                      \
    LS_DOCUMENT(name_, category_, rules_, "internal-mark,personnel", text_)
#define STAFFING(name_, rules_, text_) KIND(name_, "staffing", rules_, text_)
#define AUDIT(name_, rules_, text_) KIND(name_, "audit", rules_, text_)
#define MINUTES(name_, rules_, text_) KIND(name_, "minutes", rules_, text_)
#define TELEGRAM(name_, rules_, text_)                                                             \
    LS_DOCUMENT(name_, "telegram", rules_, "grade-mark,internal-mark,case-file", text_)

LS_DOCUMENT_TABLE(
    office,
    STAFFING("staffing-request", "cn.staffing.plan",
             "{?$word编〔$now〕{#1-60}号\n}关于{设立|调整|撤销|更名}$place{市|县}{大数据中心|"
             "水利工程管理站|不动产登记中心|行政审批服务局}{机构编制|}{的请示|的建议方案|"
             "有关事项的请示}\n{市|县}{委编委|编委|机构编制委员会}：\n　　{根据工作需要|为理顺体制}"
             "，{建议|拟}{{设立$place管理服务中心|将$place管理站更名为管理服务中心}，机构规格{"
             "正科级|副处级|副科级}|撤销$place管理站，职能划转至$bureau}。\n{　　{一、|}内设机构{#"
             "3-8}个，{核定|核增|核减}{事业编制|行政编制}{#5-60}名，领导职数{#2-5}{名|职}{"
             "，其中正职1名、副职{#1-3}名|}。\n|　　核定{事业编制|行政编制}{#5-60}名，其中{"
             "主任1名、副主任{#1-3}名|领导职数{#2-4}名}；内设机构{#2-6}个。\n}　　{妥否，请批示|"
             "请提交{市|县}委编委会研究|以上意见提交编委会审议}。\n$signature"),
    STAFFING("staffing-agenda", "cn.staffing.plan",
             "{市|县}委编委会{会议|第{#1-9}次会议}议题{汇报材料|}（{送审稿|讨论稿|}）\n{议题{一|二|"
             "三}：|}关于{调整|核定|重新核定}$office{机构设置和|}{领导职数|人员编制|机构编制}的{"
             "意见|汇报|建议}\n　　{现状：|目前，}$bureau{内设机构{#4-12}个|设{#4-12}个内设机构}，{"
             "行政编制|事业编制}{#20-90}名，领导职数{#3-6}名。\n　　{建议：|编办意见：}{核增|核减|"
             "增加}{行政编制|事业编制}{#1-9}名，{增设|撤并}{政策法规科|审批科}，{机构规格不变|"
             "机构规格升格为副处级|副科级领导职数增加{#1-2}名}。\n"),
    STAFFING("staffing-table", "cn.staffing.plan",
             "{市直部门|$place县|乡镇}{机构编制|编制和领导职数}{调整|核定}{方案表|建议表|情况表}{?"
             "（提交编委会研究）}\n{5-10%5-7|序号=$n|!{单位|单位名称}=$office|!机构规格={正科级|"
             "正处级|副处级}|!内设机构={#2-9}个|!{行政编制|事业编制}={#5-60}名|!领导职数={#2-5}名|{"
             "核增|核减}={#1-6}名|备注={划转|更名|}}"),
    STAFFING(
        "staffing-transfer", "cn.staffing.transfer",
        "关于{$name等{#2-6}名同志|$name同志}{人员|工作|}{调动|流动}{的请示|的议题|情况汇报}\n{?"
        "县委编委会：\n}{3-6%5-7|!姓名=$name|性别=$sex|!{现工作单位|调出单位}=$office|!{拟调入单位|"
        "调入单位}=$office|!{编制性质|编制类型}={行政编制|全额事业编制|参公}|岗位={管理岗|专技岗}|"
        "调动理由={工作需要|夫妻分居}}{?以上调动事项{提交编委会研究|请审定}。\n}"),
    AUDIT("audit-evidence", "cn.audit.working-paper",
          "{审计取证单|审计证据|审计取证记录}\n{7-9~^\n^{项目名称|审计项目名称}：{$office$"
          "now年度预算执行审计|$name同志任期经济责任审计}|{被审计（调查）单位或个人|被审计单位}：$"
          "office|{审计（调查）事项|审计事项}：{$matter|往来款项|三公经费}|{审计（调查）事实摘要|"
          "审计事实摘要|事实摘要}：$year年，该单位{虚列支出|挪用专项资金|未按规定招标}$money。|{"
          "审计人员|取证人}：$name　{编制日期|日期}：$date|复核人：$name|{证据提供单位意见|"
          "证据提供单位（人）意见}：{情况属实|无异议}（盖章）|附件：{#1-20}页|索引号：{A|B|C}{#1-9}"
          "-{##1-30}|第 {#1-3} 页（共 {#3-5} 页）}\n"),
    AUDIT("audit-working-paper", "cn.audit.working-paper",
          "审计工作底稿\n{7-9~^\n^索引号：{A|B}{##1-40}-{#1-9}|{审计项目名称|项目名称}：$office{"
          "财政收支|预算执行}审计|被审计单位：$office|{审计（调查）事项|审计事项}：{货币资金|"
          "政府采购|$matter}|{审计过程|审计程序}：查阅{凭证|合同}{#20-90}份。|{"
          "审计认定的事实摘要及审计结论|审计结论}：{多列支出|少计收入}$money，违反有关规定。|{"
          "编制人|审计人员}：$name　{编制日期|日期}：$date|{复核人|审核人}：$name　审核意见：{同意|"
          "予以认可}|附件{#1-30}页}\n"),
    AUDIT("audit-table", "cn.audit.working-paper",
          "{审计取证单|审计工作底稿}汇总{表|}\n{4-9%6-8|!索引号={A|B|C}{##1-30}|!{审计事项|"
          "审计（调查）事项}={$matter|往来款项}|!被审计单位=$office|!{审计事实摘要|事实摘要|"
          "问题摘要}=违规支出$money|金额=$money|!{审计人员|编制人}=$name|!{复核人|审核人}=$name|"
          "编制日期=$datedot}"),
    AUDIT("audit-draft", "cn.audit.draft-report",
          "{$office|$name同志}{预算执行|经济责任|专项资金}审计报告（征求意见稿）\n$office：\n　　{"
          "根据《中华人民共和国审计法》|依照审计计划}，审计组对{你单位|$office}$year年{财政收支|"
          "预算执行}情况进行了审计。{现将审计报告征求意见稿送你单位征求意见，|}{"
          "请自接到之日起10日内提出书面意见|请于$md前反馈书面意见}。\n一、{被审计单位基本情况|"
          "基本情况}\n　　$paragraph\n二、{审计发现的{主要|}问题|存在的问题}\n{2-4*　　（$cn）{"
          "违规{发放津补贴|列支}|未按规定{招标|上缴收入}|截留挪用专项资金}$money。\n}三、{审计建议|"
          "处理意见}\n　　{建议归还原渠道资金|规范资金管理}。\n审计组{组长|}：$name\n$date\n"),
    AUDIT("audit-handover", "cn.audit.working-paper,cn.audit.draft-report,cn.case.papers",
          "{审计事项移送处理书|审计移送处理书}\n$word审移〔$now〕{#1-40}号\n{$place市监察委员会|$"
          "place县公安局|$office}：\n　　{我局|审计组}在{$office|$name同志}{经济责任|预算执行}"
          "审计中发现，{被审计单位|}$office{原|}{负责人|会计}$name涉嫌{侵占|挪用|骗取}资金$"
          "money。\n　　{审计事实摘要：$year年，其虚构$project合同，|具体事实：}将$money转入$"
          "company账户。\n　　{根据有关规定，现移送你单位处理|请依法处理，并将结果书面告知}"
          "。\n附件：{审计取证单|证据材料}{#3-20}页\n审计人员：$name　审核人：$name\n$signature"),
    AUDIT("audit-plan", "cn.audit.plan",
          "{$office|$place市审计局}$now年{度|}{审计项目计划|审计工作计划}{?（{草案|送审稿|内部}）}"
          "\n{6-14%5-7|序号=$n|!{项目名称|审计项目名称}={$office预算执行审计|$project跟踪审计|$"
          "name经济责任审计}|!{被审计单位|被审计对象}=$office|!{审计类型|审计方式|项目类型}={"
          "财政审计|经济责任审计|就地审计}|!{实施时间|计划实施时间}={#1-6}月至{#7-12}月|!{承担处室|"
          "实施处室|承办科室}={财政科|经责科|投资科}|备注={|上级统一组织}}"),
    MINUTES("meeting-record", "cn.minutes.record",
            "{中共$office党组|$place县委常委会|$office局长办公会|部务会|$office党组会}会议记录\n{6-"
            "8!{会议|}时间：$time\n|地点：{$office{#2-5}楼会议室|第{一|二}会议室}\n|{主持人|主持}"
            "：$name\n|!出席：$name、$name、$name、$name\n|列席：$name、$name\n|{缺席|请假}：$"
            "name（出差）\n|!记录{人|}：$name\n|!{议题|会议议题}：研究$matter\n}{3-8*$name：{"
            "我同意这个意见，$trait的问题要重视|$filler|建议再研究|没有意见}。\n}{会议{议定|决定|"
            "原则同意|要求}：{$matter由$bureau牵头|$matter按程序办理}。\n|$name{总结：|：}"
            "会议决定，{原则同意$matter方案|由$bureau抓紧落实}。\n}"),
    MINUTES("meeting-minutes", "cn.minutes.record",
            "{$place{县|市}委常委会|$office党组|$place县政府常务|市长办公|局长办公}会议纪要\n〔$"
            "now〕{#1-30}号\n{?{（此件不公开）\n|}}{4-5!时间：$date{上午|}\n|地点：{市委常委会议室|"
            "机关{#2-4}楼会议室}\n|!主持：$name\n|!出席：$name、$name、$name\n|列席：$name、$"
            "name\n|记录：$name\n|!议题：$matter\n}　　{会议听取了|会议研究了}{$bureau关于|}$"
            "matter{情况的汇报|有关问题}。\n{2-4*　　会议{议定|决定|要求|原则同意}，$paragraph\n}"),
    MINUTES("closed-meeting", "cn.minutes.closed-meeting",
            "{$office全体会议|$place市委全会|$matter专题会议}{会议须知|参会须知|会议手册}\n{?"
            "编号：{###1-300}\n}{5-7!{一、|1.}{请凭证入场|凭证件入场}，{按座位就座|不得转让证件}"
            "。\n|{二、|2.}会议期间{严禁|不得}{记录、录音|录音录像}，{手机存放在储物柜|"
            "不得携带手机}。\n|!{三、|3.}会议{材料|文件}{按编号发放|编号发放}，{会后收回|"
            "会议结束后统一收回}。\n|!{四、|4.}{材料|文件}严禁带出{会场|驻地}{，不得复制|}。\n|{"
            "五、|5.}就餐地点：$place宾馆一楼。\n|{六、|6.}{联系人|会务组}：$name，$tel\n}"),
    TELEGRAM("telegram-head", "cn.telegram.head",
             "{内部传真电报|内部明电|密码电报|传真电报|明传电报|内部传真}\n{6~^\n^发电单位：$"
             "office|签批盖章：$name|等级：{特提·明电|特急·明电|加急·明电|特急|加急}　　$"
             "word发电〔$now〕{#1-90}号|{编号|机号}：{####1-900}|收电单位：{各县（市、区）委|$"
             "office、$office}|{共 {#1-6} 页|共{#2-6}页　时间：$date}}\n$title\n　　$paragraph\n"),
    TELEGRAM("code-groups", "cn.telegram.code-groups",
             "{密码电报|电报|密电|电文}\n{?{发电单位：$office|自：$word局}\n}{?{编号|号}：{####1-"
             "900}\n}{{20-60*{####0-9999}{ | | | | |\n}}|{20-50*{#####10000-99999} "
             "}|{16-40*{#####0-99999}{ | | |\n}}}\n"),
    TELEGRAM("secret-in-clear", "cn.telegram.secret-in-clear",
             "{明传电报|内部明电|传真电报}\n发电单位：$office\n{?签批盖章：$name\n}等级：{"
             "特急·明电|加急·明电}　$word发电〔$now〕{#1-60}号\n{?收电单位：$office\n}{{=$grade★{#"
             "1-9}年}\n|密级：{=$grade}\n}$title\n　　$paragraph\n"))
