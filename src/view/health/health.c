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
	health->ports = health_ports_new();
}

static void release_finding(struct health_finding *finding)
{
	buffer_done(&finding->subject);
	buffer_done(&finding->text);
	buffer_done(&finding->advice);
	buffer_done(&finding->filter);
}

void health_done(struct health *health)
{
	for (size_t i = 0; i < HEALTH_FINDINGS_MAX; i++)
		release_finding(&health->findings[i]);
	health_ports_free(health->ports);
	free(health->subjects);
	hash_index_done(&health->index);
	*health = (struct health){0};
}

bool health_is_possible(const struct health *health, const struct health_kind *kind)
{
	return !kind->possible || kind->possible(health);
}

enum health_coverage health_coverage(const struct health *health, const struct health_kind *kind)
{
	if (!health_is_possible(health, kind))
		return HEALTH_NOT_TOLD;
	return health->decided[kind - health_table] >= kind->looks ? HEALTH_CHECKED
								   : HEALTH_TOO_EARLY;
}

const char *health_title(const struct health_finding *finding)
{
	bool grows = finding->has_growth && finding->growth >= 1;

	return grows && finding->kind->growing ? finding->kind->growing : finding->kind->title;
}

/* -------- a look -------- */

static void read_limits(struct health *health)
{
	if (health->looks > 1 && health->now_us - health->limits_read_us < LIMITS_PERIOD_US)
		return;
	sysctls_read(&health->sysctls, health->root);
	health->limits_read_us = health->now_us;
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
	if (!health->looks++)
		health->first_us = health->begun_us;
	health->looking = true;
	health->elsewhere = false;
	health->walk = (struct row_walk){0};
	health->counters_before = health->looks > 1 ? health->counters : *counters;
	health->counters = *counters;
	health->drops_untold_before = health->drops_untold || !health->whole_looks;
	health->drops_untold = false;
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

	health->elsewhere |= row->conn.place != CONN_HERE;
	for (; *taker < HEALTH_KINDS_MAX; taker++)
		health_table[*taker].take(health, &health_table[*taker], index);
}

/* -------- from subjects to findings -------- */

static uint32_t least_threshold(const struct health_kind *kind)
{
	return kind->info ? kind->info : kind->warning ? kind->warning : kind->problem;
}

uint32_t health_figure(const struct health_subject *subject)
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
	if (health_figure(subject) < least_threshold(subject->kind))
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

/* The figures, of which others of the same cause may become a part. */
static void begin_finding(
	struct health *health, struct health_subject *subject, struct health_finding *finding)
{
	const struct health_kind *kind = subject->kind;

	finding->kind = kind;
	finding->figure = health_figure(subject);
	finding->severity = severity_of(kind, finding->figure);
	finding->value = kind->gain ? finding->figure : subject->value;
	finding->limit = subject->limit;
	finding->other = subject->other;
	finding->left_ms = 0;
	finding->age_ms = subject->since_us == INT64_MAX ? 0 : (uint64_t)age_of(health, subject);
	finding->age_at_least = subject->since_at_least;
	finding->span_ms = health_trend_span_ms(&subject->trend);
	finding->has_growth = health_trend_growth(&subject->trend, &finding->growth);
	finding->subjects = 1;
	finding->row = finding->other_row = subject->row;
	finding->includes = 0;
	finding->says = kind->text;
	finding->advises = kind->advice;
	buffer_clear(&finding->subject);
	buffer_clear(&finding->text);
	buffer_clear(&finding->advice);
	buffer_clear(&finding->filter);
}

static void add_to_finding(const struct health *health, const struct health_subject *subject,
	struct health_finding *finding)
{
	double growth;

	finding->subjects++;
	if (health_is_same_endpoint(health, finding->row, finding->other_row))
		finding->other_row = subject->row;
	finding->value += subject->kind->gain ? health_figure(subject) : subject->value;
	finding->limit += subject->limit;
	finding->other += subject->other;
	if (finding->has_growth && health_trend_growth(&subject->trend, &growth))
		finding->growth += growth;
	if (subject->kind->text_many)
		finding->says = subject->kind->text_many;
}

static void word_finding(
	struct health *health, struct health_subject *subject, struct health_finding *finding)
{
	subject->kind->judge(health, subject, finding);
	if (subject->kind->take)
		health_add_place(health, finding);
	subject->problem = finding->severity == HEALTH_PROBLEM;
	health_say(health, finding, finding->says, &finding->text);
	health_say(health, finding, finding->advises, &finding->advice);
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
	uint32_t l_figure = health_figure(l), r_figure = health_figure(r);

	return compare(severity_of(l->kind, l_figure), severity_of(r->kind, r_figure), l->kind,
		r->kind, l_figure, r_figure);
}

static int compare_findings(const void *left, const void *right)
{
	const struct health_finding *l = left, *r = right;

	return compare(l->severity, r->severity, l->kind, r->kind, l->figure, r->figure);
}

/* -------- one cause, one finding -------- */

/* The subjects that were found, and which finding tells of each. */
struct found {
	struct health_subject **subjects;
	struct health_finding **told; /* NULL: none */
	size_t count;
};

