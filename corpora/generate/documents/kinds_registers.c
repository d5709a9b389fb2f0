/* SPDX-License-Identifier: Apache-2.0 */
/* Registers of graded papers, personal files, and numbers of persons and bodies. */
#include "generate/documents/documents.h"

#define REGISTER(name_, rules_, text_)                                                             \
    LS_DOCUMENT(name_, "register", rules_,                                                         \
                "grade-mark,internal-mark,identifier,archive-file,personnel", text_)
#define ARCHIVE(name_, rules_, text_)                                                              \
    LS_DOCUMENT(name_, "archive-file", rules_, "grade-mark,identifier,personnel,register", text_)
#define IDENTIFIER(name_, rules_, text_) LS_DOCUMENT(name_, "identifier", rules_, NULL, text_)
#define CREDENTIAL(name_, rules_, text_) LS_DOCUMENT(name_, "credential", rules_, "register", text_)
#define GRADE_CELL "{$grade|$grade|$grade|$grade★{#1-9}年}"

LS_DOCUMENT_TABLE(
    registers,
    REGISTER("paper-ledger", "cn.register.documents",
             "{$office|}{涉密文件台账|涉密文件收发登记簿|机要文件登记簿|密件收文登记表|"
             "国家秘密载体台账|收文登记簿}\n{?（$now年）\n}{4-14%6-9|序号=$n|!{收文日期|收件日期}=$"
             "datedot|!{来文单位|发文单位}=$office|!{文号|来文字号|发文字号}=$docno|!{文件标题|"
             "文件题名|标题|文件名称}=$title|!密级=" GRADE_CELL
             "|{份号|编号}={######1-900}|份数={#1-9}|{签收人|签收}=$name|{传阅|去向}=$name|"
             "清退日期={$datedot|}}"),
    REGISTER("destruction-list", "cn.register.documents",
             "{涉密文件销毁清单|秘密载体销毁登记表|文件清退清单|涉密文件移交清单|密件移交清单}\n{?"
             "单位：$office　日期：$date\n}{4-12%5-8|!序号=$n|!{文号|文件编号}=$docno|!{标题|"
             "文件名称|文件题名}=$title|!密级=$grade|!{份数|数量}={#1-9}|份号={######1-900}|页数={#"
             "1-40}|{监销人|接收人}=$name|{经办人|移交人}=$name|{监交人|备注}=$name}"),
    REGISTER("loan-register", "cn.register.documents",
             "{涉密文件借阅登记表|密件借阅登记簿|机要件传阅登记}\n{4-10%6-8|序号=$n|!{借阅日期|"
             "传阅日期}=$datedot|!{文件标题|文件名称}=$title|!{文号|编号}=$docno|!密级=" GRADE_CELL
             "|!{借阅人|签收}=$name|{审批人|批准人}=$name|!{归还日期|清退}=$datedot|份数={#1-3}|"
             "去向={归档|退回}}"),
    REGISTER("secret-matters", "cn.register.secret-matters",
             "{$office|}{国家秘密事项一览表|国家秘密事项目录|定密事项一览表|涉密事项清单}\n{4-9%5-"
             "7|序号=$n|!{事项名称|国家秘密事项名称|秘密事项名称}=$matter{方案|数据|资料}|!密级=$"
             "grade|!保密期限={{#1-10}年|长期}|!知悉范围={{局|市委}领导班子成员|承办人员}|定密依据="
             "{《保密事项范围》第{#1-9}条|有关规定第{#1-20}条}|{定密责任人|产生单位}=$name}"),
    REGISTER("classification-form", "cn.register.classification-form",
             "{定密审批表|国家秘密确定审批表|文件定密审批表|定密审核表}\n{7-8~^\n^{文件标题|"
             "事项名称|名称}：$title|!{拟定密级|拟定密级意见}：{=$grade}|保密期限：{{#1-9}年|长期}|"
             "知悉范围：{局领导|班子成员及承办人员}|定密依据：{《保密事项范围》第{#1-9}条|"
             "中央文件派生}|承办人：$name　{$date|}|{审核人|部门负责人}意见：同意。$name|"
             "定密责任人{意见|}：{同意|拟同意}。$name}\n"),
    REGISTER("secrecy-persons", "cn.register.persons",
             "{$office|}{涉密人员名册|涉密人员登记表|涉密人员备案表|要害部门部位涉密人员情况表}\n{"
             "4-14%6-8|序号=$n|!姓名=$namecell|性别=$sex|出生年月=$ymdot|政治面貌={中共党员|群众}|!"
             "{部门|所在部门}=办公室|!{职务|岗位|涉密岗位}=$rank|!{涉密等级|涉密程度|涉密人员等级}="
             "{核心|重要|一般|重要|一般}|{身份证号|身份证号码}=$resident|{涉密时间|上岗时间}=$"
             "datedot|{是否签订保密承诺书|是否签订责任书}={是|是}}"),
    REGISTER("person-review", "cn.register.person-review",
             "{涉密人员审查表|涉密人员保密审查表|涉密人员上岗审查表|涉密人员备案登记表}\n{8~^\n^!"
             "姓名：$name　性别：$sex|出生年月：$ymdot　民族：$ethnic|政治面貌：中共党员|"
             "身份证号：$resident|{工作单位|所在单位}：$office|{涉密岗位|拟任涉密岗位}：{机要秘书|"
             "档案管理|保密干事}|{涉密等级|岗位涉密等级|拟定涉密等级}：{核心|重要|一般}|{"
             "持有因私出国（境）证件情况|出国（境）情况}：{无|持有普通护照}}\n{审查意见|"
             "单位审查意见|保密部门意见}：{经审查，符合涉密岗位条件|同意上岗}。\n"),
    CREDENTIAL(
        "passwords", "cn.register.passwords",
        "{$office|机房|信息中心}{系统账号{口令|密码}{表|清单}|服务器{密码|账号}表|"
        "网络设备口令表|账号密码汇总}\n{4-12%4-6|!{系统|系统名称|设备名称}={OA系统|核心交换机|"
        "数据库服务器|公文交换平台|财务系统|门户网站}|!{IP地址|IP|地址}={10|192}.{#0-200}.{#0-"
        "250}.{#2-250}|!{用户名|账号|登录名}={admin|root|sysadmin|oa{##1-30}|{$n}user}|!{密码|"
        "口令|登录密码}={Abc@{####1000-9999}|P{#1-9}ssw0rd!{##10-99}|Zx{#####10000-99999}#|"
        "Gov{####2000-2026}\\$}|{管理员|责任人}=$name|备注={|内网}}"),
    ARCHIVE("file-catalogue", "cn.archive.personnel-file",
            "{干部人事档案目录|干部人事档案材料目录|人事档案卷内目录}\n姓名：$name　{编号：{####1-"
            "9999}|单位：$office}\n{类号\t材料名称\t{材料形成时间|形成时间}\t页数\n|}{一|第一类|1}"
            "\t履历{类|}{材料|}\t$datedot\t{#1-9}\n{二|第二类|2}\t自传{材料|类}{和思想类材料|}\t$"
            "datedot\t{#1-9}\n{三|第三类|3}\t{鉴定、考核、考察材料|考核鉴定类|鉴定考核考察材料}\t$"
            "datedot\t{#1-9}\n{四|第四类|4}\t{学历学位{、职称、学术材料|材料|和专业技术职务材料}}"
            "\t$datedot\t{#1-9}\n{五|第五类|5}\t{政治历史情况的审查材料|政审类|政历审查材料}\t$"
            "datedot\t{#1-5}\n{六|第六类|6}\t{参加党团组织材料|党、团类|党团类}\t$datedot\t{#1-9}"
            "\n{七|第七类|7}\t{奖励材料|表彰奖励类|奖励类}\t$datedot\t{#1-5}\n{八|第八类|8}\t{"
            "处分材料|违规违纪违法处理处分类|处分类}\t\t0\n{九|第九类|9}\t{录用、任免、出国、工资{"
            "、待遇|}材料|工资、任免、出国、会议代表类|录用任免类}\t$datedot\t{#1-20}\n{十|第十类|"
            "10}\t{其他材料|其他可供组织参考的材料|其他类}\t$datedot\t{#1-9}\n"),
    ARCHIVE("life-form", "cn.archive.life-form",
            "干部履历表\n{10-12~^\n^!姓名：$name　曾用名：无|!性别：$sex|出生年月：$ymdot|民族：$"
            "ethnic　籍贯：$native|家庭出身：{农民|工人|干部}　本人成份：{学生|职员}|{入党时间|"
            "何时何地入党}：$workym|参加工作时间：$workym|健康状况：{健康|良好}|{有何专长|"
            "熟悉何种专业技术}：{写作|会计}|{学历|文化程度}：$degree　毕业院校：$school|{现任职务|"
            "现任职务及级别}：$post|{家庭主要成员|家庭成员}：{父亲|妻子}$name，$office|{"
            "主要社会关系|国内外社会关系}：{舅父|姑母}$name|{何时何地受过何种奖励|奖惩情况}：{$"
            "year年嘉奖|无}|{本人简历|工作经历}：$workym—$workym　$post}\n"),
    ARCHIVE("party-application", "cn.archive.life-form",
            "中国共产党入党志愿书\n申请人姓名：$name\n{9-10~^\n^!性别：$sex　民族：$ethnic|"
            "出生年月：$ymzh|籍贯：$native|学历：$degree|单位、职务或职业：$office科员|{入党志愿|"
            "我的入党志愿}：我志愿加入中国共产党，愿意为共产主义事业奋斗终身。|本人经历：$workym至$"
            "workym　$school学习|{家庭主要成员|家庭主要成员情况}：父亲$name，$politics，$"
            "place村务农|{主要社会关系|主要社会关系情况}：舅父$name，群众|{入党介绍人意见|"
            "入党介绍人}：$name同志符合党员条件。|支部大会{通过接收申请人为预备党员的|}"
            "决议：同意。应到{#9-30}名，实到{#8-9}名|何时何地加入中国共产主义青年团：$workym于$"
            "school|在何时何地受过何种奖励：无}\n"),
    ARCHIVE("case-files", "cn.archive.file-list",
            "{案卷目录|卷内文件目录|文书档案案卷目录|归档文件目录}\n{?全宗号：{###1-200}　目录号：{"
            "#1-9}　年度：$year\n}{5-14%5-8|{案卷号|顺序号|件号|序号}=$n|!{题名|案卷题名|文件题名}="
            "$title|{起止日期|日期}=$datedot|!{页数|张数}={#1-90}|!保管期限={永久|30年|10年|长期}|!"
            "密级=" GRADE_CELL "|!{档号|文号}={{##10-99}-WS·$year-Y-{####1-900}|{#1-9}-{##1-30}-{##"
            "#1-200}|A{#1-9}-WS-$year-{####1-900}}|责任者=$office}"),
    IDENTIFIER("residents-table", "cn.id.resident",
               "{参保人员|低保对象|困难补助发放|拆迁补偿|住户信息|购房人}{名单|明细表|登记表}\n{4-"
               "30%4-6|序号=$n|!姓名=$name|!{身份证号|身份证号码|公民身份号码|证件号码}=$resident|"
               "住址=$place村{#1-9}组|{金额|补助金额（元）}={#100-9000}|{备注|领取人签字}={|}}"),
    IDENTIFIER("resident-labelled", "cn.id.resident",
               "{申请书|委托书|证明|情况说明}\n　　{兹证明|本人|申请人}$name，$sex，{身份证号：|"
               "身份证号码为|公民身份号码：|身份证号码 "
               "|身份证：|身份证号（}$resident{，|）}，住$place县$place村{#1-90}号。$filler\n{"
               "特此证明。|请予批准。|联系电话：$mobile}\n$date\n"),
    IDENTIFIER("bank-cards", "cn.id.bank-card",
               "{工资|报销|补贴}{发放|转账}{明细|清单}\n{?单位：$office\n}{5-24%4-5|!姓名=$name|"
               "开户行={工商银行|农业银行|建设银行}$place支行|!{卡号|银行卡号|银行账号|工资卡号}=$"
               "card|!{金额|实发金额}={#1000-9000}.{##0-99}|备注={|}}"),
    IDENTIFIER(
        "bank-card-labelled", "cn.id.bank-card",
        "{退款申请|付款通知|借款协议}\n　　{请将款项汇至|收款人}$name，{开户行：$place支行，|}{"
        "银行卡号：|卡号：|账号：|银行账号 }$card{，|。}金额$money。\n$date\n"),
    IDENTIFIER("mobiles", "cn.id.mobile-bulk",
               "{通讯录|联系人名单|会员信息|业主联系方式|群发号码}\n{24-60%2-4|!姓名=$name|部门={"
               "办公室|业务科|财务科}|!{手机|手机号|联系电话|电话}=$mobile|备注={|}}"),
    IDENTIFIER("companies", "cn.id.uscc-bulk",
               "{企业|纳税人|供应商|扶持企业}{名录|清单|台账}\n{24-50%2-4|序号=$n|!{企业名称|"
               "单位名称}=$company|!{统一社会信用代码|信用代码}=$uscc|法定代表人=$name}"))
