/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cell of a column 姓名: a family name of one character with one to three more, a family name
 * of two with one or two more, or a transcribed name with dots between its parts.
 *
 * The family names are those of public name statistics and of the Hundred Family Surnames, folded,
 * in the order of code points.
 */
#include "confirm/check_priv.h"

#include "base/bisect.h"
#include "confirm/validator.h"

static const char32_t single[] =
    U"丁万东严丰乌乐乔乜习于云亓井亢仇仉从仓付仝代仰仲任伊伍伏伦何佘余佟佴侯俞修候倪傅储儒元充"
    U"党全公兰关养冀冉冒农冯况冷冼凌凡凤刁刘初利别劳勇勾包化匡区华卓单卜卞卢卫印危卿历厉厍厚原"
    U"双古句史叶司吉后向吕吴吾周呼和咸哈唐商喻国堵塔夏夔奚妥姚姜姬娄娜孔孙孟季宁安宋宓宗官宛宝"
    U"宣宦宫宰容宾宿寇富寿封尉尚尤尹居屈展屠山岑岩岱岳崔崖嵇巢左巨巩巫巴帅师帕帖席常干平幸广庄"
    U"库应庚庞康庾廉廖廷弓弘张强归录彦彭徐德怀恩悦惠慎慕戈戎成战戚戴户房扈扎扶揣揭撒操支敖敬文"
    U"斯方施旦时昌明易昝晁晋晏晓景暨暴曲曹曾朱权李杜束来杨杭松林柏查柯柱柳柴栗栾桂桑桓梁梅梦楚"
    U"楼樊欧步武殳段殷毋毕毛水汝江池汤汪汲沃沈沙法泽洛洪浦浩海涂淡渠温游湛滑滕满漆潘濮火炎焦熊"
    U"燕牙牛牟牧狄玉王班琴瑞璩甄甘田由申疏白皮益盖盘盛相眭督瞿石祁祖祝祥禄禹秋种秦程税穆穰窦章"
    U"童竺符笪简管籍米粘粟糜索綦红纪线练终经缑缪罕罗羊羿翁翟翦耿聂肖胡胥能腾臣臧臻舒良色艾芦芮"
    U"花苍苏苑苗苟苦范茅茆茹荀荆荣莘莫萧葛董蒋蒙蒯蒲蒿蓝蓟蓬蔚蔡蔺薄薛藏虎虞融衡衣衷袁裘裴褚褟"
    U"覃觉解訾詹计许诸谈谢谭谯谷贝贠贡贲费贺贾赖赛赫赵越路车辛辜边达连迟逄通逢逯邓邝邢那邬邰邱"
    U"邴邵邸邹郁郎郏郑郗郜郝郤郦郭都鄂鄢酆酒采金钊钟钭钮钱铁铎锁镡门闪闫闵闻闾阎阙阚阮阳阴陆陈"
    U"陶隆隗雍雒雷霍霞青靳鞠韦韩韶项须顾顿颉颜饶马骆骈骞高魏鱼鲁鲍鲜鹿麦麻黄黎黑黛齐龙龚";

/* Two characters each, in the order of their first. */
static const char32_t compound[] =
    U"万俟上官东方东郭东门乐正亓官令狐仲孙公冶公孙公羊公良公西南宫南荣南门叶赫司寇司徒"
    U"司空司马呼延壤驷夏侯太叔太史夹谷子车宇文完颜宗政宰父尉迟左丘巫马微生慕容拓跋梁丘"
    U"欧侯欧阳段干漆雕澹台濮阳爱新独孤申屠百里皇甫端木第五纳兰羊舌耶律西门诸葛谷梁赫连"
    U"轩辕那拉钟离长孙闻人闾丘颛孙鲜于";

static bool is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x3134F);
}

/* U+00B7, U+2022, U+2027, U+30FB: the same dot by different input methods. */
static bool is_dot(uint32_t c)
{
    return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x30FB;
}

static bool is_single(uint32_t c)
{
    LS_BISECT(lo, sizeof single / sizeof *single - 1, i, single[i] < c);
    return single[lo] == c && c != 0;
}

static bool is_compound(uint32_t first, uint32_t second)
{
    for (size_t i = 0; compound[i] && compound[i] <= first; i += 2)
        if (compound[i] == first && compound[i + 1] == second)
            return true;
    return false;
}

/* Parts of one to eight characters with a dot between any two. */
static bool is_transcribed(const uint32_t *name, size_t n)
{
    enum { PART_MAX = 8 };
    size_t part = 0, dots = 0;
    for (size_t i = 0; i < n; i++) {
        if (is_dot(name[i])) {
            if (part == 0)
                return false;
            part = 0;
            dots++;
        } else if (!is_han(name[i]) || ++part > PART_MAX) {
            return false;
        }
    }
    return part > 0 && dots > 0;
}

static bool cell(const uint32_t *text, size_t n)
{
    uint32_t name[LS_CELL_CHARS_MAX];
    n = ls_check_squeeze(text, n, name);
    if (n < 2)
        return false;
    if (n > 2 && is_transcribed(name, n))
        return true;
    for (size_t i = 0; i < n; i++)
        if (!is_han(name[i]))
            return false;
    return n <= 4 && (is_single(name[0]) || (n > 2 && is_compound(name[0], name[1])));
}

const struct ls_validator ls_validator_cn_person_name = {
    .name = "cn-person-name",
    .what = "Chinese personal name: family name from a list and one to three characters",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
