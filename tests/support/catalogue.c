/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/catalogue.h"

#include <locale.h>

#include "base/i18n.h"
#include "support/tree.h"

#if defined(ENABLE_NLS) && ENABLE_NLS
/* The catalogue where gettext looks for it, below the returned folder; NULL: there is none. */
static char *install(void)
{
	const char *folders[] = {getenv("srcdir"), getenv("builddir")};

	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		char path[4096], to[4096], *root;
		FILE *from, *copy;
		int byte;

		snprintf(path, sizeof(path), "%s/po/zh_CN.gmo", folders[i] ? folders[i] : ".");
		from = fopen(path, "re");
		if (!from)
			continue;
		root = tree_make();
		tree_write(root, "/zh_CN/LC_MESSAGES/" PACKAGE ".mo", "");
		snprintf(to, sizeof(to), "%s/zh_CN/LC_MESSAGES/" PACKAGE ".mo", root);
		copy = fopen(to, "we");
		assert_non_null(copy);
		while ((byte = getc(from)) != EOF)
			putc(byte, copy);
		fclose(from);
		assert_int_equal(fclose(copy), 0);
		return root;
	}
	return NULL;
}

char *catalogue_open(void)
{
	char *root = setlocale(LC_ALL, "C.UTF-8") ? install() : NULL;

	if (!root) {
		print_message("skipped: no catalogue, or no C.UTF-8\n");
		return NULL;
	}
	setenv("LANGUAGE", "zh_CN", 1);
	bindtextdomain(PACKAGE, root);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	return root;
}

void catalogue_close(char *root)
{
	unsetenv("LANGUAGE");
	textdomain("none"); /* which there is no catalogue for */
	tree_remove(root);
}
#else
char *catalogue_open(void)
{
	print_message("skipped: built without translations\n");
	return NULL;
}

void catalogue_close(char *root)
{
	(void)root;
}
#endif
