/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters one by one, as most converters do, but for the words in which one simplified character
 * stands for several: those are written out.
 */
#include "generate/documents/render.h"

#include "generate/everyday.h"
#include "generate/must.h"

#include <string.h>

struct pair {
    const char *from, *to;
};

static const struct pair words[] = {
    {"干部", "幹部"}, {"后备", "後備"}, {"会后", "會後"}, {"以后", "以後"}, {"之后", "之後"},
    {"然后", "然後"}, {"阅后", "閱後"}, {"最后", "最後"}, {"落后", "落後"}, {"复印", "複印"},
    {"复制", "複製"}, {"范围", "範圍"}, {"规范", "規範"}, {"征求", "徵求"}, {"关系", "關係"},
    {"系统", "系統"}, {"计划", "計劃"}, {"规划", "規劃"}, {"标准", "標準"}, {"采取", "採取"},
    {"公布", "公佈"}, {"准备", "準備"}, {"准确", "準確"}, {"制作", "製作"}, {"印制", "印製"},
    {"公里", "公里"}, {"里", "裡"},     {"几", "幾"},     {"征集", "徵集"}, {"回复", "回覆"},
    {"恢复", "恢復"}, {"出版", "出版"}, {"于", "於"},     {"余", "餘"},     {"历", "歷"},
    {"占", "佔"},     {"台账", "臺賬"}, {"苏", "蘇"},     {"划转", "劃轉"}, {"旅游", "旅遊"},
    {"构", "構"},     {"证", "證"},     {"只", "只"},     {"个", "個"},
};

/* How a unit on the island writes it (docs of both scripts circulate in both). */
static const struct pair island[] = {
    {"文件", "檔案"}, {"打印", "列印"}, {"复印", "影印"},         {"资料", "資料"},
    {"审核", "稽核"}, {"信息", "資訊"}, {"网络", "網路"},         {"通过", "透過"},
    {"软件", "軟體"}, {"数据", "資料"}, {"移动硬盘", "行動硬碟"}, {"笔记本电脑", "膝上型電腦"},
};

static const struct pair *find(const struct pair *pairs, size_t n, const char *at, size_t left)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(pairs[i].from);
        if (len <= left && memcmp(pairs[i].from, at, len) == 0)
            return &pairs[i];
    }
    return NULL;
}

void ls_render_traditional(const char *text, size_t len, bool taiwan, struct ls_buf *out)
{
    for (size_t at = 0; at < len;) {
        const struct pair *pair = NULL;
        if (taiwan)
            pair = find(island, sizeof island / sizeof *island, text + at, len - at);
        if (!pair)
            pair = find(words, sizeof words / sizeof *words, text + at, len - at);
        if (pair) {
            must(ls_buf_str(out, pair->to));
            at += strlen(pair->from);
            continue;
        }
        uint32_t cp;
        uint8_t bytes[LS_CHAR_BYTES_MAX];
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)text + at, len - at, &cp);
        must(ls_buf_add(
            out, bytes,
            ls_encode_char(LS_ENC_UTF8, cp < 0x80 ? cp : ls_everyday_traditional(cp), bytes)));
    }
}
