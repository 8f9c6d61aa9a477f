/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/health/health.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "view/health/health-internal.h"

/* Limits change rarely, and reading them costs more than the counters. */
#define LIMITS_PERIOD_US 5000000

void health_init(struct health *health, const char *root, bool translated)
{
	*health = (struct health){.root = root, .translated = translated};
	health->port_buckets = alloc_zero(HEALTH_PORT_BUCKETS, sizeof(*health->port_buckets));
}

static void release_findings(struct health *health)
{
	for (size_t i = 0; i < HEALTH_FINDINGS_MAX; i++) {
		struct health_finding *finding = &health->findings[i];

		buffer_done(&finding->subject);
		buffer_done(&finding->text);
		buffer_done(&finding->advice);
		buffer_done(&finding->filter);
	}
}

void health_done(struct health *health)
{
	release_findings(health);
	free(health->port_buckets);
	free(health->subjects);
	free(health->slots);
	*health = (struct health){0};
}

bool health_is_possible(const struct health *health, const struct health_kind *kind)
{
	return !kind->possible || kind->possible(health);
}

/* -------- a look -------- */

static void read_limits(struct health *health)
{
	if (health->looks > 1 && health->now_us - health->limits_read_us < LIMITS_PERIOD_US)
		return;
	sysctls_read(&health->sysctls, health->root);
	health->limits_read_us = health->now_us;
	health->port_count =
		sysctls_ephemeral_ports(&health->sysctls, &health->port_first, &health->port_last);
}

/* Lists the kinds that examine a state, so that a row is passed only to these. */
static void list_takers(struct health *health, int proto, int state)
{
	uint8_t *takers = health->takers[proto][state];
	size_t count = 0;

	for (size_t kind = 0; kind < health_kinds && count < HEALTH_TAKERS_MAX - 1; kind++)
		if (health_table[kind].states[proto] >> state & 1 &&
			health_is_possible(health, &health_table[kind]))
			takers[count++] = (uint8_t)kind;
	takers[count] = HEALTH_KINDS_MAX;
}

void health_begin(struct health *health, const struct column_context *context,
	const struct counters *counters)
{
	health->context = context;
	health->now_us = context->now.mono_us;
	health->begun_before_us = health->begun_us;
	health->begun_us = context->now.boot_us;
	health->looks++;
	health->looking = true;
	health->walk = (struct row_walk){0};
	health->counters_before = health->looks > 1 ? health->counters : *counters;
	health->counters = *counters;
	read_limits(health);
	health_ports_begin(health);
	for (int proto = 0; proto < (int)kind_count; proto++)
		for (int state = 0; state < CONN_STATES; state++)
			list_takers(health, proto, state);
}

static void take_row(struct health *health, uint32_t index)
{
	const struct row *row = health_row(health, index);
	const uint8_t *taker = health->takers[row->conn.proto][row->conn.state];

	for (; *taker < HEALTH_KINDS_MAX; taker++)
		health_table[*taker].take(health, &health_table[*taker], index);
}

/* -------- from subjects to findings -------- */

static uint32_t least_threshold(const struct health_kind *kind)
{
	return kind->info ? kind->info : kind->warning ? kind->warning : kind->problem;
}

static uint32_t figure_of(const struct health_subject *subject)
{
	uint64_t figure = subject->count;

	if (subject->kind->gain)
		figure = health_trend_gain(&subject->trend);
	else if (subject->kind->percent)
		figure = subject->limit ? subject->count * 100 / subject->limit : 0;
	return figure < UINT32_MAX ? (uint32_t)figure : UINT32_MAX;
}

static enum health_severity severity_of(const struct health_kind *kind, uint32_t figure)
{
	if (kind->problem && figure >= kind->problem)
		return HEALTH_PROBLEM;
	return kind->warning && figure >= kind->warning ? HEALTH_WARNING : HEALTH_INFO;
}

/* True if it has been severe enough for enough looks. */
static bool is_found(struct health_subject *subject, const struct health *health)
{
	health_trend_add(&subject->trend, health->now_us, subject->value);
	subject->problem = false;
	if (figure_of(subject) < least_threshold(subject->kind))
		subject->looks = 0;
	else
		subject->looks++;
	return subject->looks && subject->looks >= subject->kind->looks;
}

static int64_t age_of(const struct health *health, const struct health_subject *subject)
{
	int64_t age_us = health->context->now.boot_us - subject->since_us;

	return age_us > 0 ? age_us / 1000 : 0;
}

