/* SPDX-License-Identifier: Apache-2.0 */
#include "pieces.h"

#include "base/fold.h"
#include "base/rng.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VARIANTS_MAX = 32, LINE_BYTES_MAX = 400 };

/* Pieces, each ended by a broken bar; the last one by the end. */
#define END "¦"

static const char marks[] =
    "蓝鲸计划¦蓝 鲸 计 划¦蓝鲸计¦海棠工程¦白海棠工程¦海 棠 工 程¦海　棠　工　程¦海棠\n工程¦"
    "海\r\n棠工程¦海 棠\n工程¦海\n棠\n工\n程¦海\t棠\t工\t程¦所谓海棠工程¦例如：海棠工程¦"
    "海棠工程一期¦海棠工程 一期¦“¦“\n¦绿码¦机要¦绿 码¦機\u3000要¦绿\n码¦绿\r\n码¦绿 \u3000\n码¦"
    "绿    码¦机\u200b要¦机\u00a0 要¦编号：¦编号: ¦★¦☆¦*¦＊¦★1年¦★ 12月¦★长期¦*5年¦（¦）¦(¦)¦"
    "赤狐¦赤狐行动¦赤 狐¦赤狐\n¦\n赤狐\n¦\n绿码\n¦\n机要¦【¦】¦：\n¦特急\n¦\n特急\n¦第3号¦第12号¦"
    "第1234号¦草案¦草案\n¦123456\n¦\n000123\n¦斑马¦斑马线¦斑 马¦甲¦乙¦甲斑马乙¦甲斑马¦"
    "斑马😀😀😀😀😀一二三乙¦第一二三😀😀😀😀😀斑马¦甲😀😀😀😀😀斑马¦𠮷𠮷𠮷斑马¦😀斑马𠮷¦"
    "甲𠮷𠮷斑马😀乙¦a😀😀😀😀斑马¦斑马😀😀😀😀¦赤狐😀😀😀😀😀😀😀第3号¦特急\n𠮷𠮷𠮷𠮷𠮷𠮷赤狐¦"
    "赤狐行动一二三四五六第3号¦赤狐行动𠮷𠮷𠮷𠮷𠮷𠮷草案\n¦甲一二三斑马¦斑马一二三乙¦red panda¦"
    "RED Panda¦red panda 12¦r e d   p a n d a¦red\npanda¦甲b计划¦甲B計劃¦甲 b 计 划¦代号e7¦"
    "代號E7x¦玄武¦朱雀¦第玄武¦玄武一二三朱雀¦朱雀一二玄武¦玄 武¦朱\n雀¦\t绿码\t¦,机要,¦\"绿码\"¦"
    ",\"机要★3年\",¦|绿码|¦>机要¦　　¦    ¦"
    "海\u00a0棠\u00a0工\u00a0程¦海\u200b棠\u200b工\u200b程¦海\u200c棠\u200c工\u200c程¦"
    "海\u200d棠\u200d工\u200d程¦海\u2060棠\u2060工\u2060程¦海\ufeff棠\ufeff工\ufeff程¦"
    "海\u00ad棠\u00ad工\u00ad程¦海\u2002棠\u2002工\u2002程¦海\u2003棠\u2003工\u2003程¦"
    "海\u2009棠\u2009工\u2009程¦海  棠  工  程¦海   棠   工   程¦海\r\n棠\r\n工\r\n程¦"
    "海棠工\n程¦海\n棠工\n程¦\n     (绿码★¦\n      (绿码★¦\n            绿码\n¦,    >       机要,¦"
    "㐂㐂㐂㐂㐂的斑马¦\n㐂的斑马㐂一\n¦㐂㐂㐂㐂㐂的赤狐一草案\n";

