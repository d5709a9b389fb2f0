/* SPDX-License-Identifier: Apache-2.0 */
/* Plain speech: what is written without the words of the forms. */
#include "generate/documents/documents.h"

#define KIND(name_, category_, text_)                                                              \
    LS_DOCUMENT(name_, category_, NULL,                                                            \
                "grade-mark,internal-mark,personnel,identifier,register,minutes,case-file,audit",  \
                text_)
#define CLEAN(name_, text_) LS_LOWERED_DOCUMENT(name_, text_)

LS_DOCUMENT_TABLE(
    more,
    KIND("posts-in-prose", "personnel",
         "$place县委组织部\n关于{近期|下一步}{干部调整|人事安排}的{打算|考虑}\n$"
         "name书记：\n　　根据{班子运行情况|空缺情况}，考虑：\n{3-6*　　（$n）$post空缺，{拟由|"
         "建议由}$name{（现任$post）|}{接任|担任}；\n}　　以上当否，请示。\n$date\n"),
    KIND("votes-short", "personnel",
         "{会议投票推荐|谈话调研推荐}汇总\n{5-9%3-4|!人选=$name|!现职={$post}|!票数={#5-80}|比例={#"
         "10-90}%}参会{#40-120}人，有效票{#38-39}张\n"),
    KIND("exam-closed-book", "exam",
         "$office{执法资格|任职资格|法律知识}考试试卷（闭卷）\n单位：________　姓名：________"
         "　成绩：________\n一、填空（每空1分，共20分）\n{4-6*$n．《行政处罚法》规定，____应当____"
         "。\n}二、单选（每题2分，共40分）\n{4-6*$n．下列说法正确的是（　）A．甲 B．乙 C．丙 "
         "D．丁\n}三、简答（每题10分，共40分）\n{2*$n．简述$matter。\n}"),
    KIND("case-brief", "case-file",
         "{案情简报|案件情况汇报|案情报告}\n一、案件来源：{群众举报|上级交办}\n二、基本情况：$"
         "name，$sex，$ymzh生，$post。\n三、已查明：$year年以来，$name{收受贿赂$money|侵吞公款$"
         "money|为$company谋取利益，收受$money}。\n四、下步措施：{拟采取留置措施|拟报请立案}，注意{"
         "保密|防止串供}。\n{专案组|核查组}　$date\n"),
    KIND("visitor-form", "case-file",
         "{来访登记表|信访事项登记单|接访记录}\n来访人：$name　电话：$mobile\n被反映人：$"
         "name　单位：$office\n反映问题：{$name在$project中吃拿卡要|村干部$name侵占补偿款$money}"
         "\n处理意见：{转$bureau核查|交纪委初核}\n接访人：$name　日期：$date\n"),
    KIND("staffing-paper", "staffing",
         "关于$bureau{机构编制事项|编制调整}的会议材料\n一、申请事项：{增加|核增}{事业编制|"
         "行政编制}{#1-9}名，{增设科室{#1-2}个|领导职数增加{#1-2}名}。\n二、现状：{行政编制|"
         "事业编制}{#10-50}名，实有{#10-50}人，领导职数{#2-5}名。\n三、编办意见：{拟同意|建议暂缓}"
         "，提交编委会审定。\n"),
    KIND("audit-first-results", "audit",
         "$office{经济责任|财政收支}审计{情况汇报|初步结果}\n一、基本情况：审计组于$md进点，{"
         "审计期间$year年|涉及单位{#2-9}个}。\n二、发现问题：\n{2-4*$n．{未按规定|违规}{发放补贴|"
         "列支}$money；\n}三、处理建议：{责令整改|移送纪委}。\n审计组长：$name\n"),
    KIND("government-minutes", "minutes",
         "{县政府|市政府}第{#10-60}次常务会议记录\n时间：$date　地点：{#2-4}楼会议室\n主持人：$"
         "name　参加：$name、$name　列席：$name\n议题：$matter\n$bureau：汇报有关情况。\n$"
         "name：同意，注意{资金|进度}。\n$name：没有意见。\n结论：{原则通过|同意，由$bureau负责}"
         "。\n记录人：$name\n"),
    KIND("circulation-sheet", "register",
         "{密级文件|涉密资料}{传阅单|流转登记}\n{4-8%5-6|!文件名=$title|!文号=$docno|!密级=$grade|!"
         "传阅人=$name|!时间=$datedot|备注={|退回}}"),
    KIND("bureau-paper-marked", "grade-mark",
         "{={机密|秘密|绝密}★{#1-9}年}\n$place{市|县}$bureau\n{#1-12}月{#1-28}日{会议|工作}材料\n$"
         "paragraph\n"),
    CLEAN("cadre-meeting-news",
          "$place晚报讯　{昨日|$md}，$place县召开{干部大会|机构改革动员会|信访工作会议}。县委书记$"
          "name出席并讲话，强调要{严明纪律|严守机构编制规定|依法处理信访举报}。$filler\n"),
    CLEAN("trade-handbook",
          "{信访举报|审计|机构编制}业务知识{问答|手册}\n{5~^\n^一、被举报人有权申辩。|"
          "二、领导职数、行政编制由编办核定。|三、审计取证单由审计人员编制，被审计单位签字。|"
          "四、谈话笔录应当经被谈话人核对。|五、民主推荐结果由组织部门掌握。|"
          "六、干部任免审批表一式三份。}\n"),
    CLEAN("quiz-contest", "{党史|安全生产|环保}知识竞赛试题\n一、单选题（每题2分，共40分）\n{5-8*$"
                          "n．{《安全生产法》自何时施行|世界环境日是哪一天}（　）A．一月 B．三月 "
                          "C．五月 D．六月\n}答案：{1.A 2.B 3.C|略}\n"),
    CLEAN("honours", "{三好学生|优秀志愿者|文明家庭}名单\n{8-20%3-4|序号=$n|!姓名=$name|!{学校|"
                     "单位}={$school|$office}|备注={|}}"))
