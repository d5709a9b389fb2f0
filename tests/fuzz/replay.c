/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drives a fuzz target without libFuzzer: a test that does the same on every machine.
 *
 *   replay_<name> [-t BYTES] [-m COUNT] [-s SEED] [-d DICTIONARY] [-e] [-o] [-w FOLDER]
 *                 FILE|FOLDER...
 *
 *     -t BYTES       every truncation of each file up to so many bytes
 *     -m COUNT       so many inputs made of the others by chance, the same in every run
 *     -s SEED        of that chance
 *     -d DICTIONARY  words for these, in libFuzzer's format
 *     -e             each text among the inputs also in the other encodings
 *     -o             the last byte holds options: tries others behind each input
 *     -w FOLDER      only writes the inputs there, as a first corpus for libFuzzer
 *
 * Inputs are the files and the target's own seeds. The bytes stand at the very end of their memory:
 * who reads one too many is stopped. When the target fails, the input is left in crash-<program>.
 */
#include "fuzz.h"

#include "base/encoding.h"
#include "base/rng.h"

#include <ctype.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    INPUT_MAX = 32 * 1024,
    SEEDS_MAX = 8192,
    WORDS_MAX = 512,
    WORD_BYTES_MAX = 128,
    CHANGES_MAX = 6, /* of one made input */
    RANGE_MAX = 64,  /* bytes moved at once */
    GUARD = 64 * 1024,
};

struct input {
    uint8_t *bytes;
    size_t len;
};

static struct input seeds[SEEDS_MAX], words[WORDS_MAX];
static size_t seeds_n, words_n;
static size_t files_n;       /* seeds from files: the first ones */
static uint8_t *arena_end;   /* nothing behind it can be read */
static struct input current; /* what the target is looking at */
static struct input made;    /* the input being put together; room for INPUT_MAX */
static char crash_file[64];
static struct sigaction before[64];

/* ---- running ------------------------------------------------------------------------------- */

static void leave_crash(int signal)
{
    int fd = open(crash_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0 && write(fd, current.bytes, current.len) == (ssize_t)current.len) {
        (void)!write(STDERR_FILENO, "the input is in ", 16);
        (void)!write(STDERR_FILENO, crash_file, strlen(crash_file));
        (void)!write(STDERR_FILENO, "\n", 1);
    }
    sigaction(signal, &before[signal], NULL); /* what comes now is for a sanitizer, or the end */
    if (signal == SIGABRT)
        raise(signal);
}

static void set_up(const char *program)
{
    static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    const char *slash = strrchr(program, '/');
    snprintf(crash_file, sizeof crash_file, "crash-%.50s", slash ? slash + 1 : program);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        struct sigaction action = {.sa_handler = leave_crash};
        sigaction(fatal[i], &action, &before[fatal[i]]);
    }
    uint8_t *arena =
        mmap(NULL, INPUT_MAX + GUARD, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    made.bytes = malloc(INPUT_MAX);
    if (arena == MAP_FAILED || !made.bytes || mprotect(arena + INPUT_MAX, GUARD, PROT_NONE) != 0)
        abort();
    arena_end = arena + INPUT_MAX;
}

static void run(const uint8_t *bytes, size_t len)
{
    current = (struct input){arena_end - len, len};
    if (len)
        memcpy(current.bytes, bytes, len);
    LLVMFuzzerTestOneInput(current.bytes, len);
}

/* The same with another last byte: options of the target. */
static void run_with(const uint8_t *bytes, size_t len, uint8_t last)
{
    if (len == INPUT_MAX)
        len--;
    current = (struct input){arena_end - len - 1, len + 1};
    if (len)
        memcpy(current.bytes, bytes, len);
    current.bytes[len] = last;
    LLVMFuzzerTestOneInput(current.bytes, len + 1);
}

/* ---- inputs -------------------------------------------------------------------------------- */

