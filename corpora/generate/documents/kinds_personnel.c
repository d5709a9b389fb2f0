/* SPDX-License-Identifier: Apache-2.0 */
/* Papers of organisation departments about persons (docs on cadres, their files and appraisals). */
#include "generate/documents/documents.h"

#define PERSONNEL(name_, rules_, text_)                                                            \
    LS_DOCUMENT(name_, "personnel", rules_, "identifier,internal-mark", text_)
#define COLUMNS                                                                                               \
    "序号=$n|!姓名=$namecell|!性别=$sex|民族=$ethnic|籍贯=$native|!出生年月=$ym|{入党时间|" \
    "政治面貌}={$politics|$workym}|"                                                                      \
    "参加工作时间=$workym|学历=$degree|毕业院校{|及专业}=$school"
#define BIO                                                                                                  \
    "$name，$sex，$ethnic，{$native人，|}$ymzh{出生|生}，{$yearwork年{#1-12}月参加工作，|}{" \
    "中共党员，|}{?$degree学历，}"

LS_DOCUMENT_TABLE(
    personnel,
    PERSONNEL(
        "roster", "cn.personnel.roster,cn.personnel.list",
        "{?{$office|$place县|市直机关}{领导班子成员|科级干部|县处级干部|乡科级干部|中层干部}{名册|"
        "花名册|基本情况表|一览表}\n}{?填报单位：$office　　　$datedot\n}{6-14%7-11|" COLUMNS
        "|!{现任职务|职务|单位及职务|工作单位及职务|现任职务}=$post|{任现职时间|任现职级时间}=$"
        "workym|备注={　|}}"),
    PERSONNEL("roster-bulk", "cn.personnel.roster",
              "{市管干部|县管干部|副科级以上干部|后备人选}信息{汇总|统计}表{?（$now年）}\n{12-30%8-"
              "12|" COLUMNS "|!{职务|职级|现职务|单位及职务}={$rank|$post}|{身份证号|身份证号码}=$"
              "resident|{手机|联系电话}=$mobile|年度考核={优秀|称职}}"),
    PERSONNEL("roster-moves", "cn.personnel.roster,cn.personnel.appointment",
              "{干部调整|人事调整|领导班子调整}{建议|}{名单|方案}（{讨论稿|草案|$datedot}）\n{5-10%"
              "7-10|" COLUMNS
              "|!{现任职务|现任}=$post|!{拟任职务|拟任}=$post|{拟免职务|备注}={$rank|}}"),
    PERSONNEL("cadre-list", "cn.personnel.list,cn.personnel.roster",
              "{$place{市管干部|县管干部}|县处级{领导|}干部|乡科级干部|部管干部|$office中层干部}{"
              "汇总名单|名册|名单|花名册|一览表}\n{?序号\t姓名\t{单位及职务|工作单位及职务|职务}\n}"
              "{8-20*$n\t$namecell\t$post\n}"),
    PERSONNEL("appointment-plan", "cn.personnel.appointment",
              "关于{$place县|$office|部分县处级|市直部门}{领导班子|干部|领导干部|有关同志}{调整|"
              "任免|配备|职务调整|任职}的{建议方案|方案|请示|意见|动议方案}{?（{讨论稿|送审稿|"
              "酝酿稿}）}\n{$receivers\n|}{?　　根据{工作需要|班子建设实际}，经{酝酿|研究|沟通}"
              "，提出如下{建议|意见}：\n}{2-5*{$n、|$n.|}" BIO
              "{?现任$post，}{拟任$post|建议任$post|拟提名为$post人选|拟免去现任职务，另有任用}"
              "。\n}{以上{方案|意见}，{妥否，请审定|请予研究|提请{常委会|部务会|党组会}{研究|审议}}"
              "。|提请{市委常委会|部务会|党组会}研究。}\n$signature"),
    PERSONNEL("appointment-brief", "cn.personnel.appointment",
              "{$office党组|$place县委}{人事调整|干部任免|领导班子换届人事安排|干部调整}{方案|预案|"
              "建议方案|意见}\n{?（$date）\n}{3-6*$name同志{拟任|拟提名为|建议提名为|拟提任|拟调任|"
              "拟交流任}$post{，{免去|不再担任}$post职务|}；\n}{?$name同志拟免$post职务。\n}{"
              "请审议|提请常委会{讨论|研究}|提交部务会讨论|妥否，请示}。\n"),
    PERSONNEL("election-plan", "cn.personnel.appointment",
              "{$place县|$place市|$place乡}{人大|政协|党委|政府}{领导班子|}换届人事安排{方案|建议|"
              "工作方案}{?（{讨论稿|草案}）}\n{?$paragraph\n}{3-6%4-5|!职务={主任|副主任|县长|"
              "副县长|书记|副书记}|!{提名人选|建议人选|候选人初步人选|拟提名人选}=$name|性别=$sex|"
              "出生年月=$ym|现任职务=$post|!{说明|意见}={拟提名|建议提名|拟任，继续提名|"
              "拟提名为候选人}}{?以上人选{提请常委会讨论|待酝酿}。\n}"),
    PERSONNEL(
        "approval-form", "cn.personnel.approval-form",
        "干部任免审批表\n{10~^\n^姓名\t$namecell\t性别\t$sex\t出生年月（岁）\t$ymdot（{#35-58}岁）|"
        "民族\t$ethnic\t籍贯\t$native\t出生地\t$native|入党时间\t$workym\t参加工作时间\t$"
        "workym\t健康状况\t健康|专业技术职务\t{无|工程师|经济师}\t熟悉专业有何专长\t{经济管理|党务|"
        "公文写作}|全日制教育\t$degree\t毕业院校系及专业\t$school$major专业|在职教育\t$"
        "degree\t毕业院校系及专业\t$school|现任职务\t$post|拟任职务\t$post|拟免职务\t$post|"
        "任免理由\t{工作需要|班子调整}}\n{?简历\t$workym--$workym　$post\n}{?奖惩情况\t{无|$"
        "year年嘉奖}\n}{?年度考核结果\t近三年均为{称职|优秀}\n}{?家庭主要成员及重要社会关系\t{妻子|"
        "丈夫}\t$name\t$ymdot\t群众\t$office\n}呈报单位\t$office\n"),
    PERSONNEL(
        "approval-form-lines", "cn.personnel.approval-form",
        "{干部任免审批表|干部任免呈报表|任免审批表}\n{9-13!!姓　　名：$namecell　　性　　别：$"
        "sex\n|出生年月：$ymdot　　民族：$ethnic\n|籍贯：$native　　出生地：$native\n|!入党时间：$"
        "workym　　参加工作时间：$workym\n|!健康状况：健康　　专业技术职务：{无|工程师}\n|"
        "熟悉专业有何专长：{党务|经济管理}\n|全日制教育：$degree　毕业院校系及专业：$school$"
        "major\n|在职教育：$degree\n|!现任职务：$post\n|!拟任职务：$post\n|拟免职务：{无|$rank}\n|"
        "简历：{2-5*$workym至$workym　$post；\n}|奖惩情况：无\n|年度考核结果：称职\n|!任免理由：{"
        "工作需要|班子调整|届中调整}\n|!家庭主要成员及重要社会关系：$name，{妻子|父亲|儿子}，$"
        "politics，$office\n|!呈报单位：$office\n}"),
    PERSONNEL(
        "lrmx", "cn.personnel.approval-data",
        "<?xml version=\"1.0\" "
        "encoding=\"utf-8\"?>\n<Person>\n{8-14!!<XingMing>$name</XingMing>\n|<XingBie>$sex</"
        "XingBie>\n|!<ChuShengNianYue>$yearborn{##1-12}</ChuShengNianYue>\n|<MinZu>$ethnic</"
        "MinZu>\n|!<JiGuan>$native</JiGuan>\n|<ChuShengDi>$native</"
        "ChuShengDi>\n|!<RuDangShiJian>$yearwork{##1-12}</"
        "RuDangShiJian>\n|<CanJiaGongZuoShiJian>$yearwork{##1-12}</"
        "CanJiaGongZuoShiJian>\n|<JianKangZhuangKuang>健康</"
        "JianKangZhuangKuang>\n|<ShuXiZhuanYeYouHeZhuanChang>党务</"
        "ShuXiZhuanYeYouHeZhuanChang>\n|!<XianRenZhiWu>$post</XianRenZhiWu>\n|!<NiRenZhiWu>$post</"
        "NiRenZhiWu>\n|<NiMianZhiWu>$rank</NiMianZhiWu>\n|<RenMianLiYou>工作需要</"
        "RenMianLiYou>\n|<JiaTingChengYuan><Item><ChengWei>妻子</ChengWei><XingMing>$name</"
        "XingMing></Item></JiaTingChengYuan>\n|<ShenFenZheng>$resident</ShenFenZheng>\n}</"
        "Person>\n"),
    PERSONNEL(
        "appraisal", "cn.personnel.appraisal",
        "$name1{同志|}{考察材料|考察报告|现实表现材料}\n{$name1，$sex，$ethnic，$ymzh生，现任$"
        "post。\n|　　经考察，$name1同志{政治立场坚定|理论素养较高|党性观念强}。\n}{{一、|1.|}德。{"
        "该同志|$name1同志}政治坚定，{作风正派|坚持原则}。\n{二、|2.|}能。{组织协调能力强|熟悉业务}"
        "。\n{三、|3.|}勤。{工作勤勉|敬业务实}。\n{四、|4.|}绩。{牵头完成$project|"
        "分管工作位居全市前列}。\n{五、|5.|}廉。廉洁自律，未发现违纪问题。\n|{一、|1．|（一）}{"
        "政治素质好|政治素质过硬}。{该同志|}{理想信念坚定|自觉做到两个维护}。\n{二、|2．|（二）}{"
        "工作能力强|组织领导能力强}。$filler\n{三、|3．|（三）}{作风扎实|工作实绩突出}。牵头推进$"
        "project。\n{四、|4．|（四）}廉洁自律。{严格要求自己|群众反映较好}。\n}{主要不足|"
        "主要缺点和不足|不足之处|缺点与不足}{：|是：|：}{1-2*$trait；}有待改进。\n{民主推荐：参加{#"
        "30-90}人，得票{#20-29}票。|会议推荐得{#20-60}票，谈话推荐得{#10-30}票|民主测评：优秀{#20-"
        "60}票，称职{#1-9}票|个别谈话{#20-60}人，同意提拔{#15-19}人，民主测评优秀率{#70-98}%}。\n{?"
        "考察组：$name、$name\n}{?$date\n}"),
    PERSONNEL("reserve-list", "cn.personnel.reserve,cn.personnel.roster",
              "{$office|$place县}{后备干部|优秀年轻干部|县级后备干部|正职后备人选}{名册|名单|"
              "推荐人选名单|登记表|人选统计表|情况一览表}\n{{5-12%6-9|" COLUMNS
              "|!{现任职务|职务}=$post|{成熟度|使用方向|培养方向}={近期可提拔使用|{#2-3}年内使用|"
              "正职后备|副职后备|中长期培养}}|{3-5*{$n．|}" BIO
              "现任$post{。|，近期可提拔使用。|，成熟度较高。}\n}}"),
    PERSONNEL("self-criticism", "cn.personnel.democratic-life",
              "{$now年度|$office领导班子|主题教育专题|}{民主生活会|组织生活会}{个人|}{对照检查材料|"
              "发言提纲|对照检查发言|剖析材料}\n$name　（$date）\n{?　　$paragraph\n}一、{存在的{"
              "突出|主要|}问题|上年度整改措施落实情况}\n　　{对照要求，本人在{学习上|工作中}$"
              "trait。|我在{思想上|工作上}$trait，$trait。}\n　　{我对基层情况了解不够，$trait。|"
              "本人分管的$matter进展慢，负有领导责任。}\n二、{原因剖析|产生问题的原因|原因分析}"
              "\n　　{本人党性锤炼不够|我放松了自我要求|我主观世界改造不够}，{群众观念淡化|"
              "担当精神不足}。\n三、{努力方向|整改措施|下一步整改措施|努力方向和整改措施}\n　　{"
              "我将加强理论学习|本人将认真整改}，{改进作风|主动担当}。\n{?"
              "四、对班子成员的批评意见\n　　对$name同志提意见：$trait。\n}"),
    PERSONNEL("mutual-criticism", "cn.personnel.democratic-life",
              "{$office|$place县委}{领导班子|党组|}民主生活会{相互批评意见{汇总|清单|}|"
              "征求意见汇总|会议记录|批评意见汇总表|召开情况报告}\n{?时间：$date\n}{?主持人：$"
              "name\n}{3-6*{$name对$name同志{的批评意见|提出意见|提}：|对$name同志的{批评|}意见：|"
              "给$name同志提{#1-3}条意见：}$trait{；|。}{?$trait。}\n}{?一、存在的突出问题\n　　{"
              "征求到意见建议{#10-60}条|班子$trait}。\n}{?二、整改措施\n　　{逐条整改|建立台账}"
              "。\n}{本人态度：{接受|完全接受}批评，认真整改。\n|}"),
    PERSONNEL("statistics-form", "cn.personnel.statistics",
              "{公务员|干部|党员|党组织和党员|党内|领导班子后备干部|人才资源}{基本情况|队伍|年度|"
              "职务变动情况|}统计{表|年报表|报表}\n{表　号：$word统{#1-9}表|表号：$word组{#1-30}表}"
              "\n{4-5!制定机关：{中央组织部|省委组织部}\n|批准机关：国家统计局\n|"
              "批准文号：国统制〔$now〕{#1-90}号\n|有效期至：$now年12月\n|!填报单位：$office\n|"
              "填表人：$name\n}{6-12%7-9|!项目={正处级|副处级|正科级|副科级|科员|女|少数民族|"
              "35岁以下|研究生|大学|大专}|!总计={#20-900}|!男={#10-300}|!女={#10-300}|!本科={#10-"
              "200}|大专={#1-90}|研究生={#1-90}|30岁以下={#1-90}|31-40岁={#1-90}|41-50岁={#1-90}}"),
    PERSONNEL(
        "personal-matters", "cn.personnel.personal-matters",
        "{领导干部|}{个人有关事项报告表|报告个人有关事项{表|情况}}{?（$now年度）}\n报告人：$"
        "name　单位：$office\n{7-9!婚姻变化{情况|}：{无变化|$year年离婚|{#2009-2021}年再婚}\n|"
        "持有普通护照{情况|}：{有，E{########10000000-99999999}|无}\n|往来港澳通行证{情况|}：{C{###"
        "#####10000000-99999999}|无}\n|因私出国（境）情况：{$year年{#1-12}月赴{日本|泰国|新加坡}"
        "旅游|无}\n|配偶、子女移居国（境）外情况：{无|{女儿|儿子}$year年移居{加拿大|澳大利亚}}\n|!"
        "房产情况：$place小区{#1-20}号楼，建筑面积{#60-160}平方米，{#40-400}万元\n|!持有股票情况：{"
        "{#1000-9000}股，市值{#1-60}万元|{#100-900}股}\n|!基金、投资型保险：{{#1-40}万元|{#1-9}份}"
        "\n|配偶、子女经商办企业情况：{无|妻子持股$company{#5-40}%}\n|"
        "配偶、子女被追究刑事责任情况：无\n}本人承诺以上内容真实。{?填报日期：$date}\n"))
