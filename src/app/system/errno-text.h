/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system's own texts for its errors. */
#ifndef SOCKVIEW_APP_SYSTEM_ERRNO_TEXT_H
#define SOCKVIEW_APP_SYSTEM_ERRNO_TEXT_H

#include <stdbool.h>

/* Returns the text of errno `error` (positive): translated for people, or in plain English for
 * data, which are the same in every locale. The text is valid until the next call. */
const char *errno_text(int error, bool translated);

#endif