static const char grades[] =
    "绝密¦机密¦秘密¦絕密¦機密¦祕密¦絶密¦绝 密¦机　密¦秘\n密¦绝\r\n密¦机 \n密¦秘\u200b密¦非密¦"
    "机-密¦揭秘¦计算机密¦级¦★¦ ★ ¦☆¦*¦＊¦★★¦★★★★¦·¦1年¦10年¦１０年¦十年¦长期¦長期¦⻓期¦长 期¦"
    "永久¦★50年¦★三十年\n¦6个月¦2030年5月1日¦公布前¦（30年）¦启用前¦啓用前¦启封前¦考试结束前¦开考前"
    "¦密级¦密 级¦"
    "密級¦秘密等级¦保密级别¦：¦: ¦=¦\t¦ \t ¦和期限¦/保密期限¦份号：¦000012¦ 000012  ¦№3 ¦> ¦特急¦"
    "\n特急\n¦加急¦　　特急\n¦【¦】¦（¦）¦(¦)¦〔¦〕¦“¦”¦\"¦'¦「¦如：¦例如¦如下：\n¦标注为：¦标明¦"
    "字样¦\n标题\n¦某某市某某局文件\n¦某厅发〔2018〕12号\n¦\n抄送：某局\n¦日印发\n¦"
    "东线的安排如下。\n¦是最重要的¦、¦或¦文件¦事项¦\n¦\r\n¦\f¦\n机密\n¦\n机密★1年\n¦\n秘密\n¦"
    "\n(秘密)西线已经完成。\n¦\n(机密)东线尚在进行。\n¦密级：秘密\n¦,¦,\"机密★5年\",¦"
    "\t绝密★长期\t¦；¦，¦。¦花园¦    ¦　　¦"
    "\n机·密★10年\n¦\n机蜜★1年\n¦\n机\n密\n★\n1\n0\n年\n¦\njimi★ \n";

static const char numbers[] =
    "身份证¦身份證¦身份 证¦证件号码¦证件号¦id card¦ID Card:¦卡号¦卡號¦账号¦帳號¦信用代码¦：¦:¦ ¦"
    "  ¦-¦--¦\n¦\t¦，¦,¦、¦号¦一二三¦乙¦某某的¦第¦1¦12¦123¦123456¦2024年¦.¦0.5¦A¦x¦X¦_¦é¦a1¦0x1f¦"
    "－¦１２３¦\u00a0¦\u3000¦(¦)¦订单¦¥";

static const char words[] =
    "春分¦夏至¦秋分¦冬至¦立春¦立夏¦东海¦東海¦南山¦north sea¦North Sea¦south hill¦GREEN CODE¦"
    "甲b组¦甲B組¦春 分¦夏\n至¦春分夏至¦立春东海南山¦秋分、冬至、立春¦姓名¦性别¦性別¦民族¦学历¦"
    "學歷¦年月¦姓 名¦\n姓名\t性别\t民族\n¦\n姓名,性别,学历\n¦\n姓名|民族|备注\n¦"
    "\n姓名，性别，民族\n¦\n\"姓名\",\"性别\",\"民族\"\n¦\n序号;姓 名;民 族\n¦\n姓名\t性别\n¦"
    "张三\t男\t汉族\n¦李四海\t女\t回族\n¦王 五\t男\t汉\n¦\t\t\n¦张三,男,大学\n¦李四,女,中专\n¦"
    "欧阳春|满族|无\n¦1;赵六;汉族\n¦2;钱七;回族\n¦填写\t说明\t无\n¦\"王五\",\"男\",\"汉族\"\n¦"
    "\n姓名\t性别\t民族\r\n张三\t男\t汉族\r\n李四\t女\t汉族\r\n¦\n姓名\t年月\t民族\n¦"
    "张三\t1975.03\t汉族\n¦李四\t1981年11月\t满\n¦\t¦,¦|¦;¦\"¦\x1f¦\x1e¦\f¦"
    "\n姓名\t性别\t民族\t年月\n¦张三\t男\t无\t无\n¦李四\t女\t汉族\t无\n";

/*
 * What separates; what is double-byte with a second byte below 0x80 in one charset or another; what
 * folds to nothing or to several; what is outside the BMP.
 */
static const char noise[] =
    " ¦\n¦\r\n¦，¦。¦的¦工作¦一二¦功能¦許可¦蓋章¦乗客¦聞く¦㐂¦𠮷¦😀¦ﬁ¦…¦㎏¦\u200d¦\ufeff¦\u00ad¦"
    "abc ¦Order-7 ¦x=1; ¦{\"k\": ¦0123 ¦\\¦|¦~¦^¦[¦]¦é¦ß¦Ж¦Ω¦か¦한¦Ａ¦１¦\x01¦\u2028¦\x7f¦"
    "\xc2\x85¦\xc2\x90¦\u2029¦；¦｜¦𠮷𠮷¦😀😀😀😀¦㐂㐂㐂";

/*
 * Digits of UTF-16 can be read in both byte orders, and only the text around them tells which is
 * right: it stays at even offsets and consists of ASCII and common Chinese characters.
 */
static bool is_plain(const struct made_text *t)
{
    return t->topic == TOPIC_NUMBERS && t->enc > LS_ENC_BIG5;
}

/* ---- characters ---- */

static uint32_t pick(struct made_text *t, size_t n)
{
    return ls_rng_below(&t->rng, (uint32_t)n);
}

