/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system's own words for its errors. */
#ifndef SOCKVIEW_APP_SYSTEM_ERRNO_TEXT_H
#define SOCKVIEW_APP_SYSTEM_ERRNO_TEXT_H

#include <stdbool.h>

/*
 * What errno `error` (positive) means: translated for people, in plain English for data, which are
 * the same in every locale. Holds until the next call.
 */
const char *errno_text(int error, bool translated);

#endif
