/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/fold.h: what folds to what, and the promises that hold for every code point.
 */
#include "base/encoding.h"
#include "base/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { CP_END = 0x110000, TEXT_MAX = 256 };

static void fold_text(const char *text, char out[TEXT_MAX])
{
    const uint8_t *at = (const uint8_t *)text;
    size_t len = strlen(text);
    size_t n = 0;
    while (len > 0) {
        uint32_t cp;
        uint32_t folded[LS_FOLD_MAX];
        size_t taken = ls_decode_char(LS_ENC_UTF8, at, len, &cp);
        size_t folded_n = ls_fold_char(cp, folded);
        for (size_t i = 0; i < folded_n; i++) {
            assert_true(n + LS_CHAR_BYTES_MAX < TEXT_MAX);
            n += ls_encode_char(LS_ENC_UTF8, folded[i], (uint8_t *)out + n);
        }
        at += taken;
        len -= taken;
    }
    out[n] = '\0';
}

static void samples(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"祕密 絶密 絕密 機密", "秘密 绝密 绝密 机密"},
        {"啓用前 啟用前", "启用前 启用前"},
        {"身份證 証 級號 臺長 內部資料", "身份证 证 级号 台长 内部资料"},
        {"録錄 査 関關 彙匯 帳賬帐 複覆復", "录录 查 关关 汇汇 账账账 复复复"},
        {"係繫 後 幹乾 戶戸 黨 衆眾 爲為", "系系 后 干干 户户 党 众众 为为"},
        {"⼈⼯⼲⽂⽣⽤⾝", "人工干文生用身"},
        {"⻓期 ⺠主 ⻔⻅⻋⻚⻛⻢⻰⻘⻝⻑", "长期 民主 门见车页风马龙青食长"},
        {"機密＊１０年　Ａ①㎡", "机密*10年 a1m2"},
        {"㊙ ★☆⭐", "㊙ ★☆⭐"},
        {"ＳＥＣＲＥＴ Ω Ж ẞ", "secret ω ж ß"},
        {"机\u200b密\u00ad\ufe0f\ufeff\U000e0041", "机密"},
        {"a\u00a0b\u3000c\u2009d", "a b c d"},
        {"a\rb\xC2\x85"
         "c\u2028d\u2029e\vf\x01g",
         "a\nb\nc\nd\ne\nf\ng"},
        {"a\tb\fc\x1e"
         "d\x1f"
         "e\n",
         "a\tb\fc\x1e"
         "d\x1f"
         "e\n"},
        {"內部資料 數據 檔案", "内部资料 数据 档案"}, /* characters, not phrases */
        {"宻 蜜 宓", "宻 蜜 宓"},                     /* look-alikes stay apart */
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char folded[TEXT_MAX];
        fold_text(pairs[i][0], folded);
        assert_string_equal(folded, pairs[i][1]);
    }
    uint32_t out[LS_FOLD_MAX];
    assert_int_equal(ls_fold_char(0, out), 1);
    assert_int_equal(out[0], '\n');
    assert_int_equal(ls_fold_char(0xFDFA, out), LS_FOLD_MAX);
    assert_int_equal(ls_fold_char(0x1D400, out), 1); /* mathematical bold A */
    assert_int_equal(out[0], 'a');
    assert_int_equal(ls_fold_char(0x2F81A, out), 1); /* compatibility ideograph */
    assert_int_equal(out[0], 0x51AC);
    assert_int_equal(ls_fold_char(LS_CHAR_BAD, out), 1);
    assert_int_equal(out[0], LS_CHAR_BAD);
}

static void folds_fold_to_themselves(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp < CP_END; cp++) {
        uint32_t once[LS_FOLD_MAX];
        size_t n = ls_fold_char(cp, once);
        assert_true(n <= LS_FOLD_MAX);
        for (size_t i = 0; i < n; i++) {
            uint32_t twice[LS_FOLD_MAX];
            assert_int_equal(ls_fold_char(once[i], twice), 1);
            assert_int_equal(twice[0], once[i]);
        }
    }
}

static void simple_agrees(void **state)
{
    (void)state;
    size_t simple_n = 0;
    for (uint32_t cp = 0; cp < CP_END; cp++) {
        uint32_t out[LS_FOLD_MAX];
        uint32_t simple = ls_fold_simple(cp);
        size_t n = ls_fold_char(cp, out);
        if (simple)
            assert_true(n == 1 && out[0] == simple);
        else
            assert_true(cp > 0xFFFF || n != 1 || out[0] > 0xFFFF);
        simple_n += simple != 0;
    }
    assert_true(simple_n > 60000);
}

/* ls_fold_variants() is the inverse: everything it says is so, and it leaves out signs only. */
static void variants_are_the_inverse(void **state)
{
    (void)state;
    enum { MAX = 128 };
    static uint32_t found[MAX];
    size_t expected = 0;
    size_t sum = 0;
    for (uint32_t cp = 0; cp < CP_END; cp++) {
        uint32_t out[LS_FOLD_MAX];
        size_t n = ls_fold_char(cp, out);
        bool self = n == 1 && out[0] == cp;
        bool sign = (cp >= 0x3190 && cp <= 0x33FF) || (cp >= 0x1F100 && cp <= 0x1F2FF);
        expected += n == 1 && (!sign || out[0] == cp);
        size_t found_n = ls_fold_variants(cp, found, MAX);
        assert_true(found_n < MAX);
        assert_true(self ? found_n > 0 && found[0] == cp : found_n == 0);
        for (size_t i = 0; i < found_n; i++) {
            assert_int_equal(ls_fold_char(found[i], out), 1);
            assert_int_equal(out[0], cp);
            for (size_t k = 0; k < i; k++)
                assert_int_not_equal(found[i], found[k]);
        }
        sum += found_n;
    }
    assert_int_equal(sum, expected);
}

static void variants_in_order(void **state)
{
    (void)state;
    uint32_t out[8];
    assert_int_equal(ls_fold_variants(0x7EDD, out, 8), 3); /* jué: itself, two traditional forms */
    assert_int_equal(out[0], 0x7EDD);
    assert_int_equal(out[1], 0x7D55);
    assert_int_equal(out[2], 0x7D76);
    assert_int_equal(ls_fold_variants(0x957F, out, 8), 5); /* cháng: radicals come last */
    assert_int_equal(out[1], 0x9577);
    assert_int_equal(out[2], 0x2ED1);
    assert_int_equal(ls_fold_variants(0x957F, out, 2), 2);
    assert_int_equal(ls_fold_variants(0x957F, out, 0), 0);
    assert_int_equal(ls_fold_variants(0x9577, out, 8), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples),           cmocka_unit_test(folds_fold_to_themselves),
        cmocka_unit_test(simple_agrees),     cmocka_unit_test(variants_are_the_inverse),
        cmocka_unit_test(variants_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
