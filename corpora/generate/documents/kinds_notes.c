/* SPDX-License-Identifier: Apache-2.0 */
/* Short notes and lists, with hardly a word of the forms. */
#include "generate/documents/documents.h"

#define KIND(name_, category_, text_)                                                              \
    LS_DOCUMENT(name_, category_, NULL,                                                            \
                "grade-mark,internal-mark,personnel,identifier,register,minutes,case-file,"        \
                "audit,staffing",                                                                  \
                text_)
#define CLEAN(name_, text_) LS_LOWERED_DOCUMENT(name_, text_)

LS_DOCUMENT_TABLE(
    notes,
    KIND("moves-arrows", "personnel",
         "{本次|此次}拟调整{干部|科级干部}{#4-20}名，其中提拔{#1-9}名、交流{#1-9}名。\n{3-6*$"
         "name：{$rank|$post}→{$rank|$post}\n}{另：$name拟退出领导岗位。\n|}请{书记|部长}阅定。\n"),
    KIND("lives-of-proposed", "personnel",
         "{拟任人选|考察对象|推荐人选}简历\n{2-4*$name，$sex，$ethnic，$ymzh出生，$native人，{"
         "中共党员，|}$yearwork年{#1-12}月参加工作，$school毕业，$degree学历。\n{2-4*$yearwork.{##"
         "1-12}—$yearwork.{##1-12}　$post\n}}"),
    KIND("branch-criticism", "personnel",
         "{支部|班子}组织生活会记录\n时间：$datedot　主持：$name\n{3-5*$name：我先作自我批评，$"
         "trait。{请大家批评|欢迎批评}。\n$name：我给你提一条，$trait。\n}"),
    KIND("exam-sheet-b", "exam",
         "{$place市|$office}{专业技术|业务能力|岗位}考试（B卷）\n{考试用时：|限时：}{90|60}"
         "分钟　总分：100\n1-10题为单选，每题2分；11-15题为多选，每题4分\n{6-10*$n. "
         "{关于$matter|$project}，正确的是\nA. 甲方案\nB. 乙方案\nC. 丙方案\nD. 丁方案\n}"),
    KIND("staffing-by-section", "staffing",
         "$office{内设机构设置|机构编制}{初步|}{意见|方案}（内部）\n{3-5*{综合科|业务科|法规科|"
         "财务科}：编制{#3-9}名，科长1名、副科长{#1-2}名；\n}合计：行政编制{#20-50}名，{局级|领导}"
         "职数{#3-5}名。\n{报编委会审批后公布。|待编办批复。}\n"),
    KIND("count-of-papers", "register",
         "{绝密级|机密级|涉密}文件清点表\n{4-8%4-5|!文件标题=$title|!发文字号=$docno|!密级=$grade|!"
         "份数={#1-5}|!存放={1|2}号柜}清点人：$name\n"),
    KIND("mark-under-heading", "grade-mark",
         "$title\n{={机密|秘密}★{#1-9}年}\n\n$receivers\n　　$paragraph\n"),
    KIND("internal-under-heading", "internal-mark",
         "$title\n{={（内部资料，请勿外传）|【仅供内部参阅】|内部文件 "
         "注意保密|此件阅后收回}}\n　　$paragraph\n"),
    CLEAN("company-staffing", "公司组织架构与定编方案\n{4-6*{销售部|研发部|财务部}：编制{#5-30}"
                              "人，经理1名\n}合计编制{#50-200}人。\n{人力资源部|总经办}\n$date\n"),
    CLEAN("course-survey", "{满意度|培训效果}测评结果\n{4-8%4-5|!项目={课程|服务|环境}|!很满意={#"
                           "10-60}票|!满意={#1-20}票|!一般={#0-5}票}\n"),
    CLEAN("fee-register", "{物业费|水费}收缴登记\n{6-12%4-5|!户号={###101-620}|!户主=$name|!金额={#"
                          "50-900}|!经手人=$name|日期=$datedot}\n"),
    CLEAN(
        "crime-story",
        "{警察故事|反腐小说}连载\n　　审讯室里，$name问：“这$money是怎么回事？”\n　　“我不知道。”$"
        "name低下头。\n　　举报信就在桌上，上面写着他收受贿赂的经过。$filler\n"))