static void add_seed(const void *bytes, size_t len)
{
    if (len > INPUT_MAX)
        len = INPUT_MAX;
    struct input seed = {malloc(len + 1), len};
    if (!seed.bytes || seeds_n == SEEDS_MAX)
        abort();
    if (len)
        memcpy(seed.bytes, bytes, len);
    seeds[seeds_n++] = seed;
}

/* The text in encoding `enc`, without the characters that this does not have; false when it is no
 * UTF-8, or plain ASCII. */
static bool spell(const struct input *text, enum ls_encoding enc)
{
    bool ascii = true;
    made.len = 0;
    for (size_t at = 0; at < text->len && made.len + LS_CHAR_BYTES_MAX <= INPUT_MAX;) {
        uint32_t cp;
        at += ls_decode_char(LS_ENC_UTF8, text->bytes + at, text->len - at, &cp);
        if (cp == LS_CHAR_BAD)
            return false;
        ascii = ascii && cp < 0x80;
        made.len += ls_encode_char(enc, cp, made.bytes + made.len);
    }
    return !ascii;
}

static void add_encodings(void)
{
    size_t n = seeds_n;
    for (size_t i = 0; i < n; i++)
        for (enum ls_encoding enc = LS_ENC_GB18030; enc < LS_ENC_COMMON; enc++)
            if (spell(&seeds[i], enc))
                add_seed(made.bytes, made.len);
}

static int add_file(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)where;
    if (kind != FTW_F || !S_ISREG(st->st_mode))
        return 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    uint8_t *bytes = malloc(INPUT_MAX);
    ssize_t len = fd < 0 || !bytes ? -1 : read(fd, bytes, INPUT_MAX);
    if (len < 0) {
        perror(path);
        return -1;
    }
    add_seed(bytes, (size_t)len);
    free(bytes);
    close(fd);
    return 0;
}

static int by_content(const void *a, const void *b)
{
    const struct input *x = a, *y = b;
    size_t len = x->len < y->len ? x->len : y->len;
    int order = len ? memcmp(x->bytes, y->bytes, len) : 0;
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* ---- dictionary ---------------------------------------------------------------------------- */

static void add_word(const char *from, const char *to)
{
    struct input word = {malloc(WORD_BYTES_MAX), 0};
    if (!word.bytes || words_n == WORDS_MAX)
        abort();
    while (from < to && word.len < WORD_BYTES_MAX) {
        char hex[3] = {0};
        if (from[0] == '\\' && from[1] == 'x' && to - from >= 4) {
            memcpy(hex, from + 2, 2);
            word.bytes[word.len++] = (uint8_t)strtoul(hex, NULL, 16);
            from += 4;
            continue;
        }
        from += *from == '\\';
        word.bytes[word.len++] = (uint8_t)*from++;
    }
    words[words_n++] = word;
}

/* Lines of name="word" or "word", with \\, \" and \xAB inside; # begins a comment. */
static bool read_dictionary(const char *path)
{
    char line[1024];
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        const char *from = strchr(line, '"'), *to = strrchr(line, '"');
        if (line[0] != '#' && from && to > from + 1)
            add_word(from + 1, to);
    }
    if (file)
        fclose(file);
    return file && words_n > 0;
}

/* ---- change -------------------------------------------------------------------------------- */

/* A number from 0 to n. */
static size_t up_to(uint64_t *rng, size_t n)
{
    return ls_rng_below(rng, (uint32_t)n + 1);
}

