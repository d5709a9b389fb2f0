/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What MuPDF would bring along, and what reading text can do without. The linker takes these
 * functions in place of those of its archive, so that the parts behind them are not in the program
 * at all:
 *
 *   programs   the interpreter of JavaScript        text of scripts is read, never run
 *   pictures   the decoders of JPEG, JPEG 2000 and JBIG2     pictures are not looked at
 *   XML        the parser of forms (XFA)            formats/xml.h reads them
 *   fonts      20 MB of glyphs for every script     widths and names are enough
 *
 * Of the fonts, those that a file may take for granted stay (ISO 32000-1, 9.6.2.2), for their
 * widths. Each group stands for one object of the archive: when MuPDF calls one function more of
 * it, the linker says that there are two of the others.
 */
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

#include <string.h>

/* ---- programs ------------------------------------------------------------------------------ */

void pdf_enable_js(fz_context *ctx, pdf_document *doc)
{
    (void)ctx;
    (void)doc;
}

void pdf_disable_js(fz_context *ctx, pdf_document *doc)
{
    (void)ctx;
    (void)doc;
}

int pdf_js_supported(fz_context *ctx, pdf_document *doc)
{
    (void)ctx;
    (void)doc;
    return 0;
}

void pdf_drop_js(fz_context *ctx, pdf_js *js)
{
    (void)ctx;
    (void)js;
}

pdf_js_console *pdf_js_get_console(fz_context *ctx, pdf_document *doc)
{
    (void)ctx;
    (void)doc;
    return NULL;
}

void pdf_js_set_console(fz_context *ctx, pdf_document *doc, pdf_js_console *console, void *user)
{
    (void)ctx;
    (void)doc;
    (void)console;
    (void)user;
}

void pdf_js_event_init(pdf_js *js, pdf_obj *target, const char *value, int will_commit)
{
    (void)js;
    (void)target;
    (void)value;
    (void)will_commit;
}

void pdf_js_event_init_keystroke(pdf_js *js, pdf_obj *target, pdf_keystroke_event *event)
{
    (void)js;
    (void)target;
    (void)event;
}

int pdf_js_event_result(pdf_js *js)
{
    (void)js;
    return 1;
}

int pdf_js_event_result_validate(pdf_js *js, char **value)
{
    (void)js;
    *value = NULL;
    return 1;
}

int pdf_js_event_result_keystroke(pdf_js *js, pdf_keystroke_event *event)
{
    (void)js;
    (void)event;
    return 1;
}

char *pdf_js_event_value(pdf_js *js)
{
    (void)js;
    return NULL;
}

void pdf_js_execute(pdf_js *js, const char *name, const char *code, char **result)
{
    (void)js;
    (void)name;
    (void)code;
    if (result)
        *result = NULL;
}

/* ---- pictures ------------------------------------------------------------------------------ */

/* Those that no public header declares. */
fz_pixmap *fz_load_jpeg(fz_context *ctx, const unsigned char *bytes, size_t len);
void fz_load_jpeg_info(fz_context *ctx, const unsigned char *bytes, size_t len, int *w, int *h,
                       int *xres, int *yres, fz_colorspace **space, uint8_t *orientation);
void fz_load_jpx_info(fz_context *ctx, const unsigned char *bytes, size_t len, int *w, int *h,
                      int *xres, int *yres, fz_colorspace **space);
fz_pixmap *fz_load_jbig2(fz_context *ctx, const unsigned char *bytes, size_t len);
void fz_load_jbig2_info(fz_context *ctx, const unsigned char *bytes, size_t len, int *w, int *h,
                        int *xres, int *yres, fz_colorspace **space);
void fz_load_jbig2_info_subimage(fz_context *ctx, const unsigned char *bytes, size_t len, int *w,
                                 int *h, int *xres, int *yres, fz_colorspace **space, int index);

FZ_NORETURN static void refuse(fz_context *ctx)
{
    fz_throw(ctx, FZ_ERROR_GENERIC, "pictures are not read");
}

fz_pixmap *fz_load_jpeg(fz_context *ctx, const unsigned char *bytes, size_t len)
{
    (void)bytes;
    (void)len;
    refuse(ctx);
}

/* NOLINTNEXTLINE(readability-function-size): its arguments are not ours to choose */
void fz_load_jpeg_info(fz_context *ctx, const unsigned char *bytes, size_t len, int *w, int *h,
                       int *xres, int *yres, fz_colorspace **space, uint8_t *orientation)
{
    (void)bytes;
    (void)len;
    (void)w;
    (void)h;
    (void)xres;
    (void)yres;
    (void)space;
    (void)orientation;
    refuse(ctx);
}

/*
 * A picture that stands in the middle of a page has no length: whoever reads on has to know where
 * it ends. So its markers are gone through (ITU-T T.81, B.1.1), and nothing comes out.
 */
static void skip_segment(fz_context *ctx, fz_stream *chain)
{
    int high = fz_read_byte(ctx, chain), len = high * 256 + fz_read_byte(ctx, chain);
    while (len-- > 2)
        if (fz_read_byte(ctx, chain) == EOF)
            return;
}

