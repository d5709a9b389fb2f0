/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a section of a Hangul document, not packed, and as an object,
 * packed. */
#include "fuzz.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"

enum { FILE_HEADER = 256, FLAGS_AT = 36 };

void fuzz_wrap(const uint8_t *data, size_t size, struct ls_buf *out)
{
    struct ls_cfb_writer w;
    char header[FILE_HEADER] = "HWP Document File";
    header[FLAGS_AT] = (char)(size & 1);
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, "FileHeader", header, sizeof header);
    ls_cfb_stream(&w, ls_cfb_storage(&w, 0, "BodyText"), "Section0", data, size);
    ls_cfb_stream(&w, ls_cfb_storage(&w, 0, "BinData"), "BIN0001.OLE", data, size);
    ls_cfb_end(&w, out);
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    /* A paragraph with a header and a table of one cell. */
    static const char section[] = "\x42\0\0\0\x43\4\x60\0\x0b\0\0\0\r\0"
                                  "\x47\4\xc0\0daeh\0\0\0\0\0\0\0\0\x48\x08\xc0\0"
                                  "\1\0\0\0\0\0\0\0\0\0\0\0\x43\x0c\x20\0a\0"
                                  "\x47\4\xc0\0 "
                                  "lbt\0\0\0\0\0\0\0\0\x48\x08\xc0\0\1\0\0\0\0\0"
                                  "\0\0\1\0\1\0\x43\x0c\xf0\xff"
                                  "\2\0\0\0b\0";
    add(section, sizeof section - 1);
}
