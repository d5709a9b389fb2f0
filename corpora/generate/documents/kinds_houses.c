/* SPDX-License-Identifier: Apache-2.0 */
/* And again, as still other houses write them: shorter, longer, as tables, as lines of a mail. */
#include "generate/documents/documents.h"

#define KIND(name_, category_, allowed_, text_) LS_DOCUMENT(name_, category_, NULL, allowed_, text_)
#define CLEAN(name_, allowed_, text_) LS_DOCUMENT(name_, NULL, NULL, allowed_, text_)

LS_DOCUMENT_TABLE(
    houses,
    KIND("order-marked", "grade-mark", "internal-mark",
         "{={秘密|机密}★{#1-9}年}　　　　　　　　　　　　　　　　{特急|加急|}\n中共$place市委{"
         "办公室|}\n关于{成立|调整}$matter领导小组的通知\n$docno\n　　$paragraph\n{组　长：$name\n|"
         "}副组长：$name、$name\n$date\n"),
    KIND("mail-marked", "grade-mark", "internal-mark",
         "$name：\n{附上|下面是}$matter的材料，{看后请删|勿转发}。\n----------\n密级：{={秘密|机密|"
         "绝密}}\n$title\n$paragraph\n"),
    KIND("memo-terms", "grade-mark", "internal-mark",
         "保密期限：{5年|10年|长期}\n密级：{={机密|秘密}}\n{份数：共{#5-60}份\n|}$title\n{2-3*　　$"
         "paragraph\n}$signature"),
    KIND("cadre-overview", "personnel", "identifier,internal-mark",
         "{$office|$place县}{科级以上干部|领导班子成员|中层干部}{基本信息|情况一览}\n{6-16%6-9|!"
         "姓名=$namecell|!性别=$sex|!出生年月=$ymdot|!民族=$ethnic|籍贯=$native|!学历=$degree|"
         "参加工作时间=$workym|!单位职务=$post|任职时间=$workym|手机=$mobile}"),
    KIND("moves-prose", "personnel", "internal-mark",
         "关于{调整充实|优化}$office{领导班子|干部队伍}的{初步意见|建议}\n　　经{班子|书记专题会}"
         "酝酿，{对|就}部分{岗位|同志}提出如下{调整意见|安排建议}：\n{3-6*　　$name，{拟|建议}任{$"
         "post|$office$rank}{，原任职务自然免除|，不再担任原职务|}。\n}　　{以上意见，请审定。|"
         "下步提请{部务会|常委会}研究。}\n"),
    KIND("cadre-assessment", "personnel", "internal-mark",
         "{领导班子和领导干部|科级干部}年度考核{民主测评汇总|测评结果}\n{5-12%5-6|!姓名=$name|职务="
         "$rank|!优秀={#10-60}票|!称职={#1-20}票|!基本称职={#0-5}票|不称职={#0-2}票}{考核组：$"
         "name、$name\n|}"),
    KIND("young-cadres", "personnel", "identifier,internal-mark",
         "{优秀年轻干部|近期可提拔使用干部|年轻干部递进培养对象}{人选|推荐}{情况|名单}\n{4-9%5-7|"
         "序号=$n|!姓名=$name|!性别=$sex|出生年月=$ymdot|!单位及职务=$post|!{培养方向|使用建议}={"
         "乡镇正职|部门副职|党政正职}|学历=$degree}"),
    KIND("oral-questions", "exam", "grade-mark,internal-mark",
         "{$office|$place县委组织部}{公开选拔|竞争性选拔}面试{试题|题本}（考官用）\n一、{自我认知|"
         "综合分析}题（{30|35}分）\n{问题|题目}：{请谈谈你报考的理由|谈谈对$matter的看法}。\n{"
         "评分要点|测评要点}：{认识到位|逻辑清晰}。\n二、{应急应变|组织协调}题（{30|35}分）\n{问题|"
         "题目}：{群众围堵大门你怎么办|如何组织一次调研}？\n{评分要点|测评要点}：{沉着|措施得当}"
         "。\n三、追问题（{30|40}分）\n"),
    KIND("petition-digest", "case-file", "internal-mark",
         "{来信摘报|信访摘报|举报信息摘要}\n第{#1-90}期\n$office　$date\n　　{群众来信反映|"
         "匿名举报称}：$post$name{在$project中收受$company$money|虚报项目套取资金$money|"
         "安排亲属在下属单位就业}。\n　　{反映人|举报人}{匿名|要求保密}。{被反映人|被举报人}：$"
         "name。\n　　{拟办意见|处置意见}：{转$place县纪委核查|初步核实|谈话函询}。\n领导批示：{"
         "请核实|阅}。\n"),
    KIND("case-opening", "case-file", "internal-mark",
         "{立案审查呈批表|立案呈批表|初步核实呈批表}\n{6-7~^\n^!{被审查人|被核查人|姓名}：$name　{"
         "性别：$sex|}|单位职务：$post|问题线索来源：{信访举报|巡察移交}|主要{违纪|问题}事实：涉嫌{"
         "收受$money|违规经商|挪用$money}|{承办室意见|呈报意见}：建议{立案审查|予以初步核实}。|"
         "分管领导意见：{同意|拟同意}。$name|{主要领导|书记}审批：同意。}\n"),
    KIND("staffing-ledger", "staffing", "internal-mark,personnel",
         "{$place县|市直}{机构编制台账|编制使用情况统计表|空编情况统计}\n{5-12%5-7|!{单位|部门}=$"
         "office|!{核定编制|编制数}=$n{#1-9}|!{实有人数|在编人数}={#5-60}|!{空编|空编数|超编}={#0-"
         "9}|领导职数={#2-6}|{内设机构|内设机构数}={#2-9}|备注={|}}"),
    KIND("audit-questions", "audit", "internal-mark,case-file",
         "审计询问笔录\n{5~^\n^审计项目名称：$office经济责任审计|被审计单位：$office|询问时间：$"
         "time|询问人：$name　记录人：$name|被询问人：$name　职务：$rank}\n{3-6*问：{$"
         "money是怎么支出的|为什么没有招标|发票是谁经手的}？\n答：{是会计办理的|按领导要求做的|"
         "记不清了}。\n}"),
    KIND("audit-scheme", "audit", "internal-mark",
         "$office{预算执行|经济责任|专项资金}审计{实施方案|工作方案}\n一、{审计目标|编制依据}"
         "\n　　{摸清底数|依照审计法}。\n二、{审计对象和范围|审计范围}\n　　{$office$"
         "year年度财政收支|$project资金}。\n三、{审计内容和重点|审计重点}\n　　{重点关注招标投标|"
         "关注往来款项}，资金总额$money。\n四、{审计组织与分工|人员分工}\n　　{审计组长$name，主审$"
         "name}。\n五、{时间安排|工作步骤}\n　　$md至$md。\n"),
    KIND("leaders-office-meeting", "minutes", "internal-mark,personnel",
         "{局长|主任|部长|县长}办公会议{记录|纪要}\n会议时间：$date\n会议地点：{#2-6}楼会议室\n{"
         "主持|主持人}：$name\n{参会|出席}：$name、$name、$name\n{2-3*议题{一|二|三}：$matter\n$"
         "bureau汇报。{$name：原则同意，抓紧办|$name：请再征求意见|会议决定：同意}。\n}记录：$"
         "name\n"),
    KIND("confidential-post-form", "register", "identifier,grade-mark,internal-mark",
         "{保密要害部门部位登记表|要害部门部位审批表|保密要害部位一览}\n{3-6%5-6|序号=$n|!{"
         "要害部门|部门部位}={机要室|档案室|$bureau办公室}|!{责任人|负责人}=$name|!{涉密人员|姓名}="
         "$name|!{涉密等级|涉密程度}={核心|重要|一般}|防护措施={门禁|监控}}"),
    KIND("id-photo-list", "identifier", "",
         "{考生信息|投保人员|入职人员}{采集表|清单}\n{3-20%3-4|!姓名=$name|!{证件号|身份证件号码|"
         "身份证}=$resident|手机=$mobile|地址=$native}"),
    CLEAN(
        "resume-online", NULL,
        "{个人简历|求职简历}\n姓名：$name　性别：$sex　出生年月：$ymdot\n民族：$ethnic　政治面貌：{"
        "共青团员|中共党员}\n学历：$degree　毕业院校：$school　专业：$major\n联系电话：$"
        "mobile\n工作经历：{20{##10-23}年至今　$company　会计}\n自我评价：$filler\n"),
    CLEAN("minutes-of-class", NULL,
          "{家长会|班会|社团例会}记录\n时间：$date\n地点：{#1-4}号楼{###101-420}\n主持人：$"
          "name\n参加人员：全体{同学|家长}\n内容：$name：{介绍本学期安排|希望大家按时到校}。\n$"
          "name：{同意|建议增加活动}。\n"),
    CLEAN("court-notice", NULL,
          "$place县人民法院公告\n$name：本院受理$"
          "name诉你民间借贷纠纷一案，现依法向你公告送达起诉状副本、应诉通知书及开庭传票。自公告之日"
          "起经过30日即视为送达。\n$date\n"),
    CLEAN("labour-secret", NULL,
          "员工手册（节选）\n{4-5~^\n^第{#3-9}条　员工应当保守公司商业秘密，不得泄露客户名单。|第{#"
          "10-19}条　公司文件分为公开、内部、秘密、机密四级。|第{#20-29}条　机密文件由专人保管。|"
          "第{#30-39}条　员工薪酬属于保密信息。|第{#40-49}条　离职时应当交还全部资料。}\n"),
    CLEAN("statistics-yearbook", NULL,
          "$place市统计年鉴$year\n人口与就业\n{6-14%5-7|!指标={总人口|女性|城镇|乡村|就业人员|工业|"
          "建筑业}|!{2019年|上年}={#100-9000}|!{2020年|本年}={#100-9000}|!增长={#1-9}.{#0-9}|!单位="
          "{人|户}|{备注|占比}={#1-90}}"),
    CLEAN("audit-tender", NULL,
          "$office审计服务采购公告\n一、采购内容：{年度财务审计|工程结算审计|经济责任审计}，预算$"
          "money。\n二、要求：审计人员具有注册会计师资格，提供审计工作底稿。\n三、被审计单位：$"
          "office等{#2-9}家。\n四、提交审计报告征求意见稿后10日内出具正式报告。\n联系电话：$tel\n"),
    CLEAN("organisation-news", NULL,
          "$place日报讯（记者$name）近日，$place市委组织部{举办年轻干部培训班|召开干部监督工作会议|"
          "部署领导干部个人有关事项报告工作}。会议强调，要{严格选人用人|优化领导班子结构|"
          "加强后备干部培养}，{做好民主推荐和考察工作|规范干部人事档案管理}。$filler\n"),
    CLEAN(
        "exam-admission", NULL,
        "{准考证|考生须知}\n姓名：$name　准考证号：{##########1000000000-1999999999}\n考点：$"
        "place中学　考场：{##1-40}　座位号：{##1-30}\n考试时间：$date{上午9:00—11:00|下午2:00—5:00}"
        "　科目：申论\n注意事项：考生凭准考证和身份证入场，开考30分钟后不得入场。考试结束前不得离场"
        "。试卷、答题卡不得带出考场。\n"),
    CLEAN("mass-line-post", "low",
          "【网友留言】反映{$place路垃圾清运不及时|$place小区物业收费不透明|$place村道路破损}\n$"
          "name：{请有关部门尽快处理|已多次反映}。\n【官方回复】{$bureau|$place街道}"
          "：您反映的问题收悉，经核实，{已安排处理|正在整改}。感谢您的监督。举报电话：$tel。\n"),
    CLEAN("party-history", NULL,
          "{红色电波|隐蔽战线上的尖兵|密码战}\n　　{#1930-1949}年，报务员$name在$"
          "place架起电台，把绝密情报发往延安。敌人的密码电报被破译后，$name把电文藏进{烟盒|鞋底}"
          "。\n　　{“这是机密，人在电报在。”他说。|她保守这个秘密直到解放。}\n　　$filler\n"),
    CLEAN("recipe", NULL,
          "{秘制红烧肉|祖传秘方酱牛肉|拉面的秘密}\n{4-6~^\n^1.选料：五花肉{#300-900}克。|2."
          "秘密在于火候，小火慢炖{#40-90}分钟。|3.加入秘制酱料两勺。|4.装盘，推荐指数★★★★★。|5."
          "密封冷藏可放三天。|6.配方绝密，不外传哦！}\n"));