static int skip_jpeg(fz_context *ctx, fz_stream *stream, size_t max)
{
    enum { STUFFED = 0x00, RST0 = 0xD0, SOI = 0xD8, EOI = 0xD9, STEPS_MAX = 64 << 20 };
    fz_stream *chain = stream->state;
    (void)max;
    for (int steps = 0, c = 0; c != EOF && c != EOI; steps++) {
        if (steps == STEPS_MAX)
            fz_throw(ctx, FZ_ERROR_GENERIC, "a picture without end");
        if ((c = fz_read_byte(ctx, chain)) != 0xFF) {
            c = c == EOI ? 0 : c;
            continue;
        }
        while (c == 0xFF)
            c = fz_read_byte(ctx, chain);
        if (c != STUFFED && c != EOF && c != EOI && (c < RST0 || c > SOI))
            skip_segment(ctx, chain);
    }
    return EOF;
}

static void drop_chain(fz_context *ctx, void *chain)
{
    fz_drop_stream(ctx, chain);
}

fz_stream *fz_open_dctd(fz_context *ctx, fz_stream *chain, int color_transform, int l2factor,
                        fz_stream *tables)
{
    (void)color_transform;
    (void)l2factor;
    (void)tables;
    fz_warn(ctx, "a picture is passed over");
    return fz_new_stream(ctx, fz_keep_stream(ctx, chain), skip_jpeg, drop_chain);
}

fz_pixmap *fz_load_jpx(fz_context *ctx, const unsigned char *bytes, size_t len,
                       fz_colorspace *space)
{
    (void)bytes;
    (void)len;
    (void)space;
    refuse(ctx);
}

void fz_load_jpx_info(fz_context *ctx, const unsigned char *bytes, size_t len, int *w, int *h,
                      int *xres, int *yres, fz_colorspace **space)
{
    (void)bytes;
    (void)len;
    (void)w;
    (void)h;
    (void)xres;
    (void)yres;
    (void)space;
    refuse(ctx);
}

fz_pixmap *fz_load_jbig2(fz_context *ctx, const unsigned char *bytes, size_t len)
{
    (void)bytes;
    (void)len;
    refuse(ctx);
}

void fz_load_jbig2_info(fz_context *ctx, const unsigned char *bytes, size_t len, int *w, int *h,
                        int *xres, int *yres, fz_colorspace **space)
{
    (void)bytes;
    (void)len;
    (void)w;
    (void)h;
    (void)xres;
    (void)yres;
    (void)space;
    refuse(ctx);
}

/* NOLINTNEXTLINE(readability-function-size): its arguments are not ours to choose */
void fz_load_jbig2_info_subimage(fz_context *ctx, const unsigned char *bytes, size_t len, int *w,
                                 int *h, int *xres, int *yres, fz_colorspace **space, int index)
{
    (void)bytes;
    (void)len;
    (void)w;
    (void)h;
    (void)xres;
    (void)yres;
    (void)space;
    (void)index;
    refuse(ctx);
}

fz_pixmap *fz_load_jbig2_subimage(fz_context *ctx, const unsigned char *bytes, size_t len,
                                  int index)
{
    (void)bytes;
    (void)len;
    (void)index;
    refuse(ctx);
}

int fz_load_jbig2_subimage_count(fz_context *ctx, const unsigned char *bytes, size_t len)
{
    (void)bytes;
    (void)len;
    refuse(ctx);
}

fz_jbig2_globals *fz_load_jbig2_globals(fz_context *ctx, fz_buffer *bytes)
{
    (void)bytes;
    refuse(ctx);
}

fz_stream *fz_open_jbig2d(fz_context *ctx, fz_stream *chain, fz_jbig2_globals *globals,
                          int embedded)
{
    (void)chain;
    (void)globals;
    (void)embedded;
    refuse(ctx);
}

fz_jbig2_globals *fz_keep_jbig2_globals(fz_context *ctx, fz_jbig2_globals *globals)
{
    (void)ctx;
    return globals; /* there are none */
}

void fz_drop_jbig2_globals(fz_context *ctx, fz_jbig2_globals *globals)
{
    (void)ctx;
    (void)globals;
}

void fz_drop_jbig2_globals_imp(fz_context *ctx, fz_storable *globals)
{
    (void)ctx;
    (void)globals;
}

fz_buffer *fz_jbig2_globals_data(fz_context *ctx, fz_jbig2_globals *globals)
{
    (void)ctx;
    (void)globals;
    return NULL;
}

/* ---- XML ----------------------------------------------------------------------------------- */

fz_xml *fz_parse_xml(fz_context *ctx, fz_buffer *bytes, int preserve_white)
{
    (void)bytes;
    (void)preserve_white;
    fz_throw(ctx, FZ_ERROR_GENERIC, "XML is not read");
}

void fz_drop_xml(fz_context *ctx, fz_xml *xml)
{
    (void)ctx;
    (void)xml;
}