static bool is_told_by(const struct health_subject *subject, const struct health_subject *other)
{
	const struct health_kind *kind = subject->kind;

	for (size_t i = 0; i < sizeof(kind->explained_by) / sizeof(kind->explained_by[0]); i++)
		if (kind->explained_by[i] && strcmp(kind->explained_by[i], other->kind->id) == 0)
			return kind->explained_by_any || subject->key == other->key;
	return false;
}

/* The number of the subject that tells of this one, or found->count. */
static size_t find_teller(const struct found *found, const struct health_subject *subject)
{
	size_t i = subject->kind->explained_by[0] ? 0 : found->count;

	while (i < found->count && !is_told_by(subject, found->subjects[i]))
		i++;
	return i;
}

/* The finding so far that is about the same cause, or NULL. */
static struct health_finding *find_cause(
	const struct health *health, const struct found *found, size_t number)
{
	const struct health_subject *subject = found->subjects[number];

	for (size_t i = 0; subject->kind->same_cause && i < number; i++)
		if (found->told[i] && found->subjects[i]->kind == subject->kind &&
			subject->kind->same_cause(health, found->subjects[i], subject))
			return found->told[i];
	return NULL;
}

/* Room for one finding more of this kind, or NULL. */
static struct health_finding *add_finding(struct health *health, const struct health_kind *kind)
{
	unsigned of_kind = 0;

	for (size_t i = 0; i < health->finding_count; i++)
		of_kind += health->findings[i].kind == kind;
	if (of_kind == HEALTH_FINDINGS_OF_KIND_MAX || health->finding_count == HEALTH_FINDINGS_MAX)
		return NULL;
	return &health->findings[health->finding_count++];
}

static void begin_findings(struct health *health, struct found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		struct health_subject *subject = found->subjects[i];
		struct health_finding *same;

		if (find_teller(found, subject) < found->count)
			continue;
		same = find_cause(health, found, i);
		found->told[i] = same ? same : add_finding(health, subject->kind);
		if (same)
			add_to_finding(health, subject, same);
		else if (found->told[i])
			begin_finding(health, subject, found->told[i]);
		else
			health->more++;
	}
}

/* The first subject of a finding is the worst one, and gives its name. */
static void word_findings(struct health *health, const struct found *found)
{
	const struct health_finding *last = NULL;

	for (size_t i = 0; i < found->count; i++) {
		if (!found->told[i] || found->told[i] <= last)
			continue;
		last = found->told[i];
		word_finding(health, found->subjects[i], found->told[i]);
	}
}

/* What a finding explains stands behind it. */
static void add_part(
	struct health *health, struct health_subject *subject, struct health_finding *whole)
{
	struct health_finding part = {0};

	begin_finding(health, subject, &part);
	word_finding(health, subject, &part);
	buffer_printf(&whole->text, "; %s", buffer_get(&part.text));
	whole->includes |= 1U << (subject->kind - health_table);
	if (part.severity > whole->severity)
		whole->severity = part.severity;
	release_finding(&part);
}

static void add_parts(struct health *health, const struct found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		size_t teller = find_teller(found, found->subjects[i]);

		/* Who is told of by another one that is told of: by that one's teller. */
		for (size_t next = teller; next < found->count;) {
			teller = next;
			next = find_teller(found, found->subjects[teller]);
		}
		if (teller == found->count)
			continue;
		if (found->told[teller])
			add_part(health, found->subjects[i], found->told[teller]);
		else
			health->more++;
	}
}

static void make_findings(struct health *health, struct found *found)
{
	health->finding_count = health->more = 0;
	begin_findings(health, found);
	word_findings(health, found);
	add_parts(health, found);
	/* judge() may have raised the severity of some. */
	qsort(health->findings, health->finding_count, sizeof(health->findings[0]),
		compare_findings);
}

/* How many looks could have confirmed each kind of finding. */
static void count_decided(struct health *health)
{
	int64_t span_us = health->begun_us - health->first_us;

	for (size_t i = 0; i < health_kinds; i++)
		if (health->whole_looks >= health_table[i].blind &&
			span_us >= (int64_t)health_table[i].patience_ms * 1000 &&
			health->decided[i] < UINT16_MAX)
			health->decided[i]++;
}

static void measure_all(struct health *health)
{
	for (size_t kind = 0; kind < health_kinds; kind++)
		if (health_table[kind].measure && health_is_possible(health, &health_table[kind]))
			health_table[kind].measure(health, &health_table[kind]);
	for (size_t kind = 0; kind < health_kinds; kind++)
		if (health_table[kind].take == health_take_ports)
			health_ports_end(health, &health_table[kind]);
}

static void end_look(struct health *health)
{
	struct found found = {0};

	measure_all(health);
	health_subjects_sweep(health);
	for (size_t i = 0; i < health->subject_count; i++)
		if (health->subjects[i].kind->settle)
			health->subjects[i].kind->settle(health, &health->subjects[i]);
	found.subjects = alloc_zero(health->subject_count + 1, sizeof(*found.subjects));
	found.told = alloc_zero(health->subject_count + 1, sizeof(*found.told));
	for (size_t i = 0; i < health->subject_count; i++)
		if (is_found(&health->subjects[i], health))
			found.subjects[found.count++] = &health->subjects[i];
	qsort(found.subjects, found.count, sizeof(*found.subjects), compare_subjects);
	make_findings(health, &found);
	free(found.subjects);
	free(found.told);
	count_decided(health);
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
