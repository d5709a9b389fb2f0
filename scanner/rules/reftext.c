/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences are templates: a capital letter or '#' is a slot, everything else is copied.
 *
 *   A body   N noun   V verb   M adverb   Q adjective   W rare word of two characters
 *   P place  L title of a law  D date  # number
 *
 * A slot takes a word from its pool: one random number picks among POOL_PICKS places, and a word of
 * rank r holds a share of them that goes with 1 / (r + ZIPF_SHIFT). Words lie in cells of equal
 * size that are copied whole, a few nanoseconds each.
 */
#include "rules/reftext.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "rules/reftext_priv.h"

#include <string.h>

enum {
    POOL_PICKS = 1 << 14,
    ZIPF_SHIFT = 6,       /* flattens the top, so that single characters come out as counted */
    RARE_WORD_ONE_IN = 6, /* nouns that are no word of the list but two characters */
    WORD_MAX = 47,        /* bytes of the longest word, so that a cell has 48 */
    LINE_BYTES = 8192,    /* sentences stop long before it */
    MENTION_SCALE = 1000000,
};

struct word {
    char bytes[WORD_MAX];
    uint8_t len;
};

struct pool {
    struct word *words;
    uint16_t pick[POOL_PICKS];
};

enum pool_name { NOUN, VERB, ADVERB, ADJECTIVE, BODY, CHARACTER, POOLS };

/* What the next line is. */
enum part { TITLE, ADOPTION, CHAPTER, ARTICLE, ITEM };

struct ls_reftext {
    uint64_t rng;
    uint32_t mean;         /* bytes from one mention to the next; 0: none */
    uint64_t written;      /* bytes of the lines before this one */
    uint64_t next_mention; /* when `written` and this line pass it, a grade word is due */
    enum part part;
    uint32_t chapter;
    uint32_t article;
    uint32_t chapter_end; /* last article of the chapter */
    uint32_t law_end;     /* last article of the law */
    uint32_t item;
    uint32_t items;
    size_t n; /* bytes of the line */
    char line[LINE_BYTES];
    struct pool pools[POOLS];
};

static const char *const pool_sources[POOLS] = {
    ls_reftext_nouns,      ls_reftext_verbs,  ls_reftext_adverbs,
    ls_reftext_adjectives, ls_reftext_bodies, ls_reftext_characters,
};

static const char *const sentences[] = {
    "A应当MVN，VQN和N。",
    "A应当VQN，M将N纳入N，并对NVN的情况进行N。",
    "A负责NVN工作，MVQN。",
    "Q单位和个人不得VN，不得V或者V他人的N。",
    "V本办法规定的，由A责令限期V；逾期不V的，处以#元以上#元以下的罚款。",
    "V本条例第#条规定，V或者VQN的，由AMVN；情节严重的，VN；构成犯罪的，依法追究刑事责任。",
    "因QN需要VN的，应当在#日内向AVN，A应当自收到N之日起#日内作出决定。",
    "VN的，应当具备Q的N、N和与其N相适应的N。",
    "N的V，应当符合QN的要求，遵循VN、VN的原则。",
    "A对NVN，应当M听取A、A和QN的意见，必要时可以举行N。",
    "前款所称的N，是指VN、VN以及与N有关的QN。",
    "AV的N，由A报AV后实施；A认为N需要V的，应当说明理由。",
    "《L》另有规定的，从其规定。",
    "根据《L》和其他QN的规定，结合本省实际，制定本办法。",
    "P市、P县的A可以根据N的需要，V本行政区域内的QN。",
    "N包括下列N：QN、N、W以及A规定的其他N。",
    "A及其工作人员MVN时，应当V有效N；未V的，A有权拒绝。",
    "VW、W等QN，应当经A鉴定；未经V，不得VN。",
    "自D起VN的，按照QN的#%VN，但最高不超过#元。",
    "A之间因NVN发生的N，由当事人协商解决；协商不成的，可以向AVN，也可以向AV。",
    "对VN作出显著成绩的A和个人，由AM给予N。",
    "国家鼓励AVN，支持VQN，V新的N和N。",
    "A应当建立N，记载N的名称、数量、来源、去向以及N的VN，保存期限不得少于#年。",
    "QN未达到QN标准的，A应当M通知A，由AVN。",
    "A的Q工作人员V职权、V职守的，由其A给予N；给AV损失的，M承担N。",
};

static const char *const items[] = {
    "V或者VQN的；", "未MVN的；",        "VN、N和QN；", "VNVN的情况；", "拒绝、V AVN的；",
    "AV的QN；",     "未取得QN而VN的；", "WN的V；",     "与N有关的W；", "在PVN的；",
};

static const char *const mentions[] = {
    "国家秘密", "商业秘密", "国家秘密载体", "机密事项", "秘密文件", "属于机密的", "绝密文件",
};

static const char *const places[] = {"省", "市", "市", "县", "县", "区", "镇", "自治州"};

static const char *const law_kinds[] = {"法", "条例", "条例", "办法", "规定", "实施细则"};

