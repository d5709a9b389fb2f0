/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/cells.h"

#include "generate/must.h"

enum { CELLS_MAX = 512 };

const struct ls_cell *const *ls_cells(size_t *n)
{
    static const struct ls_cell *all[CELLS_MAX];
    const struct {
        const struct ls_cell *at;
        size_t n;
    } tables[] = {
        {ls_cells_word, ls_cells_word_n},
        {ls_cells_doc, ls_cells_doc_n},
        {ls_cells_excel, ls_cells_excel_n},
        {ls_cells_powerpoint, ls_cells_powerpoint_n},
        {ls_cells_ppt, ls_cells_ppt_n},
        {ls_cells_hwp, ls_cells_hwp_n},
        {ls_cells_opendocument, ls_cells_opendocument_n},
        {ls_cells_other, ls_cells_other_n},
        {ls_cells_mail, ls_cells_mail_n},
        {ls_cells_rtf, ls_cells_rtf_n},
        {ls_cells_outlook, ls_cells_outlook_n},
        {ls_cells_pst, ls_cells_pst_n},
        {ls_cells_pdf, ls_cells_pdf_n},
        {ls_cells_xls, ls_cells_xls_n},
    };
    *n = 0;
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t].n; i++) {
            MUST(*n < CELLS_MAX);
            all[(*n)++] = &tables[t].at[i];
        }
    return all;
}
