/* SPDX-License-Identifier: Apache-2.0 */
/* show FILE...: what the formats say about files, one level deep. For people who write a format. */
#include "transcript.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    int status = 0;
    for (int i = 1; i < argc; i++) {
        struct ls_transcript t = {.with_offsets = false};
        const char *text = ls_transcript_file(&t, argv[i]);
        if (text)
            printf("== %s\n%s", argv[i], text);
        else
            perror(argv[i]);
        status |= text == NULL;
        ls_transcript_free(&t);
    }
    return status;
}
