/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kind of finding, explained without a finding. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/nearest.h"
#include "view/health/health-internal.h"
#include "view/states/explain.h"

const struct health_kind *health_find_kind(const char *id)
{
	for (size_t i = 0; i < health_kinds; i++) {
		struct nearest nearest;

		nearest_begin(&nearest, id);
		nearest_compare(&nearest, health_table[i].id);
		if (nearest.found && !nearest.distance)
			return &health_table[i];
	}
	return NULL;
}

/* Its figures are of no finding: they are not known. */
void health_explain(struct buffer *out, const struct health_kind *kind,
	const struct sysctls *sysctls, enum text_charset charset)
{
	struct health *health = alloc_zero(1, sizeof(*health)); /* large for a stack */
	struct health_finding finding = {.kind = kind, .other = UINT64_MAX, .limit = UINT64_MAX};
	struct buffer line = {0};

	health->translated = true;
	health->sysctls = *sysctls;
	buffer_printf(out, "%s (%s)\n", _(kind->title), kind->id);
	buffer_printf(out, "%s\n\n", _(kind->help));
	health_say(health, &finding, kind->advice, &line);
	explain_add_paragraph(out, _("To do"), buffer_get(&line), charset);
	buffer_clear(&line);
	buffer_printf(&line, "F8; sockview --health");
	explain_add_paragraph(out, _("See"), buffer_get(&line), charset);
	buffer_done(&line);
	free(health);
}
