/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Papers of other states and bodies with their marks, and clean twins that use the same words. The
 * layouts are those of the marking guides and security regulations named in patterns/world.
 */
#include "generate/documents/documents.h"

#define SENTENCE                                                                                   \
    "{The depot opens on {#1-28} May.|Two teams stay at the northern site.|The road was closed "   \
    "for {#2-9} days.|Costs are {#10-90} percent higher than planned.|The office asks for an "     \
    "answer by Friday.|A second visit took place in {March|June|October}.}"
#define BODY "{2-5*" SENTENCE " " SENTENCE "\n}"
#define TITLE                                                                                      \
    "{Plan of the {northern|eastern} depot|Minutes of the working group on {transport|stores}|"    \
    "Report on the visit of {#1-28} June}\n"
#define MARKED(name_, rules_, text_) LS_DOCUMENT(name_, "foreign-mark", rules_, NULL, text_)
#define CLEAN(name_, text_) LS_CLEAN_DOCUMENT(name_, text_)

LS_DOCUMENT_TABLE(
    world,
    MARKED("us-banner", "us.mark.banner",
           "{={TOP SECRET//SI//NOFORN|SECRET//NOFORN|CONFIDENTIAL//REL TO USA, AUS, GBR|TOP "
           "SECRET//HCS-P/SI-G/TK//ORCON/NOFORN}}\n" TITLE BODY),
    MARKED("us-portions", "us.mark.portion",
           TITLE "{2-4*{={(S//NF)|(TS//SI//NF)|(C//REL TO USA, FVEY)}} " SENTENCE "\n}(U) " SENTENCE
                 "\n"),
    MARKED("us-authority", "us.mark.authority",
           TITLE BODY
           "Classified By: {J. Roe|A. Poe}, {Director|Head of Branch}\n{Derived From: "
           "Depot Guide|Reason: 1.4({a|c|d})}\n{=Declassify On: {20451231|25X1|2049-01-31}}"
           "\n"),
    MARKED("cui", "us.cui.banner,us.cui.block",
           "{{={CUI//SP-PRVCY|CUI//NOFORN|CONTROLLED//FEDCON}}\n" TITLE BODY "|" TITLE
           "Controlled by: Depot Office\n{=CUI Category: {PRVCY|OPSEC}}\nLimited Dissemination "
           "Control: FEDCON\nPOC: J. Roe\n" BODY "}"),
    MARKED("secret-pages", "us.mark.line", "{=SECRET}\n" TITLE BODY "{=SECRET}\n"),
    MARKED("uk-sensitive", "uk.mark.official-sensitive,uk.mark.eyes-only",
           "{={OFFICIAL-SENSITIVE|OFFICIAL-SENSITIVE [COMMERCIAL]|OFFICIAL - SENSITIVE - "
           "PERSONAL|UK SECRET|TOP SECRET STRAP2 UK EYES ONLY}}\n" TITLE BODY),
    MARKED("nato", "nato.mark.grade,nato.mark.restricted,nato.mark.unclassified",
           "{={NATO SECRET|COSMIC TOP SECRET|NATO CONFIDENTIAL|NATO RESTRICTED|NATO UNCLASSIFIED}}"
           "\n" TITLE BODY),
    MARKED("eu", "eu.mark.grade,eu.mark.restricted",
           "{={RESTREINT UE/EU RESTRICTED|CONFIDENTIEL UE/EU CONFIDENTIAL|SECRET UE/EU "
           "SECRET}}\n" TITLE BODY),
    MARKED("tlp", "tlp.mark", "{={TLP:RED|TLP:AMBER|TLP:AMBER+STRICT|TLP:GREEN}}\n" TITLE BODY),
    MARKED(
        "de", "de.mark.vs",
        "{={VS-NUR FÜR DEN DIENSTGEBRAUCH|VS – Nur für den Dienstgebrauch|VS-NfD|VS-VERTRAULICH}}"
        "\nPlan der {nördlichen|alten} Halle\n{2-4*Die Halle öffnet am {#1-28}. Mai. Zwei Gruppen "
        "bleiben dort.\n}"),
    MARKED(
        "fr", "fr.mark.secret,fr.mark.restricted",
        "{={SECRET DÉFENSE|TRÈS SECRET|CONFIDENTIEL DÉFENSE|DIFFUSION RESTREINTE}}\nPlan du dépôt\n"
        "{2-4*Le dépôt ouvre le {#1-28} mai. Deux équipes restent sur place.\n}"),
    MARKED(
        "ru", "ru.mark.grade,ru.mark.service",
        "{{={Секретно|Совершенно секретно|СЕКРЕТНО}}\nЭкз. № {#1-9}|{=Для служебного "
        "пользования}}\n"
        "План {северного|старого} склада\n{2-4*Склад открывается {#1-28} мая. Две группы остаются "
        "на месте.\n}"),
    MARKED("jp", "jp.mark.grade,jp.mark.information",
           "{={極秘|【極秘】|部外秘|機密性３情報}}\n倉庫の計画について\n{2-4*倉庫は五月{#1-28}"
           "日に開く。"
           "二つの班が残る。\n}"),
    MARKED("kr", "kr.mark.grade,kr.mark.internal",
           "{={Ⅱ급비밀|Ⅲ급 비밀|대외비|대 외 비}}\n창고 계획\n{2-4*창고는 5월 {#1-28}일에 연다. 두 "
           "조가 "
           "남는다.\n}"),
    MARKED(
        "vn", "vn.mark.grade",
        "{={TUYỆT MẬT|TỐI MẬT}}\nKế hoạch kho\n{2-4*Kho mở ngày {#1-28} tháng 5. Hai tổ ở lại.\n}"),
    MARKED(
        "tw-letter", "tw.mark.field",
        "某某部　函\n受文者：某某司\n發文日期：中華民國{#110-115}年{#1-12}月{#1-28}日\n發文字號："
        "某字第11300{#####10000-99999}號\n速別：最速件\n密等及解密條件或保密期限：{={密|"
        "機密（於115年12"
        "月31日解密）|極機密}}\n附件：如文\n主旨：{檢送倉庫計畫一份|函復倉庫事宜}，請查照。\n"),
    CLEAN("marking-guide",
          "Marking guide for {new staff|contractors}\nThe overall classification must be marked at "
          "the top of each page. A portion mark shall be placed before each paragraph, for example "
          "(S//NF) or (U). The banner line, e.g. SECRET//NOFORN, is applied by the derivative "
          "classifier.\n" BODY),
    CLEAN("mail-footer",
          "Dear colleague,\n" BODY "Kind regards\nJ. Roe\n\nCONFIDENTIAL\nThis e-mail and its "
          "attachments are for the addressee only. If you are not the addressee, delete it.\n"),
    CLEAN("film-list",
          "Programme of the {spring|autumn}\n{3-5~^\n^TOP SECRET!|The Garden of Secrets|Secret "
          "défense|Streng geheim: ein Film|Official Trailer|Confidential Stories}\n"),
    CLEAN("settings",
          "# settings of the service\n{3-6~^\n^secret: \"{#1000-9999}\"|SECRET=abc|confidential: "
          "true|log_level: info|restricted: false|tlp: none}\n"),
    CLEAN(
        "tlp-page",
        "TLP:RED\nNot for disclosure, for named persons only.\nTLP:AMBER\nLimited disclosure, on a "
        "need-to-know basis.\nTLP:GREEN\nFor the community.\nTLP:CLEAR\nFor everybody.\n"),
    CLEAN(
        "tw-open-letter",
        "某某部　函\n受文者：某某司\n發文字號：某字第11300{#####10000-99999}號\n速別：普通件\n"
        "密等及解密條件或保密期限：{普通|}\n附件：\n主旨：{檢送會議紀錄|函復有關事宜}，請查照。\n"),
    CLEAN("foreign-marks-in-prose",
          "{3-5~^\n^Papers that are NATO SECRET, NATO CONFIDENTIAL or NATO RESTRICTED are locked "
          "away.|The grades are TRÈS SECRET UE/EU TOP SECRET, SECRET UE/EU SECRET and RESTREINT "
          "UE/EU "
          "RESTRICTED.|Бумаги с грифом «секретно» хранятся отдельно.|Verschlusssachen sind GEHEIM "
          "oder "
          "VS-NfD eingestuft.|비밀은 Ⅰ급비밀, Ⅱ급비밀 및 Ⅲ급비밀로 "
          "구분한다.|「特定秘密」とは、次に掲げるも"
          "のをいう。|" SENTENCE "}\n"))
