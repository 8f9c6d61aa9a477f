/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Translation marks: _() where a text is shown, N_() where a table only holds it. */
#ifndef SOCKVIEW_BASE_I18N_H
#define SOCKVIEW_BASE_I18N_H

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#if defined(ENABLE_NLS) && ENABLE_NLS
#include <libintl.h>
#define _(text) gettext(text)
#define P_(one, many, count) ngettext(one, many, count)
#else
#define _(text) (text)
#define P_(one, many, count) ((count) == 1 ? (one) : (many))
#endif
#define N_(text) text

#endif
