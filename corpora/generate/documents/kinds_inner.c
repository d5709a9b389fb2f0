/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Papers of a closed circle: notes, drafts, tables and cards without the headings of their forms,
 * which say among whom they stay. The clean twins speak of the same things to everybody.
 */
#include "generate/documents/documents.h"

#define KIND(name_, category_, text_)                                                              \
    LS_DOCUMENT(name_, category_, NULL,                                                            \
                "grade-mark,internal-mark,personnel,identifier,register,minutes,case-file,"        \
                "audit,staffing,archive-file,exam,trade-secret,credential",                        \
                text_)
#define CLEAN(name_, text_) LS_LOWERED_DOCUMENT(name_, text_)
#define SECRECY                                                                                                                     \
    "{{会前|公布前|定下来之前}{不得|请勿}外传|只给分管领导看|{看完|阅后}{退回|交回}，不要复印|" \
    "本件印{#2-9}份，不得转发|{暂|先}不对外公布|未公开，注意保密}"

LS_DOCUMENT_TABLE(
    inner,
    KIND("talk-of-bureau", "minutes",
         "{$place区|$place县}$bureau{局务会|党组会}会议记录{本|}\n{日期|时间}：$"
         "datedot　{主持|主持人}：$name　{到会|参会}：$name、$name、$name\n{4-7*$name：{"
         "租金低了，{我|我个人}不同意|先按老办法办|$project的钱先垫上|我看可以|程序还没走完|"
         "审计查到说不清}。\n}{记|定}：{按多数意见办|再议}。\n今天说的" SECRECY "。\n"),
    KIND("notes-of-decisions", "minutes",
         "{$place市|$place集团}{专题|领导小组}会议纪要{（送审）|}\n会议于$md在{二楼|第一}"
         "会议室召开，"
         "$name主持，{发改、财政|财务、法务}等{部门|单位}负责人参加。\n会议听取了$matter的汇报。\n"
         "会议决定，$project分{两|三}批处置，涉及$money。\n会议要求{有关单位|各部门}"
         "做好准备。\n" SECRECY "。\n"),
    KIND(
        "audit-diary", "audit",
        "{审计日记|审计组手记}（$office）\n{#1-12}/{#1-28} 对账，账外{有一个户|还有一个户}，余额$"
        "money。\n{2-4*{#1-12}/{#1-28} "
        "{白条抵库$money|重复报销$money，没有凭证|挪用专款$money|发票连号，金额$money}。\n}{组长说|"
        "组里商定}{先不问|暂不惊动}当事人，{等纪委那边|线索移交前}" SECRECY "。\n"),
    KIND("audit-doubts", "audit",
         "{审计组|审计局}{疑点|问题}汇总（$office）\n{3-5*$n．{虚列支出|套取资金|截留收入|违规发放"
         "补贴}$money，{凭证|附件}{见底稿|缺失}。\n}{定性待定|拟移送纪委|正在核实}，{对被审计单位|"
         "}" SECRECY "。\n"),
    KIND("posts-by-body", "staffing",
         "{市直单位|各乡镇}{编制|职数}{测算|核定}表（{初稿|讨论稿}）\n单位    现编    实有    拟核 "
         "   "
         "增减\n{4-7*$bureau    {#10-90}    {#10-90}    {#10-90}    {#1-9}\n}超编{#3-30}人"
         "，领导职数{#2-9}名{拟调整|待编委会审定}。\n" SECRECY "。\n"),
    KIND("candidates-talk", "personnel",
         "{近期|下一步}干部{人选|调整}{的几点考虑|初步想法}\n{3-5*$name（$rank，{男|女}，{##68-88}"
         "年生）：{业务熟，性格急|群众基础好，身体一般|年龄偏大，资历深}，{拟任|可作}$rank{人选|}"
         "。\n"
         "}{酝酿|提名}时$name要{回避|避嫌}，有{未结信访|处分影响期}。\n" SECRECY "。\n"),
    KIND("exam-logistics", "exam",
         "{中考|招聘考试|竞争上岗笔试}试卷{押运|保管}安排\n一、$md{#2-6}:{##10-59}"
         "在印刷厂接卷，车{#1-3}辆。\n二、{保密室|机要室}铁门两把锁，钥匙由$name、$name分持。\n三、"
         "{监考|考务}人员$md{#6-8}:30到岗，密封袋{#7-9}:{##10-50}启封。\n四、备用卷{#1-3}袋，"
         "考前" SECRECY "。\n"),
    KIND("case-in-progress", "case-file",
         "“{#1-12}·{#1-28}”案进展\n嫌疑人：$name，$sex，在逃；$name，$"
         "sex，取保候审。\n证据：监控截图{#3-"
         "40}张，$name证言，银行流水。\n下一步：{#1-28}日收网，{线人|举报人}"
         "身份不能公开。\n专案组" SECRECY "。\n"),
    KIND(
        "complaint-inquiry", "case-file",
        "{投诉|检举}调查备忘（未公布）\n投诉人：$name（女士）　被投诉人员：$name，$rank\n经过："
        "{调阅监控|录取口供|比对记录}，证人{证实|作证}。\n初步意见：{基本属实|部分属实}，建议{追责|"
        "暂不通知当事人}。\n" SECRECY "。\n"),
    KIND("restricted-volume", "archive-file",
         "{刑事|行政}案卷宗　卷内目录\n当事人：$name　案号：（$now）{##10-99}号\n{4-6*$n　"
         "{讯问笔录|证人证言|处分决定|鉴定意见|评议笔录}　{#1-9}-{##10-90}\n}立卷人：$name\n{"
         "副卷不得"
         "借阅|查阅须经批准，不得复印}。\n"),
    KIND(
        "person-card", "archive-file",
        "{重点人员|工作对象}档案卡　卡号：{####1-9000}\n姓名：$name　$sex　{$ymzh生|}\n前科：{盗窃|"
        "抢劫}判{#1-9}年\n家庭：{妻$name|父母在外地}\n谈话笔录{#1-9}份，{心理|健康}"
        "情况另记\n建档：$"
        "name　本卡不得复印，查阅须登记\n"),
    KIND("drawn-ledger", "register",
         "{涉密文件|密件}{清点|保管}表\n┌──┬────┬──┬──┬──┐\n│序号│文件标题│密级│份数│保管人│\n"
         "├──┼────┼──┼──┼──┤\n{3-6*│$n│$title│$grade│{#1-9}│$name│\n}"
         "└──┴────┴──┴──┴──┘\n"),
    KIND("spaced-ledger", "register",
         "{涉密载体|保密介质}{借用|领用}登记\n介质编号    介质名称    密级    领用人    "
         "领用日期\n{3-6*"
         "{##10-99}-{##10-99}    {U盘|光盘|移动硬盘}    $grade    $name    $datedot\n}"),
    KIND("telegram-sheet", "telegram",
         "电报收文处理签\n来电机关：$office　等级：{特急|加急}\n来电编号：{####1-9000}号　收电：$"
         "md{##10-23}:{##10-59}\n事由：$matter\n批示：{照办|请$name阅处}\n{原件退机要室，不得复制|"
         "限{二|三}人阅，阅后收回}\n"),
    KIND("price-floor", "trade-secret",
         "$place大区客户底价与返利\n客户代码　客户名称　挂牌价　结算价\n{4-6*{###1-900}　$"
         "company　{#1-9},"
         "{###100-900}　{#1-9},{###100-900}\n}竞争对手报价另附，毛利{##10-30}%。\n{请勿截屏|"
         "不得转发}，" SECRECY "。\n"),
    KIND("password-note", "credential",
         "值班室{交接|备忘}\n{3-5*{门禁|主机|视频|内网}{#1-9}：{用户|账号} "
         "u{##10-99}　{密码|口令}{："
         "|　}{Zb@|Kq#|mh8}{####1000-9999}\n}"),
    KIND("letter-of-auditor", "audit",
         "组长：\n　　{今天|这两天}查了$office的{账面|凭证}，发现{领料单|收据}{#3-30}张{是补写的|"
         "号码重复|"
         "无票据}，{折合|合计}$money。{经办人|保管员}承认其中$money用于{吃饭|送礼}。\n　　{以上|"
         "这些}"
         "尚未向对方反馈，请先不要让{局里|别人}知道。\n　　　　　　　　审计组 $name\n"),
    KIND("word-before-meeting", "personnel",
         "{老周|老李}：{中层|班子}调整先跟你通个气。\n$name到龄，副的$name顶上，{性格急|身体一般}，"
         "{群众测评|测评}一般。\n$post缺正职，我倾向$name，{#32-50}岁，去年考核优秀，爱人在{企业|"
         "外地}，"
         "{合适|可作人选}。\n$name拟提副职，{档案|处分}的事{等等|未结}。\n会前就你我和{书记|部长}"
         "知道。\n"),
    KIND(
        "answers-inline", "exam",
        "{技能竞赛|招聘考试}理论题（备用）\n命题组封存，{赛|考}前一小时共同拆封\n一、判断题\n{3-5*$"
        "n. $"
        "project由$bureau主管。（{√|×}）\n}二、选择题\n{3-5*$n. {下列属于|应当选}（{A|B|C|D}） A. $"
        "bureau B. $bureau C. $bureau D. $bureau\n}"),
    KIND("formula-card", "trade-secret",
         "新品{配方|工艺}移交单\n产品代号 K{#1-9}　批次 {##1-40}\n树脂 {##20-60}.{#1-9}%　助剂 "
         "{#1-9}.{#1-9}%　填料 {##10-40}.{#1-9}%\n固化温度 {###100-180}℃ 保温 "
         "{##20-90}分钟\n供应商："
         "{独家|仅此一家}\n本单{两人两锁保管|锁柜}，{离厂不得携带|不得复印}。\n"),
    CLEAN("open-minutes",
          "$place小区{业主大会|业委会}会议纪要\n时间：$datedot　地点：架空层　主持：$"
          "name\n{3-5*$name：{物业费不涨|电梯要修|车位不够}。\n}会议决定，费用不变。\n"
          "会议同意更换电梯。\n本纪要在公告栏张贴七天。\n"),
    CLEAN("audit-published",
          "$city审计局审计结果公告\n现公告如下：\n{3-5*$n．$bureau滞留资金$money，"
          "未按规定招标，涉及$money。\n}有关单位已整改，上缴$money。\n特此公告\n"),
    CLEAN("posts-in-budget", "$office部门预算公开说明\n内设机构{#5-12}个，核定行政编制{#20-80}名，"
                             "事业编制{#10-60}名，年末实有{#30-90}人，离退休{#10-40}人。\n"
                             "收入预算$money，支出预算$money。\n"),
    CLEAN("exam-advice",
          "{致考生的一封信|考前提醒}\n{试卷|试题}启封后先检查页码。监考人员会宣读考场"
          "纪律，手机不得带入考场。\n答题卡用2B铅笔填涂，{#8-9}:00开考。\n"),
    CLEAN("archive-exhibit",
          "{档案|文献}展说明\n展柜{#1-9}：$yearwork年案卷目录（复制件）。\n"
          "展柜{#1-9}：干部履历表空白样张。\n{查阅|借阅}请到一楼，凭证件登记。\n"),
    CLEAN("rules-of-hall",
          "考场规则\n一、{凭准考证|凭身份证}进入考场。\n二、试卷启封前检查密封袋，监考员当众"
          "拆封。\n三、试题、答题卡不得带出考场。\n四、{#8-9}:00开考，阅卷由考务办组织。\n"),
    CLEAN("team-notes",
          "$project双周会会议纪要\n时间：$md　地点：线上　主持：$name\n{4-6*$name：{接口周五给|"
          "模块延期两天|压测要扩容|同意}。\n}会议决定，下周提测。会议要求更新看板。\n"),
    CLEAN("case-in-news",
          "警方破获{诈骗|盗窃}案\n记者从市公安局获悉，专案组抓获嫌疑人{#3-60}名。\n经查，$"
          "name等人涉嫌诈骗，涉案金额$money，已被刑拘。\n警方提示：请勿向陌生人转账。\n"),
    CLEAN("password-advice", "{信息中心|网络中心}提醒\n新密码不少于{#8-12}位，不要使用生日。\n"
                             "忘记口令请到{#1-5}楼重置，示例：用户名 user，密码 ******\n"))
