/* SPDX-License-Identifier: Apache-2.0 */
/* Papers that are no state secrets and are not for everybody either. */
#include "generate/documents/documents.h"

#define BODY "$title\n$receivers\n{2-3*　　$opening$paragraph\n}$signature"
#define INTERNAL(name_, rules_, text_) LS_DOCUMENT(name_, "internal-mark", rules_, NULL, text_)
#define TRADE(name_, rules_, text_)                                                                \
    LS_DOCUMENT(name_, "trade-secret", rules_, "internal-mark", text_)

LS_DOCUMENT_TABLE(
    internal,
    INTERNAL(
        "internal-paper", "cn.internal.material",
        "{={内部资料{，| |　|  "
        "}{注意保密|注意保存|不得外传|请勿外传|严禁外传|妥善保管}|仅供内部{参考|使用|传阅}|"
        "【内部资料】|内部文件{，| "
        "}{不得外传|严禁复制|请勿外传}|内部使用{，|　}不得外传|内部参阅|（内部资料）|内部资料}}\n{$"
        "office{情况反映|工作动态|调研参考|内参}{?\n第{#1-60}期{?（总第{#100-400}期）}}\n|}" BODY),
    INTERNAL("work-secret", "cn.internal.work-secret",
             "{={工作秘密|工作秘密★{#1-5}年|工作秘密，不得外传|此为工作秘密，不得外泄|【工作秘密】|"
             "工作秘密 ★ {#1-5}年|工 作 秘 密}}\n{?$redhead\n}{?$docno\n}" BODY),
    INTERNAL("to-be-returned", "cn.internal.warning",
             "{$office全体会议材料之{一|二|三}|$matter汇报材料|会议文件（{#1-9}）}\n{={会后收回|"
             "会后清退|阅后收回|阅后即焚|（会后收回）|用后收回|【会后收回】|阅后收回，不得外传|"
             "会议材料，会后收回}}\n{?编号：{###1-200}\n}{2-4*　　$paragraph\n}{?$date\n}"),
    INTERNAL(
        "not-public", "cn.internal.warning",
        "$redhead\n$docno\n" BODY
        "{={（此件不公开）|（此件不予公开）|（此件不公开发布）|（此件发至县团级）|此件不公开|"
        "公开属性：不予公开|信息公开选项：不予公开|（此件发至县、团级）}}\n{?$copyto}{?$printed}"),
    INTERNAL("drafting-sheet", "cn.internal.drafting-sheet",
             "$office{发文稿纸|公文拟稿纸|发文处理单|发文拟稿纸}\n{9~^\n^签发：$name　{#1-12}月{#1-"
             "28}日|会签：$name|拟稿人：$name|拟稿单位：$bureau办公室|核稿：$name|主送：$office|"
             "抄送：$office|缓急：$urgent|!{是否公开：不公开|公开属性：不予公开|"
             "公开属性：依申请公开|是否公开：否}|份数：{#10-90}|主题词：$matter　通知|标题：$title|"
             "打字：$name　校对：$name}\n　　$paragraph\n"),
    INTERNAL("press-lines", "cn.internal.press-lines",
             "关于$matter的{对外口径|答问口径|应询口径|表态口径|统一口径}{?（{内部掌握|仅供应询}）}"
             "\n{一、背景\n　　$paragraph\n|}{2-3*{问：|如被问及：|如记者问：}$"
             "matter进展如何？\n答：{目前正在核实|有关工作正在推进|以权威发布为准}。\n}{以上口径{"
             "仅供内部掌握|内部掌握}，{不主动提及|不主动谈|如被问及再答}。|注：{"
             "对具体数字不主动提及|不作评论}，仅供{答问|应询}。}\n"),
    INTERNAL("reception-plan", "cn.internal.reception-plan",
             "$place{代表团|考察团|检查组|访问团}{来访|来我市考察}{接待方案|接待工作方案|接待手册}"
             "\n时间：$date\n{5-7!{一|1}、随行人员：$name、$name、$name\n|二、行车路线：$place路—$"
             "place大道—$place宾馆；备用路线：$place路\n|三、乘车安排：前导车{#1-2}辆，{1|2}"
             "号车车号{A|B}{#####10000-99999}\n|四、警卫力量：{#2-6}组{#10-40}人\n|五、住宿：$"
             "place宾馆{#3-9}楼，{入住|房间}名单另附\n|六、车辆编组：{#3-9}辆\n|七、安全检查：$md{"
             "上午|下午}完成\n}联系人：$name\n"),
    TRADE("commercial-mark", "cn.trade.mark",
          "{={核心商密★{10|20|5}年|普通商密▲{3|5}年|商业秘密★{#1-9}年|核心商业秘密★长期|"
          "普通商业秘密·{#1-5}年|核心商密 ★ "
          "{#1-9}年}}\n$company\n{$project投标报价方案|年度经营计划|新产品工艺参数|"
          "并购尽职调查报告|客户名单与定价策略}\n{2-4*　　$paragraph\n}$company\n$date\n"),
    TRADE("commercial-field", "cn.trade.field,cn.trade.mark",
          "$company{技术文件|经营分析|会议材料}\n{{=密级：{核心商密|普通商密|商密|商业秘密}}|{="
          "密级：{核心商密|普通商密}★{#1-9}年}|{=商密等级：核心商密}}\n{2-3*　　$paragraph\n}"
          "编制：$name　审核：$name\n"))