#define PICK(text, array) (array)[ls_rng_below(&(text)->rng, sizeof(array) / sizeof *(array))]

/* The word at or after `at`: up to a blank, or where every character is a word, one character. */
static const char *next_word(const char *at, bool single, size_t *len)
{
    at += strspn(at, " ");
    *len = strcspn(at, " ");
    if (single && *at)
        *len = 3; /* all of them stand in the block that UTF-8 writes with three bytes */
    return at;
}

static uint64_t weight(size_t rank)
{
    return (1U << 20) / (rank + ZIPF_SHIFT);
}

static struct ls_result pool_init(struct pool *pool, const char *source, bool single)
{
    size_t n = 0;
    size_t len;
    for (const char *at = next_word(source, single, &len); *at; n++)
        at = next_word(at + len, single, &len);
    pool->words = ls_calloc(n, sizeof *pool->words);
    if (!pool->words)
        return ls_stop(LS_E_MEMORY);

    uint64_t total = 0;
    const char *at = source;
    for (size_t i = 0; i < n; i++, at += len) {
        at = next_word(at, single, &len);
        memcpy(pool->words[i].bytes, at, len);
        pool->words[i].len = (uint8_t)len;
        total += weight(i);
    }

    uint64_t sum = weight(0);
    size_t word = 0;
    for (size_t i = 0; i < POOL_PICKS; i++) {
        while (word + 1 < n && sum * POOL_PICKS <= i * total)
            sum += weight(++word);
        pool->pick[i] = (uint16_t)word;
    }
    return ls_ok();
}

/* A full line takes no more; no template comes near that. */
static void put(struct ls_reftext *text, const char *bytes, size_t len)
{
    if (len > sizeof text->line - text->n)
        return;
    memcpy(text->line + text->n, bytes, len);
    text->n += len;
}

static void put_str(struct ls_reftext *text, const char *s)
{
    put(text, s, strlen(s));
}

static void put_word(struct ls_reftext *text, enum pool_name name)
{
    const struct pool *pool = &text->pools[name];
    const struct word *word = &pool->words[pool->pick[ls_rng_next(&text->rng) % POOL_PICKS]];
    if (sizeof word->bytes > sizeof text->line - text->n)
        return;
    memcpy(text->line + text->n, word->bytes, sizeof word->bytes);
    text->n += word->len;
}

static void put_number(struct ls_reftext *text, uint32_t number)
{
    char digits[10];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put(text, digits + at, sizeof digits - at);
}