/* A place in the input; where it is kept text, no place inside a character of UTF-8. */
static size_t place(uint64_t *rng, const struct input *input, bool text)
{
    size_t at = up_to(rng, input->len);
    while (text && at > 0 && at < input->len && (input->bytes[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static void insert(size_t at, const uint8_t *bytes, size_t len)
{
    if (len > INPUT_MAX - made.len)
        return;
    memmove(made.bytes + at + len, made.bytes + at, made.len - at);
    memcpy(made.bytes + at, bytes, len);
    made.len += len;
}

static void overwrite(size_t at, const uint8_t *bytes, size_t len)
{
    if (len > made.len - at)
        len = made.len - at;
    memcpy(made.bytes + at, bytes, len);
}

static void cut_out(size_t at, size_t len)
{
    if (len > made.len - at)
        len = made.len - at;
    memmove(made.bytes + at, made.bytes + at + len, made.len - at - len);
    made.len -= len;
}

/* A piece of some seed, or a word. */
static struct input piece(uint64_t *rng)
{
    if (words_n && ls_rng_below(rng, 2))
        return words[ls_rng_below(rng, (uint32_t)words_n)];
    const struct input *seed = &seeds[ls_rng_below(rng, (uint32_t)seeds_n)];
    size_t from = up_to(rng, seed->len), len = 1 + up_to(rng, RANGE_MAX - 1);
    return (struct input){seed->bytes + from, len < seed->len - from ? len : seed->len - from};
}

/* The bytes of the character at `at`, which starts there. */
static size_t char_len(size_t at)
{
    uint32_t cp;
    return at < made.len ? ls_decode_char(LS_ENC_UTF8, made.bytes + at, made.len - at, &cp) : 0;
}

/* Something small that leaves text what it is. */
static void change_text(uint64_t *rng)
{
    static const uint8_t hot[] = "\n\t \"',:;|-#&*?[]{}()$^\\0129AXx";
    uint8_t copy[LS_CHAR_BYTES_MAX];
    size_t at = place(rng, &made, true), other = place(rng, &made, true);
    size_t len = char_len(at), other_len = char_len(other);
    switch (ls_rng_below(rng, 6)) {
    case 0:
        cut_out(at, len);
        break;
    case 1:
        if (len == 1)
            made.bytes[at] = hot[ls_rng_below(rng, sizeof hot - 1)];
        break;
    case 2:
        insert(at, &hot[ls_rng_below(rng, sizeof hot - 1)], 1);
        break;
    case 3: /* a character from elsewhere in its place */
        if (len == other_len) {
            memcpy(copy, made.bytes + other, len);
            memcpy(made.bytes + at, copy, len);
        }
        break;
    case 4: /* the next number becomes another */
        while (at < made.len && !isdigit(made.bytes[at]))
            at++;
        at += ls_rng_below(rng, 4);
        if (at < made.len && isdigit(made.bytes[at]))
            made.bytes[at] = (uint8_t)('0' + ls_rng_below(rng, 10));
        break;
    default:
        if (words_n) {
            const struct input *word = &words[ls_rng_below(rng, (uint32_t)words_n)];
            insert(at, word->bytes, word->len);
        }
        break;
    }
}

static void change(uint64_t *rng)
{
    static const uint8_t hot[] = {0,   '\t', '\n', '\r', ' ',  '"',  '\'', ',',  '0', ':',
                                  '[', '{',  0x7F, 0x80, 0x81, 0xA1, 0xD8, 0xFE, 0xFF};
    size_t at = up_to(rng, made.len);
    uint8_t one = (uint8_t)ls_rng_next(rng);
    uint8_t range[RANGE_MAX];
    struct input p = piece(rng);
    switch (ls_rng_below(rng, 8)) {
    case 0:
        if (at < made.len)
            made.bytes[at] ^= (uint8_t)(1u << (one & 7));
        break;
    case 1:
        overwrite(at, &one, 1);
        break;
    case 2:
        overwrite(at, &hot[one % sizeof hot], 1);
        break;
    case 3:
        insert(at, &hot[one % sizeof hot], 1);
        break;
    case 4:
        cut_out(at, 1 + one % RANGE_MAX);
        break;
    case 5: /* the same once more, somewhere */
        p.len = made.len - at < RANGE_MAX ? made.len - at : RANGE_MAX;
        memcpy(range, made.bytes + at, p.len);
        insert(up_to(rng, made.len), range, p.len);
        break;
    case 6:
        overwrite(at, p.bytes, p.len);
        break;
    default:
        insert(at, p.bytes, p.len);
        break;
    }
}

/* A seed, or the front of one and the back of another, with some changes. */
static void make(uint64_t *rng)
{
    const struct input *seed = &seeds[ls_rng_below(rng, (uint32_t)seeds_n)];
    bool text = ls_rng_below(rng, 2);
    made.len = seed->len;
    memcpy(made.bytes, seed->bytes, seed->len);
    if (ls_rng_below(rng, 4) == 0) {
        const struct input *other = &seeds[ls_rng_below(rng, (uint32_t)seeds_n)];
        size_t from = place(rng, other, text);
        made.len = place(rng, &made, text);
        insert(made.len, other->bytes + from, other->len - from);
    }
    uint32_t most = 1 + ls_rng_below(rng, CHANGES_MAX);
    for (uint32_t n = 1 + ls_rng_below(rng, most); n > 0; n--) {
        if (text)
            change_text(rng);
        else
            change(rng);
    }
}

/* ---- the program --------------------------------------------------------------------------- */

static void write_seeds(const char *folder)
{
    for (size_t i = 0; i < seeds_n; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/seed-%04zu", folder, i);
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (fd < 0 || write(fd, seeds[i].bytes, seeds[i].len) != (ssize_t)seeds[i].len) {
            perror(path);
            exit(2);
        }
        close(fd);
    }
}

static void run_all(size_t truncations, size_t count, uint64_t rng, bool options)
{
    for (size_t i = 0; i < seeds_n; i++) {
        run(seeds[i].bytes, seeds[i].len);
        for (size_t len = 0; i < files_n && len < seeds[i].len && len <= truncations; len++) {
            run(seeds[i].bytes, len);
            if (options)
                run_with(seeds[i].bytes, len, (uint8_t)ls_rng_next(&rng));
        }
    }
    for (size_t i = 0; i < count; i++) {
        make(&rng);
        if (options)
            run_with(made.bytes, made.len, (uint8_t)ls_rng_next(&rng));
        else
            run(made.bytes, made.len);
    }
    printf("%zu inputs, truncations of %zu files up to %zu bytes, %zu made of them\n", seeds_n,
           files_n, truncations, count);
}

int main(int argc, char **argv)
{
    size_t truncations = 0, count = 0;
    uint64_t seed = 1;
    const char *folder = NULL;
    bool right = true, encodings = false, options = false;
    for (int option; right && (option = getopt(argc, argv, "t:m:s:d:eow:")) != -1;) {
        if (option == 't')
            truncations = strtoul(optarg, NULL, 10);
        else if (option == 'm')
            count = strtoul(optarg, NULL, 10);
        else if (option == 's')
            seed = strtoull(optarg, NULL, 10);
        else if (option == 'e')
            encodings = true;
        else if (option == 'o')
            options = true;
        else if (option == 'w')
            folder = optarg;
        else
            right = option == 'd' && read_dictionary(optarg);
    }
    if (!right) {
        fprintf(stderr,
                "usage: %s [-t BYTES] [-m COUNT] [-s SEED] [-d DICTIONARY] [-e] [-o] [-w FOLDER] "
                "PATH...\n",
                argv[0]);
        return 2;
    }
    set_up(argv[0]);
    for (int i = optind; i < argc; i++)
        if (nftw(argv[i], add_file, 16, FTW_PHYS) != 0)
            return 2;
    qsort(seeds, seeds_n, sizeof *seeds, by_content);
    files_n = seeds_n;
    fuzz_seeds(add_seed);
    if (encodings)
        add_encodings();
    if (seeds_n == 0) {
        fprintf(stderr, "%s: nothing to replay\n", argv[0]);
        return 2;
    }
    if (folder)
        write_seeds(folder);
    else
        run_all(truncations, count, seed, options);
    return 0;
}
