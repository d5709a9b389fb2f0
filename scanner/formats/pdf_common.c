/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What MuPDF makes when it is first needed and all documents of the program have in common: the
 * links between character maps, and the tables of AES. It has no locks for that, so all of it is
 * made before the second document is there to see it half done.
 */
#include "formats/pdf_page.h"

#include <pthread.h>

/* Character maps of MuPDF that go on in another one. */
static const char *const maps[] = {"90ms-RKSJ-V",
                                   "90msp-RKSJ-V",
                                   "Add-RKSJ-V",
                                   "B5pc-V",
                                   "ETen-B5-V",
                                   "ETenms-B5-H",
                                   "ETenms-B5-V",
                                   "EUC-V",
                                   "Ext-RKSJ-V",
                                   "GB-EUC-V",
                                   "GBK-EUC-H",
                                   "GBK-EUC-V",
                                   "GBK2K-H",
                                   "GBK2K-V",
                                   "GBKp-EUC-H",
                                   "GBKp-EUC-V",
                                   "GBpc-EUC-V",
                                   "HKscs-B5-V",
                                   "Identity-V",
                                   "KSC-EUC-V",
                                   "KSCms-UHC-HW-V",
                                   "KSCms-UHC-V",
                                   "UniCNS-UCS2-H",
                                   "UniCNS-UCS2-V",
                                   "UniCNS-UTF16-H",
                                   "UniCNS-UTF16-V",
                                   "UniGB-UCS2-H",
                                   "UniGB-UCS2-V",
                                   "UniGB-UTF16-H",
                                   "UniGB-UTF16-V",
                                   "UniJIS-UCS2-H",
                                   "UniJIS-UCS2-HW-H",
                                   "UniJIS-UCS2-HW-V",
                                   "UniJIS-UCS2-V",
                                   "UniJIS-UTF16-H",
                                   "UniJIS-UTF16-V",
                                   "UniKS-UCS2-H",
                                   "UniKS-UCS2-V",
                                   "UniKS-UTF16-H",
                                   "UniKS-UTF16-V",
                                   "V"};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool made; /* guarded by it */

static void make(struct ls_pdf *pdf, void *arg)
{
    const unsigned char key[16] = {0};
    fz_aes aes;
    (void)arg;
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        pdf_drop_cmap(pdf->ctx, pdf_load_system_cmap(pdf->ctx, maps[i]));
    fz_aes_setkey_dec(&aes, key, 8 * sizeof key);
}

struct ls_result ls_pdf_make_common(struct ls_pdf *pdf)
{
    struct ls_result r = ls_ok();
    pthread_mutex_lock(&lock);
    if (!made)
        r = ls_pdf_guard(pdf, make, NULL);
    made |= !ls_failed(r);
    pthread_mutex_unlock(&lock);
    return r;
}