void fz_detach_xml(fz_context *ctx, fz_xml *node)
{
    (void)ctx;
    (void)node;
}

/* No tree was made, so nobody has one to ask about. */
fz_xml *fz_xml_root(fz_xml_doc *xml)
{
    return xml;
}

fz_xml *fz_xml_up(fz_xml *item)
{
    return item;
}

fz_xml *fz_xml_down(fz_xml *item)
{
    return item;
}

char *fz_xml_tag(fz_xml *item)
{
    (void)item;
    return NULL;
}

char *fz_xml_text(fz_xml *item)
{
    (void)item;
    return NULL;
}

char *fz_xml_att(fz_xml *item, const char *name)
{
    (void)item;
    (void)name;
    return NULL;
}

fz_xml *fz_xml_find_next(fz_xml *item, const char *tag)
{
    (void)tag;
    return item;
}

fz_xml *fz_xml_find_down(fz_xml *item, const char *tag)
{
    (void)tag;
    return item;
}

fz_xml *fz_xml_find_next_match(fz_xml *item, const char *tag, const char *name, const char *value)
{
    (void)tag;
    (void)name;
    (void)value;
    return item;
}

fz_xml *fz_xml_find_down_match(fz_xml *item, const char *tag, const char *name, const char *value)
{
    (void)tag;
    (void)name;
    (void)value;
    return item;
}

/* ---- fonts --------------------------------------------------------------------------------- */

#define EACH_FONT(F)                                                                               \
    F("Courier", NimbusMonoPS_Regular)                                                             \
    F("Courier-Oblique", NimbusMonoPS_Italic)                                                      \
    F("Courier-Bold", NimbusMonoPS_Bold)                                                           \
    F("Courier-BoldOblique", NimbusMonoPS_BoldItalic)                                              \
    F("Helvetica", NimbusSans_Regular)                                                             \
    F("Helvetica-Oblique", NimbusSans_Italic)                                                      \
    F("Helvetica-Bold", NimbusSans_Bold)                                                           \
    F("Helvetica-BoldOblique", NimbusSans_BoldItalic)                                              \
    F("Times-Roman", NimbusRoman_Regular)                                                          \
    F("Times-Italic", NimbusRoman_Italic)                                                          \
    F("Times-Bold", NimbusRoman_Bold)                                                              \
    F("Times-BoldItalic", NimbusRoman_BoldItalic)                                                  \
    F("Symbol", StandardSymbolsPS)                                                                 \
    F("ZapfDingbats", Dingbats)

#define DECLARE(name, file)                                                                        \
    extern const unsigned char _binary_resources_fonts_urw_##file##_cff_start[];                   \
    extern const unsigned char _binary_resources_fonts_urw_##file##_cff_end[];
EACH_FONT(DECLARE)

static const struct {
    const char *name;
    const unsigned char *start, *end;
} fonts[] = {
#define ENTRY(name, file)                                                                          \
    {name, _binary_resources_fonts_urw_##file##_cff_start,                                         \
     _binary_resources_fonts_urw_##file##_cff_end},
    EACH_FONT(ENTRY)};

enum { HELVETICA = 4 };

static const unsigned char *give(size_t index, int *len)
{
    *len = (int)(fonts[index].end - fonts[index].start);
    return fonts[index].start;
}

const unsigned char *fz_lookup_base14_font(fz_context *ctx, const char *name, int *len)
{
    (void)ctx;
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        if (strcmp(name, fonts[i].name) == 0)
            return give(i, len);
    *len = 0;
    return NULL;
}

const unsigned char *fz_lookup_builtin_font(fz_context *ctx, const char *name, int bold, int italic,
                                            int *len)
{
    (void)bold;
    (void)italic;
    return fz_lookup_base14_font(ctx, name, len);
}

/* The glyphs are not looked at, only that there is a font. */
const unsigned char *fz_lookup_cjk_font(fz_context *ctx, int ordering, int *len, int *index)
{
    (void)ctx;
    (void)ordering;
    *index = 0;
    return give(HELVETICA, len);
}

const unsigned char *fz_lookup_cjk_font_by_language(fz_context *ctx, const char *language, int *len,
                                                    int *index)
{
    (void)language;
    return fz_lookup_cjk_font(ctx, 0, len, index);
}

int fz_lookup_cjk_ordering_by_language(const char *name)
{
    (void)name;
    return -1;
}

static const unsigned char *none(int *len)
{
    *len = 0;
    return NULL;
}

const unsigned char *fz_lookup_noto_font(fz_context *ctx, int script, int language, int *len,
                                         int *index)
{
    (void)ctx;
    (void)script;
    (void)language;
    *index = 0;
    return none(len);
}

const unsigned char *fz_lookup_noto_math_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}

const unsigned char *fz_lookup_noto_music_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}

const unsigned char *fz_lookup_noto_symbol1_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}

const unsigned char *fz_lookup_noto_symbol2_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}

const unsigned char *fz_lookup_noto_emoji_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}
