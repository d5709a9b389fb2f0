/* SPDX-License-Identifier: Apache-2.0 */
/* What auditors write for themselves and to those whom they audit. */
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
    inspectors,
    KIND("audit-doubt-table", "audit",
         "$place{县|区}$bureau预算执行{审计|}疑点核查{表|清单}\n{5-8%4-6|编号=$n|!疑点描述={"
         "同一收款人多次报销|会议费无签到|发票号段连续|大额现金支取|合同倒签}|!金额=$money|来源={"
         "财务数据|国库支付}|!核实情况={属实，已取证|待延伸|当事人称不清楚}|核查人=$name}\n"),
    KIND("audit-team-meeting", "audit",
         "审计组{碰头会|业务会}（{#1-12}月{#1-28}日）\n$name：{工程科|乡镇}那块账账不符，差$"
         "money。\n$name：{$company的发票|劳务费}我看是虚开，{收款人|法人}是他{连襟|外甥}。\n$"
         "name（主审）：先取证，{银行流水|合同}这两天调回来；定性{上会前|}不要跟局里{财务|人}"
         "说。\n定：{移送事项|第三项}单独写，报{分管领导|$name}。\n"),
    KIND("audit-survey", "audit",
         "审前调查{了解情况|记录}\n被调查单位：$office　时间：$datedot　调查人：$name、$"
         "name\n该单位{银行账户{#3-9}个|下属企业{#2-6}家}，{近三年|上年}收支$money。\n初步判断：{"
         "专项资金结转大|食堂账未并入|下属公司承揽本系统业务}，拟作为重点。\n{财务科长$"
         "name态度抵触。|以上仅供审计组内部掌握。}\n"),
    KIND("audit-reply", "audit",
         "关于审计报告（征求意见稿）的反馈意见\n$city审计局：\n你局《关于$"
         "name同志任期经济责任审计报告（征求意见稿）》收悉，现反馈如下：\n一、关于“超标准发放$"
         "money”问题，{我局认为|请求}{系历史遗留，建议不作表述|予以核减}。\n二、关于“$"
         "project未招标”问题，无异议，已整改。\n$office　$date\n"),
    KIND("audit-transfer", "audit",
         "$city审计局审计{事项|}移送{处理书|函}\n$place审移〔$now〕{#1-20}号\n{市纪委监委|市公安局|"
         "$bureau}：\n我局在{$project审计|$office经济责任审计}中发现，$company法定代表人$name涉嫌{"
         "串通投标|骗取补贴}，涉及$money。现将有关线索移送你单位查处，请将结果{函复|书面告知}"
         "。\n附：证据材料{#3-30}份\n"),
    KIND("audit-bank-query", "audit",
         "{协助查询单位账户通知书|协助查询个人在金融机构账户通知书}\n{中国银行$place支行|$"
         "place农商行}：\n因审计$office需要，请协助查询$name、$name{#1-2}人（名单附后）自$"
         "ymdot以来的开户、存款和交易明细。\n请勿将查询情况告知当事人。\n审计人员：$name、$"
         "name　　$city审计局\n"),
    KIND("audit-chat", "audit",
         "（审计{三|二}组工作群）\n$name "
         "09:{##10-59}：{卫健|教体}那边凭证{#10-90}号少附件，$money，谁经手的？\n$name "
         "09:{##10-59}：出纳说领导口头批的，录音了\n$name "
         "10:{##10-59}：底稿先别挂系统，等组长定\n$name "
         "10:{##10-59}：收到。他们办公室主任来打听了，我没说\n"),
    KIND("audit-data-match", "audit",
         "{社保|惠农补贴|低保}数据比对{结果|疑似问题数据}\n比对口径：{死亡人员|财政供养人员}与{"
         "发放名册|领取名单}按证件号碰撞，得疑似{#30-900}条，涉及$money。\n{4-7*$name　$place镇$"
         "place村　{已故|在编教师|名下有车两辆}　{#3-30}个月　{####1000-9000}元\n}"
         "以上为审计采集数据生成，未经核实，不得向{乡镇|被审单位}提供。\n"),
    KIND("audit-review", "audit",
         "审计复核{意见书|意见}\n项目：$office{领导干部经济责任|专项资金}审计　主审：$name　复核：$"
         "name\n{3-4*$n．底稿{#1-30}号{证据不充分，缺对方签字|定性引用条款不准|金额与附表差$money}"
         "，{请补充|建议改为“列支不规范”}。\n}关于拟移送的{第{#2-6}项|$money}，{同意|"
         "建议提请审计业务会议审定}。\n"),
    KIND("audit-rectify", "audit",
         "审计{查出|反映}问题{整改台账|对账销号表}（内部）\n{4-6%4-6|序号=$n|!问题={滞留专项资金|"
         "违规发放津补贴|公车超编|未缴预算收入}|!金额=$money|责任单位=$office|!整改进度={已上缴|"
         "正在追缴|拒不整改}|追责={约谈$name|移交纪检组|}}\n"),
    KIND("audit-leader-notes", "audit",
         "{$name同志|$place镇党委书记$name}任期经济责任{评价要点|审计小结}（主审手稿）\n{决策|债务}"
         "：任期内新增债务$money，{未经集体研究|其中两笔无抵押}。\n{个人}：{借用企业车辆{#1-3}年|"
         "在下属单位报销$money}，本人书面解释{牵强|称系接待}。\n拟评价：{基本履行|较好履行}"
         "，责任划分{直接|主管}责任待审理会定。\n"),
    KIND("audit-tw-inspect", "audit",
         "{政風室|稽核室}{專案清查|內部稽核}紀錄\n受檢單位：{總務處|$place分局}　檢查人員：$name、$"
         "name\n{3-4*{#1-9}、{採購|差旅|加班}：{小額採購分批辦理|同日重複請領|驗收紀錄事後補簽}"
         "，計{##10-90}萬餘元，{經辦人$name坦承|憑證影本附卷}。\n}擬處：{函請說明|移送政風查處}"
         "；簽奉核定前勿通知受檢單位。\n"),
    KIND("audit-business-meeting", "audit",
         "审计业务会议{决定|审定事项}\n审定项目：$office$year年度{预算执行|财务收支}审计\n{3-4*（$"
         "cn）{多列支出|应缴未缴|挪用专项}$money：{责令归还原渠道|收缴财政|不写入报告，单独专报}"
         "。\n}{会议决定，|}对$name{涉嫌违纪问题|有关问题}移送{驻局纪检组|市纪委}"
         "，移送前不与本人见面。\n"))
