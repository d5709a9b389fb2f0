/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of official papers (GB/T 9704-2012 and what came before it). */
#include "generate/documents/phrase.h"

#include <stddef.h>

const struct ls_phrase_word ls_words_papers[] = {
    {"grade", "{绝密|机密|秘密|机密|秘密}"},
    {"term", "{{#1-10}年|{#1-10}年|{#1-10}年|10年|5年|长期|{#1-11}个月|{一|三|五|十}年|20{##27-34}"
             "年{#1-12}月{#1-28}日}"},
    {"star", "{★|★|★|★|★|☆|⭐}"},
    /* level ★ term, as printed at the top left */
    {"mark", "{{=$grade★$term}|{=$grade★$term}|{=$grade★$term}|{=$grade★}|{=$grade $star $term}|"
             "{={绝 密|机 密|秘 密|机　密|秘　密} ★ "
             "$term}|{=$grade*{#1-10}年}|{=$grade＊{１|５}０年}|{=$grade★{１|３|５}年}|"
             "{=$grade☆{#1-9}年}|{=$grade级★{#1-9}年}|{=$grade★{公布前|{#2-9}年后解密}}}"},
    {"field",
     "{密级：{=$grade}|密  "
     "级：{=$grade★{#1-9}年}|密级和保密期限：{=$grade★{#1-10}年}|秘密等级：{=$grade}|"
     "保密等级：{=$grade}|文件密级：{=$grade}|密级: {=$grade} {#1-9}年|密　级：{=$grade}}"},
    {"copyno", "{{######1-2999}|{###1-300}|№ {######1-900}|份号：{######1-900}}"},
    {"urgent", "{特急|加急|急件|特  急|平急}"},
    {"docword", "{$place政发|$place发|$place办发|$place府办|$word委发|$word办字|$word组发|$"
                "place水字|$word财综}"},
    {"docno", "$docword{〔$now〕|〔$now〕|〔$now〕|[$now]|（$now）|［$now］}{第|}{#1-200}号"},
    {"docnoz", "$docword〔$now〕{#1-200}号"},
    {"redhead",
     "{$city人民政府文件|$city委文件|$office文件|中共$city委文件|$city人民政府办公室文件|$office}"},
    {"matter",
     "{$project有关问题|$project资金安排|重点水源地保护|粮食储备调整|冬季能源保供|边界联合勘定|"
     "重大项目用地|防汛调度|对口协作|信访积案化解|企业改制}"},
    {"title", "关于{$matter的{通知|报告|请示|意见|函|批复|情况报告}|做好$matter{工作|}的{通知|意见}"
              "|报送$matter{情况|材料}的{报告|函}|"
              "印发$matter{方案|计划}的通知}"},
    {"receivers", "{各县（市、区）人民政府，市直有关单位：|市人民政府：|省$bureau：|"
                  "各党委（党组）：|有关单位：|$office：}"},
    {"attachment", "附件：{1.|}$matter{明细表|说明|清单}\n"},
    {"signature", "{　　　　　　　　|                    |}$office\n{　　　　　　　　　|           "
                  "           |}$date\n"},
    {"copyto", "抄送：{省$bureau|市委各部门|市人大办公室，市政协办公室|有关单位}。\n"},
    {"printed", "{$office办公室|$office}　　{　　}$date印发\n"},
    {"opening",
     "{根据工作需要，|按照{上级|省里|市委}{统一|}部署，|经研究，|为{进一步|}做好有关工作，|}"},
    {NULL, NULL},
};
