/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Included by every unit test: cmocka, after the headers that cmocka needs. */
#ifndef SOCKVIEW_TESTS_SUPPORT_UNIT_H
#define SOCKVIEW_TESTS_SUPPORT_UNIT_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