/* 1 to 999 as statutes number their articles. */
static void put_chinese_number(struct ls_reftext *text, uint32_t number)
{
    static const char *const digits[] = {"〇", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    uint32_t hundreds = number / 100 % 10;
    uint32_t tens = number / 10 % 10;
    uint32_t ones = number % 10;
    if (hundreds > 0) {
        put_str(text, digits[hundreds]);
        put_str(text, "百");
    }
    if (tens > 1 || (tens == 1 && hundreds > 0))
        put_str(text, digits[tens]);
    if (tens > 0)
        put_str(text, "十");
    else if (hundreds > 0 && ones > 0)
        put_str(text, "零");
    if (ones > 0)
        put_str(text, digits[ones]);
}

/* Two characters that make no word: names, plants, chemicals, the tail of the distribution. */
static void put_rare_word(struct ls_reftext *text)
{
    put_word(text, CHARACTER);
    put_word(text, CHARACTER);
}

static void put_place(struct ls_reftext *text)
{
    put_rare_word(text);
    put_str(text, PICK(text, places));
}

static void put_date(struct ls_reftext *text)
{
    put_number(text, 1985 + ls_rng_below(&text->rng, 40));
    put_str(text, "年");
    put_number(text, 1 + ls_rng_below(&text->rng, 12));
    put_str(text, "月");
    put_number(text, 1 + ls_rng_below(&text->rng, 28));
    put_str(text, "日");
}

static void put_law(struct ls_reftext *text)
{
    put_place(text);
    put_word(text, NOUN);
    put_word(text, VERB);
    put_str(text, PICK(text, law_kinds));
}

/* A noun; or, when one is due and the line has begun, a mention of a grade. */
static void put_noun(struct ls_reftext *text)
{
    if (text->mean > 0 && text->n > 0 && text->written + text->n >= text->next_mention) {
        put_str(text, PICK(text, mentions));
        text->next_mention += text->mean / 2 + ls_rng_below(&text->rng, text->mean);
    } else if (ls_rng_below(&text->rng, RARE_WORD_ONE_IN) == 0) {
        put_rare_word(text);
    } else {
        put_word(text, NOUN);
    }
}

static void put_slot(struct ls_reftext *text, char slot)
{
    switch (slot) {
    case 'A':
        put_word(text, BODY);
        break;
    case 'N':
        put_noun(text);
        break;
    case 'V':
        put_word(text, VERB);
        break;
    case 'M':
        put_word(text, ADVERB);
        break;
    case 'Q':
        put_word(text, ADJECTIVE);
        break;
    case 'W':
        put_rare_word(text);
        break;
    case 'P':
        put_place(text);
        break;
    case 'L':
        put_law(text);
        break;
    case 'D':
        put_date(text);
        break;
    default:
        put_number(text, 1 + ls_rng_below(&text->rng, 100));
        break;
    }
}

static void put_sentence(struct ls_reftext *text, const char *template)
{
    while (*template) {
        size_t len = strcspn(template, "ANVMQWPLD#");
        put(text, template, len);
        template += len;
        if (*template)
            put_slot(text, *template ++);
    }
}

/* 60 to 400 characters, more often short than long. */
static void put_paragraph(struct ls_reftext *text)
{
    uint32_t a = ls_rng_below(&text->rng, 300);
    uint32_t b = ls_rng_below(&text->rng, 300);
    size_t end = text->n + 3 * (60 + (a < b ? a : b));
    do {
        put_sentence(text, PICK(text, sentences));
    } while (text->n < end);
}

static void put_title(struct ls_reftext *text)
{
    text->chapter = 0;
    text->article = 0;
    text->chapter_end = 0;
    text->law_end = 10 + ls_rng_below(&text->rng, 90);
    put_law(text);
    text->part = ADOPTION;
}

static void put_adoption(struct ls_reftext *text)
{
    put_str(text, "（");
    put_date(text);
    put_place(text);
    put_str(text, "人民代表大会常务委员会第");
    put_chinese_number(text, 1 + ls_rng_below(&text->rng, 40));
    put_str(text, "次会议通过）");
    text->part = CHAPTER;
}

static void put_chapter(struct ls_reftext *text)
{
    text->chapter++;
    text->chapter_end = text->article + 4 + ls_rng_below(&text->rng, 12);
    put_str(text, "第");
    put_chinese_number(text, text->chapter);
    put_str(text, "章　");
    put_word(text, NOUN);
    put_str(text, "与");
    put_word(text, NOUN);
    text->part = ARTICLE;
}

static enum part part_after_article(const struct ls_reftext *text)
{
    if (text->article >= text->law_end)
        return TITLE;
    return text->article >= text->chapter_end ? CHAPTER : ARTICLE;
}

/* The number and first paragraph of an article; one in four goes on with a list of items. */
static void put_article(struct ls_reftext *text)
{
    text->article++;
    put_str(text, "第");
    put_chinese_number(text, text->article);
    put_str(text, "条　");
    put_paragraph(text);
    text->part = part_after_article(text);
    if (ls_rng_below(&text->rng, 4) == 0) {
        put_sentence(text, "QAVN，有下列情形之一的，由AMVN：");
        text->part = ITEM;
        text->item = 0;
        text->items = 3 + ls_rng_below(&text->rng, 6);
    }
}

static void put_item(struct ls_reftext *text)
{
    text->item++;
    put_str(text, "（");
    put_chinese_number(text, text->item);
    put_str(text, "）");
    put_sentence(text, PICK(text, items));
    if (text->item == text->items)
        text->part = part_after_article(text);
}

struct ls_result ls_reftext_new(uint64_t seed, uint32_t mentions_n, struct ls_reftext **out)
{
    *out = NULL;
    struct ls_reftext *text = ls_calloc(1, sizeof *text);
    if (!text)
        return ls_stop(LS_E_MEMORY);
    text->rng = seed;
    text->mean = mentions_n > 0 ? 1 + MENTION_SCALE / mentions_n : 0;
    text->next_mention = text->mean > 0 ? ls_rng_below(&text->rng, text->mean) : 0;
    for (size_t i = 0; i < POOLS; i++) {
        struct ls_result r = pool_init(&text->pools[i], pool_sources[i], i == CHARACTER);
        if (ls_failed(r)) {
            ls_reftext_free(text);
            return r;
        }
    }
    *out = text;
    return ls_ok();
}

void ls_reftext_free(struct ls_reftext *text)
{
    if (!text)
        return;
    for (size_t i = 0; i < POOLS; i++)
        ls_free(text->pools[i].words);
    ls_free(text);
}

size_t ls_reftext_line(struct ls_reftext *text, const char **line)
{
    static void (*const parts[])(struct ls_reftext *) = {
        [TITLE] = put_title,     [ADOPTION] = put_adoption, [CHAPTER] = put_chapter,
        [ARTICLE] = put_article, [ITEM] = put_item,
    };
    text->written += text->n;
    text->n = 0;
    parts[text->part](text);
    put_str(text, text->part == ITEM ? "\n" : "\n\n");
    *line = text->line;
    return text->n;
}

void ls_reftext_fill(struct ls_reftext *text, char *out, size_t len)
{
    while (len > 0) {
        const char *line;
        size_t n = ls_reftext_line(text, &line);
        if (n > len) { /* not in the middle of a character */
            for (n = len; n > 0 && ((unsigned char)line[n] & 0xC0) == 0x80;)
                n--;
            memset(out + n, '\n', len - n);
            memcpy(out, line, n);
            return;
        }
        memcpy(out, line, n);
        out += n;
        len -= n;
    }
}