static void fill_finding(
	struct health *health, struct health_subject *subject, struct health_finding *finding)
{
	const struct health_kind *kind = subject->kind;

	finding->kind = kind;
	finding->figure = figure_of(subject);
	finding->severity = severity_of(kind, finding->figure);
	finding->value = kind->gain ? finding->figure : subject->value;
	finding->limit = subject->limit;
	finding->other = subject->other;
	finding->left_ms = 0;
	finding->age_ms = subject->since_us == INT64_MAX ? 0 : (uint64_t)age_of(health, subject);
	finding->age_at_least = subject->since_at_least;
	finding->span_ms = health_trend_span_ms(&subject->trend);
	finding->has_growth = health_trend_growth(&subject->trend, &finding->growth);
	buffer_clear(&finding->subject);
	buffer_clear(&finding->text);
	buffer_clear(&finding->advice);
	buffer_clear(&finding->filter);
	kind->judge(health, subject, finding);
	subject->problem = finding->severity == HEALTH_PROBLEM;
	health_say(health, finding, kind->text, &finding->text);
	health_say(health, finding, kind->advice, &finding->advice);
}

/* Most severe first; then in the order of the table, then the greater figure first. */
static int compare(enum health_severity left_severity, enum health_severity right_severity,
	const struct health_kind *left_kind, const struct health_kind *right_kind,
	uint32_t left_figure, uint32_t right_figure)
{
	if (left_severity != right_severity)
		return left_severity > right_severity ? -1 : 1;
	if (left_kind != right_kind)
		return left_kind < right_kind ? -1 : 1;
	return (left_figure < right_figure) - (left_figure > right_figure);
}

static int compare_subjects(const void *left, const void *right)
{
	const struct health_subject *l = *(const struct health_subject *const *)left;
	const struct health_subject *r = *(const struct health_subject *const *)right;
	uint32_t l_figure = figure_of(l), r_figure = figure_of(r);

	return compare(severity_of(l->kind, l_figure), severity_of(r->kind, r_figure), l->kind,
		r->kind, l_figure, r_figure);
}

static int compare_findings(const void *left, const void *right)
{
	const struct health_finding *l = left, *r = right;

	return compare(l->severity, r->severity, l->kind, r->kind, l->figure, r->figure);
}

static void make_findings(struct health *health, struct health_subject *const *found, size_t count)
{
	unsigned of_kind[HEALTH_KINDS_MAX] = {0};

	health->finding_count = health->more = 0;
	for (size_t i = 0; i < count; i++) {
		unsigned *kind = &of_kind[found[i]->kind - health_table];

		if (*kind == HEALTH_FINDINGS_OF_KIND_MAX ||
			health->finding_count == HEALTH_FINDINGS_MAX) {
			health->more++;
			continue;
		}
		++*kind;
		fill_finding(health, found[i], &health->findings[health->finding_count++]);
	}
	/* judge() may have raised the severity of some. */
	qsort(health->findings, health->finding_count, sizeof(health->findings[0]),
		compare_findings);
}

static void end_look(struct health *health)
{
	struct health_subject **found;
	size_t count = 0;

	health_ports_end(health);
	for (size_t kind = 0; kind < health_kinds; kind++)
		if (health_table[kind].measure && health_is_possible(health, &health_table[kind]))
			health_table[kind].measure(health, &health_table[kind]);
	health_subjects_sweep(health);
	for (size_t i = 0; i < health->subject_count; i++)
		if (health->subjects[i].kind->settle)
			health->subjects[i].kind->settle(health, &health->subjects[i]);
	found = alloc_zero(health->subject_count + 1, sizeof(struct health_subject *));
	for (size_t i = 0; i < health->subject_count; i++)
		if (is_found(&health->subjects[i], health))
			found[count++] = &health->subjects[i];
	qsort(found, count, sizeof(struct health_subject *), compare_subjects);
	make_findings(health, found, count);
	free(found);
	health->looking = false;
	health->whole_looks++;
}

bool health_step(struct health *health, size_t budget)
{
	const struct track *track;
	uint32_t row;

	if (!health->looking)
		return false;
	track = health->context->track;
	while (row_walk_next(&health->walk, track, &budget, &row))
		take_row(health, row);
	if (!row_walk_is_over(&health->walk, track))
		return true;
	end_look(health);
	return false;
}

int health_worst(const struct health *health)
{
	return health->finding_count ? (int)health->findings[0].severity : -1;
}

const char *health_severity_name(enum health_severity severity)
{
	static const char *const names[HEALTH_SEVERITIES] = {"info", "warning", "problem"};

	return names[severity];
}