static void put_bytes(struct made_text *t, const uint8_t *bytes, size_t n)
{
    if (t->n + n > t->cap) {
        t->cap = 2 * (t->cap + n) + 256;
        t->bytes = realloc(t->bytes, t->cap);
        if (!t->bytes)
            abort();
    }
    memcpy(t->bytes + t->n, bytes, n);
    t->n += n;
    t->since_break += n;
}

/* False where the encoding has no such character. */
static bool put_char(struct made_text *t, uint32_t cp)
{
    uint8_t out[LS_CHAR_BYTES_MAX];
    size_t n = ls_encode_char(t->enc, cp, out);
    if (n == 0)
        return false;
    put_bytes(t, out, n);
    if (cp == '\n')
        t->since_break = 0;
    return true;
}

/* The character or, now and then and where the encoding lacks it, another that folds the same. */
static void put_variant(struct made_text *t, uint32_t cp)
{
    uint32_t fold[LS_FOLD_MAX], all[VARIANTS_MAX];
    size_t n = 0;
    if (is_plain(t) && cp >= 0x80 && cp < 0x2000)
        return;
    if (cp >= 0x2E80 && ls_fold_char(cp, fold) == 1)
        n = ls_fold_variants(fold[0], all, VARIANTS_MAX);
    if (n > 1 && pick(t, 8) == 0 && !is_plain(t) && put_char(t, all[pick(t, n)]))
        return;
    if (put_char(t, cp))
        return;
    for (size_t i = 0; i < n; i++)
        if (put_char(t, all[i]))
            return;
}

static void put_part(struct made_text *t, const char *utf8, size_t len)
{
    uint32_t cp;
    for (size_t at = 0; at < len; put_variant(t, cp))
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)utf8 + at, len - at, &cp);
}

static void put(struct made_text *t, const char *utf8)
{
    put_part(t, utf8, strlen(utf8));
}

static size_t pieces_in(const char *list)
{
    size_t n = 1;
    while ((list = strstr(list, END)) != NULL) {
        list += sizeof END - 1;
        n++;
    }
    return n;
}

static void put_from(struct made_text *t, const char *list, size_t piece)
{
    for (; piece > 0; piece--)
        list = strstr(list, END) + sizeof END - 1;
    const char *end = strstr(list, END);
    put_part(t, list, end ? (size_t)(end - list) : strlen(list));
}

/* ---- numbers ---- */

static void put_number(struct made_text *t, const char *number)
{
    size_t n = strlen(number), group = 0;
    static const char *const glue[] = {" ", "-", " ", "  "};
    uint32_t way = pick(t, 4);
    if (pick(t, 4) == 0)
        group = 3 + pick(t, 4);
    for (size_t i = 0; i < n; i++) {
        const char one[2] = {number[i], '\0'};
        if (group && i && i % group == 0)
            put(t, glue[way]);
        put(t, one);
    }
}

static void add_digits(struct made_text *t, char *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (char)('0' + pick(t, 10));
    out[n] = '\0';
}

static void put_resident(struct made_text *t)
{
    static const char *const heads[] = {"110101", "370102", "440306", "510107", "990101"};
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    char id[32];
    int sum = 0;
    snprintf(id, sizeof id, "%s19%02u%02u%02u%03u", heads[pick(t, 5)], 30 + pick(t, 70),
             1 + pick(t, 12), 1 + pick(t, 28), pick(t, 1000));
    for (int i = 0; i < 17; i++)
        sum += (id[i] - '0') * weights[i];
    id[17] = "10X98765432"[(sum + (pick(t, 5) == 0)) % 11];
    id[18] = '\0';
    if (id[17] == 'X' && pick(t, 2))
        id[17] = 'x';
    if (pick(t, 6) == 0) { /* the short form */
        memmove(id + 6, id + 8, 9);
        id[15] = '\0';
    }
    put_number(t, id);
}

