/* SPDX-License-Identifier: Apache-2.0 */
/* From further away: what is sent by mail, kept in notes, and pasted together. */
#include "generate/documents/documents.h"

#define KIND(name_, category_, allowed_, text_) LS_DOCUMENT(name_, category_, NULL, allowed_, text_)
#define CLEAN(name_, allowed_, text_) LS_DOCUMENT(name_, NULL, NULL, allowed_, text_)

LS_DOCUMENT_TABLE(
    far,
    KIND("promotion-mail", "personnel", "internal-mark",
         "$name部长：\n　　按要求报上{本轮|这次}{干部调整|人事调整}建议人选，请审。\n{3-6*$n．$"
         "name，现任$post，{拟任|建议任}$post；\n}{以上{为初步意见|未经会议研究}，请{保密|勿外传}"
         "。|}\n$office$name\n$datedash\n"),
    KIND("cadre-cards", "personnel", "identifier,internal-mark",
         "{干部信息卡|干部基本情况卡片|领导干部基本信息}\n{3-6*姓名：$name　性别：$sex　民族：$"
         "ethnic\n出生年月：$ymdot　入党时间：$workym　参加工作：$workym\n学历学位：$"
         "degree　籍贯：$native\n现任职务：$post\n任现职时间：$workym{　近三年考核：称职|}\n\n}"),
    KIND("consultation", "personnel", "internal-mark",
         "干部任前{征求意见函|廉政鉴定函|征求纪检机关意见表}\n{县纪委监委|$office}：\n　　{经研究|"
         "因工作需要}，拟{提拔|任用|交流}下列同志，现征求你单位意见，请于$md前回复。\n{3-6%4-6|"
         "序号=$n|!姓名=$name|性别=$sex|出生年月=$ymdot|!现任职务=$post|!{拟任职务|拟任用职务}=$"
         "post}$office\n$date\n"),
    KIND("self-check", "personnel", "internal-mark",
         "$now年度民主生活会{个人发言提纲|对照检查}\n$name（$rank）\n（一）{查摆|}问题方面\n1．{"
         "本人|我}{学习不深|$trait}。\n2．{本人|我}{调研不够|$trait}。\n（二）{剖析根源|问题根源}"
         "\n{本人|我}{宗旨意识淡化|党性修养不够}。\n（三）{改进措施|今后打算}\n{我将|本人将}{"
         "加强学习|深入一线}。\n"),
    KIND("paper-in-mail", "exam", "grade-mark",
         "$name：\n试题已定稿，{仅供印制|印前请勿外传}。\n\n{$place区事业单位招聘|$office遴选}"
         "笔试试题\n{时间90分钟，满分100分|本卷满分100分，考试时间120分钟}"
         "\n一、单项选择（每题2分，共40分）\n{6-9*$n．$project的主管部门是（　　）\nA．$"
         "bureau　B．$bureau　C．$bureau　D．$bureau\n}二、论述（每题30分，共60分）\n{1-2*$"
         "n．结合实际谈谈$matter。\n}"),
    KIND("clue-table-short", "case-file", "internal-mark",
         "{线索|信访件|举报件}{办理情况|排查|登记}表\n{4-9%5-6|序号=$n|!{被反映人|被举报人}=$name|!"
         "{反映内容|反映问题|举报内容}={收受$company礼品|公车私用|虚报$money}|!{来源|信访方式}={"
         "来信|网络|来访}|!{处置|处理}方式={了结|初核|函询}|{承办人|责任人}=$name|{办结时间|"
         "办理时间}=$datedot}"),
    KIND("witness-record", "case-file", "identifier,audit",
         "{调查笔录|询问证人笔录|核实谈话笔录}\n{5~^\n^时间：$time|地点：$place镇政府{#2-4}楼|"
         "调查人：$name、$name|被调查人：$name，$sex，{#28-60}岁，住$place村|记录人：$name}\n{4-8*"
         "问：{你认识$name吗|$project的补偿款发了多少|这份签字是你签的吗|还有其他情况吗}？\n答：{"
         "认识|$money左右|不是我签的|没有了}。\n}被调查人签字：（捺印）\n"),
    KIND("staffing-proposal-note", "staffing", "internal-mark,personnel",
         "{机构改革|事业单位改革}{方案|建议方案}（{第{二|三}稿|讨论稿|内部讨论}）\n一、撤销{$"
         "place管理站、|}$place服务站，整合组建$place综合服务中心，{正科级|副科级}。\n二、{核定|"
         "保留}事业编制{#10-60}名，领导职数{#2-5}名，内设机构{#3-6}个。\n三、$bureau行政编制由{#20-"
         "40}名调整为{#15-39}名。\n四、{人员划转方案另行研究|超编人员逐步消化}。\n"),
    KIND("audit-working-note", "audit", "internal-mark",
         "审计工作记录\n项目名称：{$office经济责任审计|$project跟踪审计}\n被审计单位：$"
         "office\n审计人员：$name　日期：$date\n审计事项：{银行存款|固定资产|往来款}\n{2-4*{发现|"
         "查明}：{白条入账|重复列支|少记收入}$money。\n}{复核人：$name\n|}"),
    KIND("bureau-minutes-short", "minutes", "internal-mark,personnel",
         "$office党组会议纪要（第{#1-40}次）\n时间：$datedot　地点：会议室\n主持：$name　出席：$"
         "name、$name　列席：$name　记录：$name\n一、{传达学习|研究}$matter。\n{会议同意$"
         "bureau意见|会议决定由$name牵头}。\n二、研究{人事|经费}事项。\n{会议同意$name任$rank|"
         "原则同意支出$money}。\n"),
    KIND("document-log", "register", "grade-mark,internal-mark,telegram",
         "{机要室|文书科}{$now年|}{收文|密件}登记\n{5-12%6-8|!日期=$datedot|!{来文单位|来文机关}=$"
         "office|!{文号|来文字号}=$docno|!{标题|文件标题|题名}=$title|!密级={机密|秘密|绝密|秘密}|"
         "份号={######1-900}|{领导批示|拟办}=请$name阅|!{签收人|签收|经手人}=$name}"),
    KIND("statistics-table", "personnel", "internal-mark",
         "{党组织和党员|公务员|干部队伍}{情况|基本情况}{年报表|统计年报|统计表}\n表号：{组统|公统}{"
         "#1-20}表　制定机关：{中共中央组织部|省委组织部}\n填报单位：$office　有效期至：$"
         "now年12月\n{6-10%7-9|!项目={合计|女性|少数民族|本科|研究生|35岁以下}|!总数={#100-9000}|!"
         "本年增加={#1-90}|!本年减少={#1-90}|!在岗={#10-900}|!退休={#10-900}|!其他={#1-90}|县级={#"
         "1-90}|乡级={#1-90}}"),
    CLEAN("club-form", NULL,
          "{志愿者|会员|运动员}登记表\n{5-12%5-7|序号=$n|!姓名=$name|!性别=$sex|年龄={#18-60}|!{"
          "单位|学校}={$school|$company}|!{特长|项目}={摄影|长跑|书法}|{衣服尺码|备注}={L|XL|M}}"),
    CLEAN("policy-report", NULL,
          "{关于干部队伍建设情况的调研报告|年轻干部成长规律研究|基层人才队伍现状分析}\n　　{近年来|"
          "目前}，我市干部队伍结构不断优化。{全市处级干部平均年龄{#45-50}.{#1-9}岁|年轻干部占比{#"
          "10-30}%}。\n　　一、主要做法。完善民主推荐、民主测评和考察办法，{拟任人选|后备干部}"
          "实行动态管理。\n　　二、存在问题。{部分干部能力不足|培养手段单一}。\n　　三、对策建议。$"
          "filler\n"),
    CLEAN("exam-news", "low",
          "$place日报讯（记者$name）{昨日|$md}，{公务员考试笔试|事业单位招聘考试}开考，{#1000-"
          "90000}名考生参加{行政职业能力测验和申论|公共基础知识}考试。考试时间{90|120}"
          "分钟，满分100分。{试题、答案启用前按绝密管理，|}考点{秩序井然|设有隔离考场}。\n"),
    CLEAN("inspection-feedback", "low",
          "$place市委{第{一|二|三}巡察组|巡察办}向$office党组反馈巡察情况\n　　根据{统一部署|安排}"
          "，{反馈会议|巡察反馈会}于$md召开。巡察组指出存在的主要问题：{学习贯彻不够深入|"
          "执行中央八项规定精神不到位|选人用人不规范}"
          "。同时，巡察组还收到反映一些领导干部的问题线索，已按规定转有关方面处理。\n　　$"
          "name代表党组表态发言。{整改情况将向社会公开。|}\n"),
    CLEAN("housing-file", NULL,
          "{物业档案目录|工程档案目录|学生档案清单}\n{6-14%4-5|序号=$n|!题名={竣工图|合同|检测报告|"
          "成绩单}|!{日期|形成时间}=$datedot|!页数={#1-90}|保管期限={永久|10年|30年}}"));
