/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings about the whole machine: the kernel's counters, compared with its limits. */
#include "view/health/health-internal.h"

/* The only subject of such a kind. */
static struct health_subject *machine(struct health *health, const struct health_kind *kind)
{
	return health_subject(health, kind, 0, TRACK_NONE);
}

void health_add_machine(const struct health *health, struct health_finding *finding)
{
	buffer_text(&finding->subject,
		health_word(health,
			health->elsewhere ? N_("our own network namespace") : N_("this machine")));
}

static void measure(
	struct health *health, const struct health_kind *kind, uint64_t value, uint64_t limit)
{
	struct health_subject *subject = machine(health, kind);

	if (!subject)
		return;
	subject->value = subject->count = value;
	subject->limit = limit;
}

static uint64_t counted(const struct health *health, enum counter counter)
{
	return health->counters.value[counter];
}

static uint64_t since_last(const struct health *health, enum counter counter)
{
	return counters_since(&health->counters_before, &health->counters, counter);
}

static bool knows(const struct health *health, enum counter counter, enum sysctl sysctl)
{
	return counters_has(&health->counters, counter) && sysctls_has(&health->sysctls, sysctl);
}

/* -------- TIME_WAIT -------- */

HEALTH_POSSIBLE(health_possible_time_wait)
{
	return knows(health, COUNTER_TCP_TIME_WAIT, SYSCTL_TCP_MAX_TW_BUCKETS);
}

HEALTH_MEASURE(health_measure_time_wait)
{
	measure(health, kind, counted(health, COUNTER_TCP_TIME_WAIT),
		sysctls_get(&health->sysctls, SYSCTL_TCP_MAX_TW_BUCKETS, 0));
}

HEALTH_JUDGE(health_judge_time_wait)
{
	(void)subject;
	health_add_machine(health, finding);
	buffer_text(&finding->filter, "state time-wait");
	finding->other = since_last(health, COUNTER_TIME_WAIT_OVERFLOW);
}

/* -------- orphans -------- */

HEALTH_POSSIBLE(health_possible_orphans)
{
	return knows(health, COUNTER_TCP_ORPHAN, SYSCTL_TCP_MAX_ORPHANS);
}

HEALTH_MEASURE(health_measure_orphans)
{
	measure(health, kind, counted(health, COUNTER_TCP_ORPHAN),
		sysctls_get(&health->sysctls, SYSCTL_TCP_MAX_ORPHANS, 0));
}

HEALTH_JUDGE(health_judge_orphans)
{
	(void)subject;
	health_add_machine(health, finding);
	buffer_text(&finding->filter,
		"not inode > 0 and (state fin-wait-1 or state closing or state last-ack)");
}

/* -------- memory -------- */

HEALTH_POSSIBLE(health_possible_memory)
{
	return knows(health, COUNTER_TCP_MEM, SYSCTL_TCP_MEM) &&
	       health->sysctls.count[SYSCTL_TCP_MEM] == 3;
}

HEALTH_MEASURE(health_measure_memory)
{
	measure(health, kind, counted(health, COUNTER_TCP_MEM),
		health->sysctls.value[SYSCTL_TCP_MEM][2]);
}

HEALTH_JUDGE(health_judge_memory)
{
	(void)subject;
	buffer_text(&finding->subject, health_word(health, N_("this machine")));
	buffer_text(&finding->filter, "recvq > 0 or sendq > 0");
	finding->other = health->sysctls.value[SYSCTL_TCP_MEM][1];
	if (since_last(health, COUNTER_TCP_ABORT_ON_MEMORY))
		finding->severity = HEALTH_PROBLEM;
}

/* -------- connection tracking -------- */

HEALTH_POSSIBLE(health_possible_conntrack)
{
	return sysctls_has(&health->sysctls, SYSCTL_CONNTRACK_COUNT) &&
	       sysctls_get(&health->sysctls, SYSCTL_CONNTRACK_MAX, 0);
}

HEALTH_MEASURE(health_measure_conntrack)
{
	measure(health, kind, sysctls_get(&health->sysctls, SYSCTL_CONNTRACK_COUNT, 0),
		sysctls_get(&health->sysctls, SYSCTL_CONNTRACK_MAX, 0));
}

HEALTH_JUDGE(health_judge_conntrack)
{
	(void)subject;
	health_add_machine(health, finding);
	finding->other = since_last(health, COUNTER_CONNTRACK_DROPPED);
	if (finding->other)
		finding->severity = HEALTH_PROBLEM;
}

/* -------- SYN cookies, overflows: any growth of the counter is a finding -------- */

HEALTH_POSSIBLE(health_possible_cookies)
{
	return counters_has(&health->counters, COUNTER_SYNCOOKIES_SENT);
}

/* With this setting the kernel always sends cookies, so they do not mean that a queue is full. */
#define SYNCOOKIES_ALWAYS 2

HEALTH_MEASURE(health_measure_cookies)
{
	uint64_t sent = counted(health, COUNTER_SYNCOOKIES_SENT);

	if (sysctls_get(&health->sysctls, SYSCTL_TCP_SYNCOOKIES, 1) == SYNCOOKIES_ALWAYS)
		sent = 0;
	measure(health, kind, sent + counted(health, COUNTER_SYN_DROPPED), 0);
}

HEALTH_JUDGE(health_judge_cookies)
{
	(void)subject;
	health_add_machine(health, finding);
	buffer_text(&finding->filter, "state syn-recv or state listen");
	finding->other = sysctls_get(&health->sysctls, SYSCTL_TCP_MAX_SYN_BACKLOG, UINT64_MAX);
	/* Without cookies, connections beyond the queue's limit are dropped. */
	if (since_last(health, COUNTER_SYN_DROPPED))
		finding->severity = HEALTH_PROBLEM;
}

HEALTH_POSSIBLE(health_possible_overflows)
{
	return counters_has(&health->counters, COUNTER_LISTEN_OVERFLOWS);
}

HEALTH_MEASURE(health_measure_overflows)
{
	measure(health, kind, counted(health, COUNTER_LISTEN_OVERFLOWS), 0);
}

HEALTH_JUDGE(health_judge_overflows)
{
	(void)subject;
	health_add_machine(health, finding);
	buffer_text(&finding->filter, "state listen and recvq > 0");
	finding->other = sysctls_get(&health->sysctls, SYSCTL_SOMAXCONN, UINT64_MAX);
}