static void put_card(struct made_text *t)
{
    static const char *const heads[] = {"6222", "6217", "4000", "3400", "5100", "9999"};
    char card[32];
    size_t n = 13 + pick(t, 7);
    int sum = 0;
    add_digits(t, card, n);
    memcpy(card, heads[pick(t, 6)], 4);
    card[n - 1] = '0';
    for (size_t i = 0; i < n; i++) {
        int digit = (card[n - 1 - i] - '0') * (i % 2 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    card[n - 1] = (char)('0' + (10 - sum % 10 + (pick(t, 5) == 0)) % 10);
    put_number(t, card);
}

static void put_mobile(struct made_text *t)
{
    char mobile[16];
    add_digits(t, mobile, 11);
    mobile[0] = '1';
    if (pick(t, 4))
        mobile[1] = '3';
    put_number(t, mobile);
}

static void put_code(struct made_text *t)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static const int weights[17] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    char code[32];
    int sum = 0;
    snprintf(code, sizeof code, "91%06u", 110000 + pick(t, 100));
    for (int i = 8; i < 17; i++)
        code[i] = alphabet[pick(t, 31)];
    for (int i = 0; i < 17; i++)
        sum += (int)(strchr(alphabet, code[i]) - alphabet) * weights[i];
    code[17] = alphabet[(31 - sum % 31 + (pick(t, 5) == 0)) % 31];
    code[18] = '\0';
    put(t, code);
}

static void put_some_number(struct made_text *t)
{
    static void (*const kinds[])(struct made_text *) = {put_resident, put_card, put_mobile,
                                                        put_code};
    static const char *const between[] = {"\n", ",", "、", "\t", "；", "，乙", " / "};
    char digits[64];
    uint32_t kind = pick(t, 9);
    if (kind == 8) {
        add_digits(t, digits, 1 + pick(t, 60));
        put_number(t, digits);
        return;
    }
    uint32_t n = pick(t, 4) ? 1 : 2 + pick(t, 6), separator = pick(t, 7);
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            put(t, between[separator]);
        kinds[kind % 4](t);
    }
}

/* ---- texts ---- */

/*
 * Neither the first nor the second half of a double-byte character: what stands on either side is
 * read as if it stood alone. Without it a searched word may be read out of step, as no word.
 */
static void put_fence(struct made_text *t)
{
    put(t, "!");
}

static void put_stray(struct made_text *t)
{
    uint8_t bytes[3];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(pick(t, 3) ? 0x80 + pick(t, 128) : pick(t, 256));
    put_fence(t);
    put_bytes(t, bytes, 1 + pick(t, 3));
    put_fence(t);
}

static void put_encoding(struct made_text *t, enum ls_encoding enc)
{
    put_fence(t);
    t->enc = enc;
    put_fence(t);
}

static const char *const lists[TOPICS] = {
    [TOPIC_MARKS] = marks,
    [TOPIC_GRADES] = grades,
    [TOPIC_NUMBERS] = numbers,
    [TOPIC_WORDS] = words,
};

static void put_piece(struct made_text *t)
{
    if (t->topic == TOPIC_NUMBERS && pick(t, 3) == 0)
        put_some_number(t);
    else if (pick(t, 5) || is_plain(t))
        text_piece(t, pick(t, text_pieces_n(t->topic)));
    else
        put_from(t, noise, pick(t, pieces_in(noise)));
    if (t->since_break > LINE_BYTES_MAX) /* somewhere to find the character borders again */
        put(t, "\n");
}

/* Any other encoding; but 8-bit digits stay 8-bit. */
static enum ls_encoding another_encoding(struct made_text *t)
{
    if (t->topic != TOPIC_NUMBERS)
        return (enum ls_encoding)pick(t, LS_ENC_COMMON);
    return is_plain(t) ? t->enc : (enum ls_encoding)pick(t, LS_ENC_BIG5 + 1);
}

void text_pieces(struct made_text *text, size_t size)
{
    enum ls_encoding own = text->enc;
    while (text->n < size) {
        if (pick(text, 60) == 0)
            put_encoding(text, another_encoding(text));
        else if (text->enc != own && pick(text, 4) == 0)
            put_encoding(text, own);
        put_piece(text);
        if (pick(text, 80) == 0 && !is_plain(text))
            put_stray(text);
    }
    if (text->enc != own)
        put_encoding(text, own);
}

void text_fill(struct made_text *text, size_t size)
{
    while (text->n < size) {
        put(text, pick(text, 3) ? "的" : "工作");
        if (pick(text, 30) == 0)
            put(text, "。\n");
    }
}

void text_paragraph(struct made_text *text, size_t bytes)
{
    for (size_t end = text->n + bytes; text->n < end;)
        put(text, pick(text, 12) ? "工作" : "，");
    put(text, "。\n");
}

size_t text_pieces_n(enum topic topic)
{
    return pieces_in(lists[topic]);
}

void text_piece(struct made_text *text, size_t piece)
{
    put_from(text, lists[text->topic], piece);
}

void text_begin(struct made_text *text, enum topic topic, enum ls_encoding enc, uint64_t seed)
{
    *text = (struct made_text){.seed = seed, .rng = seed, .topic = topic, .enc = enc};
}

void text_drop(struct made_text *text)
{
    free(text->bytes);
}
