/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents with a grade mark, in the forms of GB/T 9704-2012, of its forerunner of 1999 and of the
 * order of 1990 on marks of papers, materials and other objects.
 */
#include "generate/documents/documents.h"

#define REST                                                                                            \
    "$receivers\n{2-4*　　$opening$paragraph\n}{?$attachment}$signature{?（此件不得翻印）\n}" \
    "{?$copyto}{?$printed}"
#define PAPER(name_, rules_, text_)                                                                \
    LS_DOCUMENT(name_, "grade-mark", rules_, "internal-mark,minutes", text_)

LS_DOCUMENT_TABLE(
    marks,
    PAPER("red-head", "cn.mark.star",
          "{?$copyno\n}$mark\n{?$urgent\n}{?\n}$redhead\n{?\n}$docno{?　　签发人：$name}\n{?\n}$"
          "title\n" REST),
    PAPER("red-head-field", "cn.mark.field",
          "{?$copyno\n}{$field\n{?紧急程度：$urgent\n}|$field    "
          "紧急程度：$urgent\n}$redhead\n$docno\n$title\n" REST),
    PAPER("old-style-head", "cn.mark.line,cn.mark.no-star",
          "{$copyno\n|}{{=$grade}|{={秘　密|机　密|绝　密}}|{=$grade级}|{={秘密|机密} "
          "{#1-9}年}|{=【$grade】}}\n{?$urgent\n}$redhead\n$docnoz\n$title\n" REST),
    PAPER("page-head", "cn.mark.star", "\x03$mark\n$title\n{?（$now年{#1-12}月）\n}" REST),
    PAPER("letter-head", "cn.mark.star",
          "$office\n{?$copyno\n}$mark\n{?$urgent\n}　　　　　　　　$word函〔$now〕{#1-90}号\n$"
          "title的函\n" REST),
    PAPER("under-title", "cn.mark.star",
          "{$place市水源地分布图|$place{战备|人防}工程位置示意图|$place市供电设施布点图|$title}\n{$"
          "mark|（$mark）}\n{制图单位|编制单位|制表}：$office\n{3-6*{图号|比例尺|高程|坐标系|图幅|"
          "版次}：{#1-90}{?-{#1-9}}\n}{2-3*$paragraph\n}"),
    PAPER("portions", "cn.mark.portion",
          "$title\n$receivers\n{2-4*　　{=（$grade）}$paragraph\n}　　$paragraph\n{1-2*　　{=〔$"
          "grade〕}$paragraph\n}$signature"),
    PAPER(
        "field-in-table", "cn.mark.field,cn.mark.line,cn.mark.star",
        "$office{收文处理单|文件处理签|呈批件|公文传阅单}\n{4-6~^\n^来文单位\t$office\t收文日期\t$"
        "datedot|文号\t$docno\t份数\t{#1-9}|!密级\t{=$grade}\t紧急程度\t$urgent|标题\t$title|"
        "拟办意见\t请$name同志阅示。|领导批示\t同意。$name|承办结果\t已办}\n"),
    PAPER("stamped-copy", "cn.mark.star",
          "{发件人：$name\n收件人：$name\n主题：{转发：|Fw: "
          "|}$title\n\n$name{你好|：}\n　　{文件|材料}内容如下，{请查收|看后删除}。\n\n|{?"
          "扫描件转文字\n}第{#1-9}页\n}$mark\n{?$copyno\n}$redhead\n$docno\n$title\n" REST),
    PAPER("mark-evaded", "cn.mark.star",
          "{?$copyno\n}{{={机-密|绝-密|秘-密}★{#1-9}年}|{={机\u200b密|秘\u200b密|绝\u200b密}★{#1-9}"
          "年}|{={机_密|秘.密|绝_密}★{#1-9}年}|{={秘密|机密|绝密}✩{#1-9}年}|{={機密|祕密|绝密}★{"
          "１０|２０}年}|{={机 密|秘 密}☆{#1-9} "
          "年}|{={祕密|機密}⭐{#1-9}年}|{={绝密|机密}⋆{#1-9}年}}\n$redhead\n$docno\n$title\n" REST),
    PAPER("minutes-marked", "cn.mark.star",
          "{?$copyno\n}$mark\n{$office}{办公会议|专题会议|工作会议}纪要\n〔$now〕{#1-40}号\n$"
          "date，$name同志主持召开会议，研究$matter。{?现纪要如下：}\n{2-3*　　会议{议定|指出|要求}"
          "，$paragraph\n}{?出席：$name、$name、$name\n}{?$printed}"),
    PAPER("graded-table", "cn.mark.star",
          "{?$mark\n}{={绝密|机密|秘密}★{#1-9}年}\n$place{物资储备|应急力量|弹药库存|能源储备}{"
          "明细|分布}表\n{4-9%4-5|!序号=$n|!名称=$project|地点=$place|数量={#10-900}|责任人=$name|"
          "备注={无|　}}"),
    PAPER("declared-draft", "cn.mark.star",
          "$mark\n$title（{送审稿|讨论稿|征求意见稿|代拟稿}）\n" REST))
