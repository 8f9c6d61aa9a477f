/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/rows.h"
#include "support/tree.h"
#include "view/filter/filter.h"
#include "view/health/health.h"
#include "view/states/explain.h"

struct bench {
	struct rows rows;
	struct health health;
	struct counters counters;
	char *root;
	struct buffer listing;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	rows_init(&bench->rows, 0);
	bench->root = tree_make();
	health_init(&bench->health, bench->root, false);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	health_done(&bench->health);
	rows_done(&bench->rows);
	tree_remove(bench->root);
	buffer_done(&bench->listing);
	free(bench);
	return 0;
}

/* A refresh and a look at it, in small steps. */
static void look(struct bench *bench, uint64_t later_ms, const char *listing)
{
	rows_refresh(&bench->rows, later_ms, listing);
	health_begin(&bench->health, &bench->rows.context, &bench->counters);
	while (health_step(&bench->health, 3))
		;
}

static void look_times(struct bench *bench, int times, uint64_t later_ms, const char *listing)
{
	while (times--)
		look(bench, later_ms, listing);
}

static void set(struct bench *bench, const char *sysctl, const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), "/proc/sys/%s", sysctl);
	tree_write(bench->root, path, value);
}

static void count(struct bench *bench, enum counter counter, uint64_t value)
{
	bench->counters.value[counter] = value;
	bench->counters.has |= UINT64_C(1) << counter;
}

/* `count` lines of a listing, in which %u is a number that goes up from `first`. */
static const char *lines(struct bench *bench, const char *line, unsigned first, unsigned number)
{
	for (unsigned i = first; i < first + number; i++) {
		for (const char *at = line; *at; at++) {
			if (at[0] == '%' && at[1] == 'u') {
				buffer_number(&bench->listing, i);
				at++;
			} else {
				buffer_char(&bench->listing, *at);
			}
		}
		buffer_char(&bench->listing, '\n');
	}
	return buffer_get(&bench->listing);
}

static const struct health_finding *find(const struct bench *bench, const char *id)
{
	for (size_t i = 0; i < bench->health.finding_count; i++)
		if (strcmp(bench->health.findings[i].kind->id, id) == 0)
			return &bench->health.findings[i];
	return NULL;
}

static void assert_nothing(const struct bench *bench)
{
	if (bench->health.finding_count)
		fail_msg("found: %s", buffer_get(&bench->health.findings[0].text));
	assert_int_equal(health_worst(&bench->health), -1);
}

/* The filter shows sockets: it can be read, and of the rows it matches so many. */
static void assert_shows(struct bench *bench, const struct health_finding *finding, unsigned number)
{
	struct filter_error error;
	struct buffer scratch = {0};
	struct filter *filter;
	unsigned matches = 0;

	if (filter_parse(buffer_get(&finding->filter), &(struct filter_names){0}, &filter, &error))
		fail_msg("'%s': %s", buffer_get(&finding->filter), error.message);
	for (uint32_t row = 0; row < bench->rows.track.row_count; row++)
		if (bench->rows.track.rows[row].life != ROW_FREE &&
			bench->rows.track.rows[row].life != ROW_GONE)
			matches += filter_matches(filter, &bench->rows.context, row, &scratch);
	assert_int_equal(matches, number);
	filter_free(filter);
	buffer_done(&scratch);
}

static const struct health_finding *assert_found(
	const struct bench *bench, const char *id, enum health_severity severity)
{
	const struct health_finding *finding = find(bench, id);

	if (!finding)
		fail_msg("not found: %s", id);
	assert_string_equal(
		health_severity_name(finding->severity), health_severity_name(severity));
	return finding;
}

static void assert_text(const struct health_finding *finding, const char *text)
{
	assert_string_equal(buffer_get(&finding->text), text);
}

/* -------- all of them -------- */

static bool is_a_kind(const char *id)
{
	for (size_t i = 0; i < health_kinds; i++)
		if (strcmp(health_table[i].id, id) == 0)
			return true;
	return false;
}

static void every_record_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < health_kinds; i++) {
		const struct health_kind *kind = &health_table[i];

		assert_true(kind->id && kind->title && kind->help && kind->text && kind->advice);
		assert_true(kind->info || kind->warning || kind->problem);
		assert_true(!kind->take != !kind->measure);
		assert_true(!kind->take == !(kind->states[CONN_TCP] | kind->states[CONN_UDP]));
		assert_non_null(kind->judge);
		assert_in_range(kind->looks, 1, 4);
		assert_true(!kind->gain || kind->blind); /* it has to have grown since a look */
		for (size_t k = 0; k < COUNT_OF(kind->explained_by); k++)
			assert_true(!kind->explained_by[k] || is_a_kind(kind->explained_by[k]));
		/* What is read off sockets may be otherwise at once. */
		assert_true(kind->gain || kind->looks >= 2);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(kind->id, health_table[k].id);
	}
}

static void every_note_names_a_finding_and_a_filter_that_there_are(void **state)
{
	const struct explain_note *note;

	(void)state;
	for (size_t i = 0; (note = explain_note_at(i)); i++) {
		struct filter_error error;
		struct filter *filter;

		if (note->finding)
			assert_non_null(health_find_kind(note->finding));
		if (!note->filter)
			continue;
		if (filter_parse(note->filter, &(struct filter_names){0}, &filter, &error))
			fail_msg("'%s': %s", note->filter, error.message);
		filter_free(filter);
	}
	assert_ptr_equal(health_find_kind("CLOSE_WAIT"), health_find_kind("close-wait"));
	assert_null(health_find_kind("close"));
}

static void every_finding_is_explained(void **state)
{
	struct bench *bench = *state;
	struct sysctls sysctls;
	struct buffer limit = {0};

	set(bench, "net/core/somaxconn", "4096\n");
	sysctls_read(&sysctls, bench->root);
	sysctls_add_value(&sysctls, SYSCTL_SOMAXCONN, &limit);
	for (size_t i = 0; i < health_kinds; i++) {
		struct buffer text = {0};

		health_explain(&text, &health_table[i], &sysctls, TEXT_UTF8);
		assert_non_null(strstr(buffer_get(&text), health_table[i].help));
		assert_null(strchr(buffer_get(&text), '{'));
		if (strstr(buffer_get(&text), "net.core.somaxconn = "))
			assert_memory_equal(strstr(buffer_get(&text), "net.core.somaxconn = ") + 21,
				buffer_get(&limit), limit.length);
		buffer_done(&text);
	}
	assert_string_equal(buffer_get(&limit), "4096");
	buffer_done(&limit);
}

static void a_quiet_machine_is_well(void **state)
{
	struct bench *bench = *state;

	look_times(bench, 5, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 send=128\n"
		"2 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 sent=5 idle=20\n"
		"3 udp UNCONN 127.0.0.1:53 0.0.0.0:0 drops=0\n");
	assert_nothing(bench);
	assert_int_equal(bench->health.whole_looks, 5);
}

static void a_thousand_in_time_wait_are_no_finding(void **state)
{
	struct bench *bench = *state;

	set(bench, "net/ipv4/tcp_max_tw_buckets", "262144\n");
	count(bench, COUNTER_TCP_TIME_WAIT, 1000);
	lines(bench, "%u tcp TIME_WAIT 10.0.0.5:443 10.1.0.1:%u inode=-", 2000, 1000);
	look_times(bench, 4, 1000, buffer_get(&bench->listing));
	assert_nothing(bench);
}

static void a_look_that_is_given_up_says_nothing(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=9 send=8\n");
	health_begin(&bench->health, &bench->rows.context, &bench->counters);
	assert_true(bench->health.looking);
	assert_nothing(bench);
	look(bench, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=9 send=8\n");
	assert_false(health_step(&bench->health, 3));
	assert_int_equal(bench->health.whole_looks, 2);
}

/* -------- listeners -------- */

static void a_queue_that_is_full_twice_is_a_problem(void **state)
{
	static const char full[] = "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=9 send=8\n"
				   "2 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 inode=-\n";
	struct bench *bench = *state;
	const struct health_finding *finding;

	set(bench, "net/core/somaxconn", "4096\n");
	look(bench, 1000, full);
	assert_nothing(bench);
	look(bench, 1000, full);
	finding = assert_found(bench, "accept-queue", HEALTH_PROBLEM);
	assert_text(finding, "connections that wait to be accepted at 10.0.0.5:80: 9 of 8");
	assert_int_equal(finding->value, 9);
	assert_int_equal(finding->limit, 8);
	assert_non_null(strstr(buffer_get(&finding->advice), "somaxconn = 4096"));
	assert_shows(bench, finding, 2);
	/* and gone as soon as it is */
	look(bench, 1000, "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=0 send=8\n");
	assert_nothing(bench);
}

static void a_queue_is_measured_against_its_own_limit(void **state)
{
	struct bench *bench = *state;

	look_times(bench, 3, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=101 send=128\n");
	assert_nothing(bench);
	look_times(bench, 3, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=110 send=128\n");
	assert_found(bench, "accept-queue", HEALTH_WARNING);
	/* a queue of one is not full when one waits */
	look_times(bench, 3, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=1 send=1\n");
	assert_nothing(bench);
}

static void overflows_count_only_while_they_are_watched(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	count(bench, COUNTER_LISTEN_OVERFLOWS, 5000);
	look_times(bench, 3, 1000, "");
	assert_nothing(bench);
	count(bench, COUNTER_LISTEN_OVERFLOWS, 5003);
	look(bench, 1000, "");
	finding = assert_found(bench, "listen-overflow", HEALTH_WARNING);
	assert_text(finding, "connections that found an accept queue full within 3.0s: 3");
	look_times(bench, 20, 5000, "");
	assert_nothing(bench); /* that is longer than a minute ago */
}

static void half_open_connections_fill_the_queue_of_their_listener(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	lines(bench, "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 send=40", 1, 1);
	lines(bench, "%u tcp SYN_RECV 10.0.0.5:80 10.1.0.1:%u inode=- uid=-", 2000, 40);
	rows_process(&bench->rows, 7, "httpd", 3, 1001);
	look(bench, 1000, buffer_get(&bench->listing));
	assert_null(find(bench, "syn-recv"));
	look(bench, 1000, buffer_get(&bench->listing));
	finding = assert_found(bench, "syn-recv", HEALTH_PROBLEM);
	assert_text(finding, "half-open connections at 10.0.0.5:80 httpd[7]: 40 of 40");
	assert_shows(bench, finding, 40);
}

static void a_few_half_open_connections_are_nothing(void **state)
{
	struct bench *bench = *state;

	lines(bench, "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 send=16", 1, 1);
	lines(bench, "%u tcp SYN_RECV 10.0.0.5:80 10.1.0.1:%u inode=- uid=-", 2000, 15);
	rows_process(&bench->rows, 7, "httpd", 3, 1001);
	look_times(bench, 3, 1000, buffer_get(&bench->listing));
	assert_nothing(bench);
}

static void cookies_are_a_warning_and_dropped_syns_a_problem(void **state)
{
	struct bench *bench = *state;

	count(bench, COUNTER_SYNCOOKIES_SENT, 70);
	count(bench, COUNTER_SYN_DROPPED, 9);
	look_times(bench, 2, 1000, "");
	assert_nothing(bench);
	count(bench, COUNTER_SYNCOOKIES_SENT, 72);
	look(bench, 1000, "");
	assert_int_equal(assert_found(bench, "syn-cookies", HEALTH_WARNING)->value, 2);
	count(bench, COUNTER_SYN_DROPPED, 10);
	look(bench, 1000, "");
	assert_found(bench, "syn-cookies", HEALTH_PROBLEM);
}

/* -------- processes -------- */

static void leak(struct bench *bench, unsigned number)
{
	buffer_clear(&bench->listing);
	lines(bench, "%u tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.9:%u recv=1", 3000, number);
}

static void leaking_process(struct bench *bench, const char *limits)
{
	for (unsigned i = 0; i < 200; i++)
		rows_process(&bench->rows, 2210, "api", 10 + i, 4000 + i);
	if (limits)
		tree_write(bench->rows.root, "/proc/2210/limits", limits);
}

#define LIMITS(number)                                                                     \
	"Limit                     Soft Limit           Hard Limit           Units     \n" \
	"Max processes             1                    2                    processes \n" \
	"Max open files            " number "                 1048576              files     \n"

static void cookies_that_are_always_sent_are_none(void **state)
{
	struct bench *bench = *state;

	set(bench, "net/ipv4/tcp_syncookies", "2\n");
	for (uint64_t i = 0; i < 5; i++) {
		count(bench, COUNTER_SYNCOOKIES_SENT, 70 + i);
		look(bench, 1000, "");
		assert_nothing(bench);
	}
}

static void close_wait_that_grows_in_a_process_is_found(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	leaking_process(bench, LIMITS("100000"));
	for (unsigned i = 0; i < 5; i++) {
		leak(bench, 20 + 10 * i);
		look(bench, 1000, buffer_get(&bench->listing));
		if (i < 3)
			assert_nothing(bench);
	}
	finding = assert_found(bench, "close-wait", HEALTH_WARNING);
	assert_int_equal(finding->value, 60);
	assert_int_equal(finding->limit, 100000);
	assert_true(finding->has_growth && finding->growth > 599 && finding->growth < 601);
	assert_string_equal(buffer_get(&finding->subject), "api[2210]");
	assert_text(finding,
		"api[2210] holds 60 sockets in CLOSE_WAIT, the oldest for >4.0s, growing by 600 a "
		"minute; 60 of 100,000 descriptors are open; the limit is reached in 2h46m");
	assert_shows(bench, finding, 60);
}

static void a_leak_that_comes_to_its_end_within_the_hour_is_a_problem(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, LIMITS("1000"));
	for (unsigned i = 0; i < 5; i++) {
		leak(bench, 20 + 10 * i);
		look(bench, 1000, buffer_get(&bench->listing));
	}
	assert_in_range(assert_found(bench, "close-wait", HEALTH_PROBLEM)->left_ms, 93000, 95000);
}

static void close_wait_at_the_limit_of_descriptors_is_a_problem(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, LIMITS("50"));
	leak(bench, 40);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	assert_found(bench, "close-wait", HEALTH_PROBLEM);
}

static void close_wait_that_stays_as_it_is_is_worth_a_note(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, NULL);
	leak(bench, 40);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	assert_int_equal(assert_found(bench, "close-wait", HEALTH_INFO)->limit, 0);
	leak(bench, 9);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	assert_nothing(bench);
}

static void close_wait_that_comes_and_goes_is_none(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, LIMITS("1000"));
	for (unsigned i = 0; i < 6; i++) {
		buffer_clear(&bench->listing);
		lines(bench, "%u tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.9:%u recv=1", 3000 + 30 * i,
			30);
		look(bench, 1000, buffer_get(&bench->listing));
		assert_nothing(bench);
	}
}

/* Each second three peers end their half, and each is answered after ten. */
static void half_closed_clients_that_are_served_slowly_are_none(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, LIMITS("1000"));
	for (unsigned i = 0; i < 40; i++) {
		unsigned first = i < 10 ? 0 : 3 * (i - 10), busy = i % 4;

		buffer_clear(&bench->listing);
		lines(bench, "%u tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.9:%u recv=1", 3000 + first,
			3 * i + busy - first);
		look(bench, 1000, buffer_get(&bench->listing));
		/* until then nobody can tell */
		if (i > 12)
			assert_nothing(bench);
	}
}

/* At the first look nobody can tell since when they wait; but one after the other goes. */
static void clients_that_were_half_closed_before_and_are_served_slowly_are_none(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, LIMITS("1000"));
	for (unsigned i = 0; i < 40; i++) {
		buffer_clear(&bench->listing);
		lines(bench, "%u tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.9:%u recv=1", 3000 + 2 * i,
			30);
		look(bench, 600, buffer_get(&bench->listing));
		assert_nothing(bench);
	}
}

static void a_leak_beside_clients_that_are_served_is_found(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, LIMITS("1000"));
	for (unsigned i = 0; i < 5; i++) {
		leak(bench, 40);
		lines(bench, "%u tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.8:%u recv=1", 3100 + i, 1);
		look(bench, 1000, buffer_get(&bench->listing));
	}
	assert_found(bench, "close-wait", HEALTH_INFO);
}

static void what_has_data_under_way_is_not_forgotten(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, NULL);
	lines(bench, "%u tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.9:%u recv=1 send=500", 3000, 40);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	assert_null(find(bench, "close-wait"));
}

static void without_its_process_a_leak_is_its_users(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	leak(bench, 120);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	finding = assert_found(bench, "close-wait", HEALTH_WARNING);
	assert_string_equal(buffer_get(&finding->subject), "user 1000");
	assert_shows(bench, finding, 120);
}

static void a_receiver_that_reads_nothing_is_found(void **state)
{
	static const char full[] = "1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 recv=70000\n";
	struct bench *bench = *state;
	const struct health_finding *finding;

	look_times(bench, 2, 1000, full);
	assert_nothing(bench);
	look(bench, 1000, full);
	finding = assert_found(bench, "receiver", HEALTH_WARNING);
	assert_shows(bench, finding, 1);
	assert_text(finding, "? 10.0.0.5:80: 68k bytes wait to be read, and none is read");
}

static void a_receiver_that_reads_now_and_then_is_well(void **state)
{
	struct bench *bench = *state;

	for (unsigned i = 0; i < 12; i++) {
		look(bench, 1000,
			i % 2 ? "1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 recv=90000\n"
			      : "1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 recv=80000\n");
		assert_nothing(bench);
	}
	look_times(bench, 5, 1000, "1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 recv=16000\n");
	assert_nothing(bench);
}

/* Its queue is full all the time, and may happen to be longer at each look. */
static void a_receiver_that_reads_slowly_is_well(void **state)
{
	struct bench *bench = *state;
	char listing[128];

	for (unsigned i = 0; i < 8; i++) {
		snprintf(listing, sizeof(listing),
			"1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 recv=%u got=%u\n", 90000 + i,
			100000 + 50000 * i);
		look(bench, 1000, listing);
		assert_nothing(bench);
	}
}

static void datagrams_that_are_dropped_now_are_found(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	look_times(bench, 3, 1000, "1 udp UNCONN 10.0.0.5:53 0.0.0.0:0 drops=900\n");
	assert_nothing(bench);
	look(bench, 1000, "1 udp UNCONN 10.0.0.5:53 0.0.0.0:0 drops=905\n");
	finding = assert_found(bench, "udp-drops", HEALTH_INFO);
	assert_shows(bench, finding, 1);
	look(bench, 1000, "1 udp UNCONN 10.0.0.5:53 0.0.0.0:0 drops=950\n");
	finding = assert_found(bench, "udp-drops", HEALTH_WARNING);
	assert_text(finding,
		"? 10.0.0.5:53: datagrams dropped within 4.0s: 50, since it was opened: 950");
}

static void silence_is_told_where_nobody_asks(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	set(bench, "net/ipv4/tcp_keepalive_time", "60\n");
	look_times(bench, 3, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:1 sent=5 idle=61000\n"
		"2 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:2 sent=5 idle=59000\n"
		"3 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:3 sent=5 idle=61000 "
		"timer=keepalive/900/0\n");
	finding = assert_found(bench, "half-open", HEALTH_INFO);
	assert_int_equal(finding->value, 1);
	assert_shows(bench, finding, 1);
	/* What was said long ago, and not now, proves no silence. */
	look_times(bench, 2, 1000, "1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:1\n");
	assert_nothing(bench);
}

/* -------- peers -------- */

static void a_closed_window_is_told_by_the_peer(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	lines(bench, "%u tcp ESTABLISHED 10.0.0.5:%u 10.0.0.9:80 send=100 timer=probe/200/0", 1000,
		10);
	look(bench, 1000, buffer_get(&bench->listing));
	assert_nothing(bench);
	look(bench, 1000, buffer_get(&bench->listing));
	finding = assert_found(bench, "zero-window", HEALTH_WARNING);
	assert_text(
		finding, "10.0.0.9 takes no more data; connections: 10, bytes that wait: 1,000");
	assert_shows(bench, finding, 10);
	look_times(bench, 2, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:1 10.0.0.9:80 send=5 timer=probe/200/0");
	assert_found(bench, "zero-window", HEALTH_INFO);
}

static const struct place_label *label_web2(const struct place_names *names, uint16_t place)
{
	static const struct place_label web2 = {.inode = 4026532388, .name = "web2"};

	(void)names;
	return place == 7 ? &web2 : NULL;
}

/* The sockets from number `first` on are moved to another namespace, and back after the look. */
static void look_at_two_places(struct bench *bench, uint32_t first, const char *listing)
{
	struct track *track = &bench->rows.track;

	rows_refresh(&bench->rows, 1000, listing);
	for (uint32_t row = first; row < track->row_count; row++)
		track->rows[row].conn.place = 7;
	health_begin(&bench->health, &bench->rows.context, &bench->counters);
	while (health_step(&bench->health, 3))
		;
	for (uint32_t row = first; row < track->row_count; row++)
		track->rows[row].conn.place = CONN_HERE;
}

static void a_finding_says_which_namespace_it_is_of(void **state)
{
	static const struct place_names places = {.label = label_web2};
	struct bench *bench = *state;
	struct names names = rows_names;
	const struct health_finding *finding, *here = NULL, *there = NULL;

	names.places = &places;
	bench->rows.context.names = &names;
	set(bench, "net/ipv4/tcp_max_tw_buckets", "1000\n");
	count(bench, COUNTER_TCP_TIME_WAIT, 990);
	lines(bench, "%u tcp ESTABLISHED 10.0.0.5:%u 10.0.0.9:80 send=100 timer=probe/200/0", 1000,
		30);
	for (unsigned i = 0; i < 2; i++)
		look_at_two_places(bench, 20, buffer_get(&bench->listing));
	/* The same address in two namespaces is two peers. */
	for (size_t i = 0; i < bench->health.finding_count; i++) {
		finding = &bench->health.findings[i];
		if (strcmp(finding->kind->id, "zero-window") != 0)
			continue;
		if (finding->row >= 20)
			there = finding;
		else
			here = finding;
	}
	assert_non_null(here);
	assert_non_null(there);
	assert_text(here, "10.0.0.9 takes no more data; connections: 20, bytes that wait: 2,000");
	assert_text(there,
		"10.0.0.9 (web2) takes no more data; connections: 10, bytes that wait: 1,000");
	assert_string_equal(buffer_get(&there->filter),
		"netns = web2 and (timer_name = probe and dst 10.0.0.9)");
	/* Counters and limits are those of our own. */
	assert_non_null(find(bench, "time-wait"));
	assert_string_equal(
		buffer_get(&find(bench, "time-wait")->subject), "our own network namespace");
	bench->rows.context.names = &rows_names;
}

static void a_peer_that_does_not_answer_is_told_from_the_third_try_on(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	look_times(bench, 3, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 send=9 timer=retransmit/900/2\n");
	assert_nothing(bench);
	look_times(bench, 3, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 send=9 timer=retransmit/900/3\n"
		"2 tcp SYN_SENT [2001:db8::1]:4000 [2001:db8::2]:41210 timer=retransmit/900/5\n");
	finding = assert_found(bench, "retransmission", HEALTH_INFO);
	assert_shows(bench, finding, 1);
	assert_int_equal(bench->health.finding_count, 2);
	assert_shows(bench, &bench->health.findings[1], 1);
}

static void connect_from(struct bench *bench, unsigned number, const char *state)
{
	char line[128];

	buffer_clear(&bench->listing);
	snprintf(line, sizeof(line), "%%u tcp %s 10.0.0.5:%%u 10.0.0.9:443", state);
	lines(bench, line, 40000, number);
	/* to other destinations the same ports may be used again, and are nothing */
	lines(bench, "%u tcp ESTABLISHED 10.0.0.5:40001 10.2.0.9:%u", 50000, 99);
}

static void ports_are_used_up_for_one_destination(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	set(bench, "net/ipv4/ip_local_port_range", "40000 40104\n");
	set(bench, "net/ipv4/ip_local_reserved_ports", "40100-40104\n");
	connect_from(bench, 79, "ESTABLISHED");
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	assert_nothing(bench);
	connect_from(bench, 80, "TIME_WAIT");
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	finding = assert_found(bench, "ports", HEALTH_WARNING);
	assert_shows(bench, finding, 80);
	connect_from(bench, 96, "ESTABLISHED");
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	finding = assert_found(bench, "ports", HEALTH_PROBLEM);
	assert_non_null(strstr(buffer_get(&finding->text),
		"10.0.0.5 \xe2\x86\x92 10.0.0.9:443: 96 of 100 ports are used (96%), "
		"0 of them in TIME_WAIT, growing by "));
	assert_int_equal(bench->health.finding_count, 1);
}

static bool includes(const struct health_finding *finding, const char *id)
{
	for (size_t i = 0; i < health_kinds; i++)
		if (strcmp(health_table[i].id, id) == 0)
			return finding->includes >> i & 1;
	fail_msg("no kind: %s", id);
	return false;
}

static enum health_coverage coverage(const struct bench *bench, const char *id)
{
	for (size_t i = 0; i < health_kinds; i++)
		if (strcmp(health_table[i].id, id) == 0)
			return health_coverage(&bench->health, &health_table[i]);
	fail_msg("no kind: %s", id);
	return HEALTH_NOT_TOLD;
}

/* -------- what looks decide -------- */

static void what_takes_more_looks_is_not_said_to_be_checked(void **state)
{
	struct bench *bench = *state;

	look_times(bench, 2, 1000, "1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 recv=70000\n");
	assert_nothing(bench);
	assert_int_equal(coverage(bench, "accept-queue"), HEALTH_CHECKED);
	assert_int_equal(coverage(bench, "receiver"), HEALTH_TOO_EARLY);
	assert_int_equal(coverage(bench, "ports"), HEALTH_TOO_EARLY);
	assert_int_equal(coverage(bench, "conntrack"), HEALTH_NOT_TOLD);
	look(bench, 1000, "1 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 recv=70000\n");
	assert_found(bench, "receiver", HEALTH_WARNING);
	assert_int_equal(coverage(bench, "receiver"), HEALTH_CHECKED);
	assert_int_equal(coverage(bench, "ports"), HEALTH_CHECKED);
	look(bench, 1000, "");
	assert_int_equal(coverage(bench, "close-wait"), HEALTH_CHECKED);
}

static void looks_in_a_hurry_decide_nothing_that_takes_time(void **state)
{
	struct bench *bench = *state;

	look_times(bench, 6, 100, "");
	assert_int_equal(coverage(bench, "close-wait"), HEALTH_TOO_EARLY);
	assert_int_equal(coverage(bench, "fin-wait-2"), HEALTH_TOO_EARLY);
}

/* -------- ports, in every way -------- */

static void hundred_ports(struct bench *bench)
{
	set(bench, "net/ipv4/ip_local_port_range", "40000 40099\n");
}

/* Looks at `number` sockets, with ports from 40000 on, of each line. */
static void use_ports(struct bench *bench, unsigned number, const char *line, const char *second)
{
	hundred_ports(bench);
	buffer_clear(&bench->listing);
	lines(bench, line, 40000, number);
	if (second)
		lines(bench, second, 40000 + number, 100 - number);
	look_times(bench, 3, 1000, buffer_get(&bench->listing));
}

static void ports_that_are_bound_first_are_used_up_for_all_destinations(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	use_ports(bench, 79, "%u tcp ESTABLISHED 10.0.0.5:%u 10.1.0.9:%u", NULL);
	assert_nothing(bench);
	use_ports(bench, 80, "%u tcp ESTABLISHED 10.0.0.5:%u 10.1.0.9:%u", NULL);
	finding = assert_found(bench, "ports", HEALTH_WARNING);
	assert_string_equal(buffer_get(&finding->subject), "10.0.0.5");
	assert_shows(bench, finding, 80);
	use_ports(bench, 100, "%u tcp TIME_WAIT [2001:db8::5]:%u [2001:db8::9]:%u inode=-", NULL);
	finding = assert_found(bench, "ports", HEALTH_PROBLEM);
	assert_shows(bench, finding, 100);
	assert_int_equal(bench->health.finding_count, 1);
}

static void ports_that_are_only_bound_are_used_up(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	use_ports(bench, 96, "%u tcp BOUND 0.0.0.0:%u 0.0.0.0:0", NULL);
	finding = assert_found(bench, "ports", HEALTH_PROBLEM);
	assert_shows(bench, finding, 96);
	assert_int_equal(bench->health.finding_count, 1);
	/* Those of all addresses are taken at each address. */
	use_ports(bench, 50, "%u tcp BOUND [::]:%u [::]:0",
		"%u tcp ESTABLISHED 10.0.0.5:%u 10.1.0.9:%u");
	finding = assert_found(bench, "ports", HEALTH_PROBLEM);
	assert_int_equal(finding->value, 100);
}

/* Of a range of 100, connect() uses a port again and again, for one destination after the other. */
static void ports_that_destinations_share_are_not_used_up(void **state)
{
	struct bench *bench = *state;

	hundred_ports(bench);
	for (unsigned i = 0; i < 4; i++) {
		char line[96];

		snprintf(line, sizeof(line), "%u%%u tcp ESTABLISHED 10.0.0.5:%%u 10.1.%u.9:443",
			i + 1, i);
		lines(bench, line, 40000 + 10 * i, 70);
	}
	look_times(bench, 4, 1000, buffer_get(&bench->listing));
	assert_nothing(bench);
}

static void ports_of_udp_are_used_up_by_both_families(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	use_ports(bench, 40, "%u udp ESTABLISHED 10.0.0.5:%u 10.1.0.9:53",
		"%u udp UNCONN [::]:%u [::]:0");
	finding = assert_found(bench, "ports", HEALTH_PROBLEM);
	assert_int_equal(finding->value, 100);
	assert_string_equal(buffer_get(&finding->subject), "UDP");
	assert_shows(bench, finding, 100);
	use_ports(bench, 79, "%u udp UNCONN 0.0.0.0:%u 0.0.0.0:0", NULL);
	assert_nothing(bench);
}

static void bound_sockets_are_asked_for_only_if_they_may_be_many(void **state)
{
	struct bench *bench = *state;

	hundred_ports(bench);
	count(bench, COUNTER_TCP_INUSE, 500);
	count(bench, COUNTER_TCP6_INUSE, 300);
	count(bench, COUNTER_TCP_ALLOC, 820);
	look(bench, 1000, "");
	assert_false(health_wants_bound(&bench->health));
	count(bench, COUNTER_TCP_ALLOC, 830);
	look(bench, 1000, "");
	assert_true(health_wants_bound(&bench->health));
	/* They were those of another network namespace: asked again after a minute. */
	look(bench, 1000, "");
	assert_false(health_wants_bound(&bench->health));
	look(bench, 50000, "");
	assert_false(health_wants_bound(&bench->health));
	look(bench, 10000, "");
	assert_true(health_wants_bound(&bench->health));
	lines(bench, "%u tcp BOUND 0.0.0.0:%u 0.0.0.0:0", 40000, 60);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	assert_true(health_wants_bound(&bench->health));
}

/* -------- listeners that do not accept -------- */

#define SERVER "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=20 send=100\n"

static void a_listener_that_accepts_nothing_is_found_below_its_limit(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	rows_process(&bench->rows, 7, "httpd", 3, 1001);
	buffer_text(&bench->listing, SERVER);
	lines(bench, "%u tcp CLOSE_WAIT 10.0.0.5:80 10.1.0.1:%u inode=- recv=1", 2000, 20);
	for (unsigned i = 0; i < 4; i++) {
		look(bench, 1000, buffer_get(&bench->listing));
		if (i < 3)
			assert_nothing(bench);
	}
	finding = assert_found(bench, "accept-stalled", HEALTH_WARNING);
	assert_text(finding,
		"10.0.0.5:80 httpd[7] accepts nothing; connections that wait: 20 of 100, "
		"the first for >3.0s");
	assert_shows(bench, finding, 21);
	look_times(bench, 60, 1000, buffer_get(&bench->listing));
	assert_found(bench, "accept-stalled", HEALTH_PROBLEM);
}

static void a_listener_whose_queue_moves_is_well(void **state)
{
	struct bench *bench = *state;

	rows_process(&bench->rows, 7, "httpd", 3, 1001);
	for (unsigned i = 0; i < 10; i++) {
		buffer_clear(&bench->listing);
		buffer_text(&bench->listing, SERVER);
		lines(bench, "%u tcp ESTABLISHED 10.0.0.5:80 10.1.0.1:%u inode=-", 2000 + i, 20);
		look(bench, 1000, buffer_get(&bench->listing));
		assert_nothing(bench);
	}
}

static void listeners_of_one_process_that_accept_nothing_are_one_finding(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	for (unsigned i = 0; i < 12; i++)
		rows_process(&bench->rows, 7, "httpd", 3 + i, 1001 + i);
	lines(bench, "%u tcp LISTEN 10.0.0.5:%u 0.0.0.0:0 recv=1 send=100", 1, 12);
	lines(bench, "20%u tcp ESTABLISHED 10.0.0.5:%u 10.1.0.1:%u inode=-", 1, 12);
	look_times(bench, 4, 1000, buffer_get(&bench->listing));
	finding = assert_found(bench, "accept-stalled", HEALTH_INFO);
	assert_int_equal(bench->health.finding_count, 1);
	assert_int_equal(finding->subjects, 12);
	assert_text(finding, "httpd[7] accepts nothing at 12 listeners; connections that wait: 12, "
			     "the first for >3.0s");
	assert_shows(bench, finding, 12);
}

/* Four workers listen on one port; the third is stuck, the others accept. */
static void one_stuck_listener_of_several_on_a_port_is_found(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	for (unsigned i = 0; i < 4; i++)
		rows_process(&bench->rows, 7 + i, "worker", 3, 1001 + i);
	for (unsigned i = 0; i < 8; i++) {
		buffer_clear(&bench->listing);
		for (unsigned n = 1; n <= 4; n++)
			buffer_printf(&bench->listing,
				"%u tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=%u send=100\n", n,
				n == 3   ? 12
				: n == 1 ? i % 3
					 : 0);
		lines(bench, "%u tcp ESTABLISHED 10.0.0.5:80 10.1.0.1:%u inode=-", 2000, 12);
		/* what the first has not accepted yet; others every time */
		lines(bench, "%u tcp ESTABLISHED 10.0.0.5:80 10.1.0.2:%u inode=-", 3000 + 10 * i,
			i % 3);
		look(bench, 1000, buffer_get(&bench->listing));
	}
	finding = assert_found(bench, "accept-stalled", HEALTH_WARNING);
	assert_int_equal(bench->health.finding_count, 1);
	assert_int_equal(finding->subjects, 1);
	assert_text(finding,
		"10.0.0.5:80 worker[9] accepts nothing; connections that wait: 12 of 100, "
		"the first for >7.0s");
}

static void several_listeners_on_a_port_that_accept_are_well(void **state)
{
	struct bench *bench = *state;

	for (unsigned i = 0; i < 10; i++) {
		buffer_clear(&bench->listing);
		buffer_text(&bench->listing,
			"1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=3 send=100\n"
			"2 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=2 send=100\n");
		lines(bench, "%u tcp ESTABLISHED 10.0.0.5:80 10.1.0.1:%u inode=-", 2000 + 5 * i, 5);
		look(bench, 1000, buffer_get(&bench->listing));
		assert_nothing(bench);
	}
}

/* The last one that is added shares the endpoint of the worst. */
static void full_queues_of_a_process_are_not_named_after_one_of_them(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	for (unsigned i = 0; i < 3; i++)
		rows_process(&bench->rows, 7, "httpd", 3 + i, 1001 + i);
	look_times(bench, 3, 1000,
		"1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=41 send=40\n"
		"2 tcp LISTEN 10.0.0.5:81 0.0.0.0:0 recv=41 send=40\n"
		"3 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=41 send=40\n");
	finding = assert_found(bench, "accept-queue", HEALTH_PROBLEM);
	assert_int_equal(finding->subjects, 3);
	assert_text(finding,
		"connections that wait to be accepted at 3 listeners of httpd[7]: 123 of 120");
}

static void a_queue_without_a_backlog_is_full_with_one(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	look_times(bench, 2, 1000, "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=1 send=0\n");
	finding = assert_found(bench, "accept-queue", HEALTH_PROBLEM);
	assert_int_equal(finding->limit, 1);
	assert_text(finding,
		"connections that wait to be accepted at 10.0.0.5:80: 1; there is room "
		"for one only (listen() with a backlog of 0)");
}

static void what_comes_of_a_full_queue_is_told_with_it(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	rows_process(&bench->rows, 7, "httpd", 3, 1001);
	buffer_text(&bench->listing, "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=41 send=40\n");
	lines(bench, "%u tcp SYN_RECV 10.0.0.5:80 10.1.0.1:%u inode=- uid=-", 2000, 40);
	for (unsigned i = 0; i < 3; i++) {
		count(bench, COUNTER_LISTEN_OVERFLOWS, 5000 + i);
		count(bench, COUNTER_SYNCOOKIES_SENT, 70 + i);
		look(bench, 1000, buffer_get(&bench->listing));
	}
	assert_int_equal(bench->health.finding_count, 1);
	finding = assert_found(bench, "accept-queue", HEALTH_PROBLEM);
	assert_true(includes(finding, "listen-overflow"));
	assert_true(includes(finding, "syn-recv"));
	assert_true(includes(finding, "syn-cookies"));
	assert_false(includes(finding, "ports"));
	assert_non_null(strstr(buffer_get(&finding->text), "41 of 40"));
	assert_non_null(strstr(buffer_get(&finding->text), "full within 2.0s: 2"));
	/* Without it each is told by itself. */
	buffer_clear(&bench->listing);
	buffer_text(&bench->listing, "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=0 send=40\n");
	look(bench, 1000, buffer_get(&bench->listing));
	assert_found(bench, "listen-overflow", HEALTH_WARNING);
	assert_found(bench, "syn-cookies", HEALTH_WARNING);
}

static void the_listener_that_drops_is_named_with_how_many(void **state)
{
	static const char quiet[] = "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 send=8 drops=0\n"
				    "2 tcp LISTEN 10.0.0.5:81 0.0.0.0:0 send=8 drops=900\n";
	static const char dropping[] = "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 send=8 drops=27\n"
				       "2 tcp LISTEN 10.0.0.5:81 0.0.0.0:0 send=8 drops=900\n";
	struct bench *bench = *state;
	const struct health_finding *finding;

	count(bench, COUNTER_LISTEN_OVERFLOWS, 900);
	look_times(bench, 2, 1000, quiet);
	assert_nothing(bench);
	count(bench, COUNTER_LISTEN_OVERFLOWS, 927);
	look(bench, 1000, dropping);
	finding = assert_found(bench, "listener-drops", HEALTH_WARNING);
	assert_text(finding,
		"10.0.0.5:80: connections dropped within 1.0s: 27, since it listens: 27; "
		"connections that found an accept queue full within 2.0s: 27");
	assert_shows(bench, finding, 1);
	assert_int_equal(bench->health.finding_count, 1);
	/* where its queue is full, too, that is the cause */
	look_times(bench, 2, 1000,
		"1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 recv=9 send=8 drops=30\n"
		"2 tcp LISTEN 10.0.0.5:81 0.0.0.0:0 send=8 drops=900\n");
	finding = assert_found(bench, "accept-queue", HEALTH_PROBLEM);
	assert_true(includes(finding, "listener-drops"));
	assert_int_equal(bench->health.finding_count, 1);
}

static void where_listeners_do_not_tell_their_drops_that_is_said(void **state)
{
	struct bench *bench = *state;

	look_times(bench, 2, 1000, "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 send=8 drops=0\n");
	assert_int_equal(coverage(bench, "listener-drops"), HEALTH_CHECKED);
	look_times(bench, 2, 1000,
		"1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0 send=8\n"
		"2 tcp LISTEN 10.0.0.5:81 0.0.0.0:0 send=8\n");
	assert_int_equal(coverage(bench, "listener-drops"), HEALTH_NOT_TOLD);
}

/* -------- processes, again -------- */

static void fin_wait2_that_a_process_holds_is_found(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	leaking_process(bench, LIMITS("100000"));
	lines(bench, "%u tcp FIN_WAIT2 10.0.0.5:8080 10.0.0.9:%u", 3000, 40);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	finding = assert_found(bench, "fin-wait-2", HEALTH_INFO);
	assert_text(finding,
		"api[2210] holds 40 half-closed sockets in FIN_WAIT2 whose peers do not "
		"close, the oldest for >4.0s; 40 of 100,000 descriptors are open");
	assert_string_equal(health_title(finding), "FIN_WAIT2 stuck");
	assert_shows(bench, finding, 40);
}

static void fin_wait2_that_the_kernel_ends_is_none(void **state)
{
	struct bench *bench = *state;

	lines(bench, "%u tcp FIN_WAIT2 10.0.0.5:8080 10.0.0.9:%u inode=-", 3000, 400);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	assert_nothing(bench);
}

static void a_title_says_growing_only_where_it_grows(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, NULL);
	leak(bench, 40);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	assert_string_equal(health_title(find(bench, "close-wait")), "CLOSE_WAIT stuck");
	for (unsigned i = 0; i < 5; i++) {
		leak(bench, 50 + 10 * i);
		look(bench, 1000, buffer_get(&bench->listing));
	}
	assert_string_equal(health_title(find(bench, "close-wait")), "CLOSE_WAIT growing");
}

static void connections_that_use_up_the_descriptors_are_found(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	leaking_process(bench, LIMITS("100"));
	lines(bench, "%u tcp ESTABLISHED 10.0.0.5:8080 10.0.0.9:%u", 3000, 79);
	look_times(bench, 4, 1000, buffer_get(&bench->listing));
	assert_nothing(bench);
	lines(bench, "%u tcp ESTABLISHED 10.0.0.5:8080 10.0.0.9:%u", 3079, 1);
	look_times(bench, 30, 3000, buffer_get(&bench->listing));
	finding = assert_found(bench, "descriptors", HEALTH_WARNING);
	assert_text(finding, "api[2210]: 80 of 100 descriptors are open (80%), 80 of them sockets");
	assert_shows(bench, finding, 80);
}

static void descriptors_that_will_be_used_up_soon_are_found(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, LIMITS("150"));
	for (unsigned i = 0; i < 6; i++) {
		buffer_clear(&bench->listing);
		lines(bench, "%u tcp ESTABLISHED 10.0.0.5:8080 10.0.0.9:%u", 3000, 76 + i);
		look(bench, 1000, buffer_get(&bench->listing));
	}
	assert_in_range(assert_found(bench, "descriptors", HEALTH_WARNING)->left_ms, 60000, 80000);
}

/* The leak says how many descriptors are left. */
static void descriptors_that_a_leak_uses_up_are_told_with_it(void **state)
{
	struct bench *bench = *state;

	leaking_process(bench, LIMITS("45"));
	leak(bench, 40);
	look_times(bench, 5, 1000, buffer_get(&bench->listing));
	assert_int_equal(bench->health.finding_count, 1);
	assert_true(includes(assert_found(bench, "close-wait", HEALTH_PROBLEM), "descriptors"));
}

static void sockets_of_one_process_that_are_not_read_are_one_finding(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	leaking_process(bench, NULL);
	lines(bench, "%u tcp ESTABLISHED 10.0.0.5:8080 10.0.0.9:%u recv=20480", 3000, 12);
	look_times(bench, 4, 1000, buffer_get(&bench->listing));
	finding = assert_found(bench, "receiver", HEALTH_INFO);
	assert_int_equal(bench->health.finding_count, 1);
	assert_text(
		finding, "api[2210]: 240k bytes wait to be read at 12 sockets, and none is read");
	assert_shows(bench, finding, 12);
}

/* -------- the machine -------- */

static void what_nears_a_limit_of_the_kernel_is_found(void **state)
{
	static const struct {
		const char *id, *sysctl, *limits;
		enum counter counter;
		uint64_t well, warning, problem; /* 0: never */
	} cases[] = {
		{"time-wait", "net/ipv4/tcp_max_tw_buckets", "1000\n", COUNTER_TCP_TIME_WAIT, 799,
			800, 0},
		{"orphans", "net/ipv4/tcp_max_orphans", "1000\n", COUNTER_TCP_ORPHAN, 499, 500,
			900},
		{"tcp-memory", "net/ipv4/tcp_mem", "500 670 1000\n", COUNTER_TCP_MEM, 669, 670,
			950},
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		look(bench, 1000, "");
		set(bench, cases[i].sysctl, cases[i].limits);
		count(bench, cases[i].counter, cases[i].well);
		look_times(bench, 3, 6000, "");
		assert_nothing(bench);
		count(bench, cases[i].counter, cases[i].warning);
		look(bench, 1000, "");
		assert_nothing(bench);
		look(bench, 1000, "");
		assert_shows(bench, assert_found(bench, cases[i].id, HEALTH_WARNING), 0);
		count(bench, cases[i].counter, cases[i].problem ? cases[i].problem : 5000);
		look_times(bench, 2, 1000, "");
		assert_found(
			bench, cases[i].id, cases[i].problem ? HEALTH_PROBLEM : HEALTH_WARNING);
		count(bench, cases[i].counter, 0);
	}
}

static void connection_tracking_is_told_by_its_own_figures(void **state)
{
	struct bench *bench = *state;

	set(bench, "net/netfilter/nf_conntrack_max", "1000\n");
	set(bench, "net/netfilter/nf_conntrack_count", "799\n");
	count(bench, COUNTER_CONNTRACK_DROPPED, 3);
	look_times(bench, 3, 6000, "");
	assert_nothing(bench);
	set(bench, "net/netfilter/nf_conntrack_count", "800\n");
	look_times(bench, 3, 6000, "");
	assert_found(bench, "conntrack", HEALTH_WARNING);
	count(bench, COUNTER_CONNTRACK_DROPPED, 4);
	look(bench, 1000, "");
	assert_found(bench, "conntrack", HEALTH_PROBLEM);
}

static void what_the_machine_does_not_tell_is_said_not_to_be_looked_at(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000, "");
	for (size_t i = 0; i < health_kinds; i++)
		assert_int_equal(health_is_possible(&bench->health, &health_table[i]),
			health_table[i].take && strcmp(health_table[i].id, "accept-stalled") != 0);
}

static void without_any_process_all_is_not_well(void **state)
{
	struct bench *bench = *state;
	const struct health_finding *finding;

	row_owners_init(&bench->rows.row_owners, "/nowhere");
	bench->rows.context.row_owners = &bench->rows.row_owners;
	look_times(bench, 3, 1000, "1 tcp LISTEN 10.0.0.5:80 0.0.0.0:0\n");
	finding = assert_found(bench, "owners-hidden", HEALTH_WARNING);
	assert_non_null(strstr(buffer_get(&finding->advice), "Mount /proc"));
	row_owners_done(&bench->rows.row_owners);
}

/* -------- bounds -------- */

static void a_flood_of_subjects_is_bounded_and_the_worst_come_first(void **state)
{
	struct bench *bench = *state;

	lines(bench, "%u tcp ESTABLISHED 10.0.0.5:80 10.9.%u.1:80 send=1 timer=probe/9/1", 1, 255);
	for (unsigned i = 0; i < 200; i++)
		lines(bench, "%u tcp LISTEN 10.3.0.1:%u 0.0.0.0:0 recv=85 send=99", 300 + i, 1);
	lines(bench, "%u tcp LISTEN 10.3.0.1:%u 0.0.0.0:0 recv=100 send=99", 299, 1);
	look_times(bench, 3, 1000, buffer_get(&bench->listing));
	assert_true(bench->health.finding_count <= HEALTH_FINDINGS_MAX);
	assert_true(bench->health.more > 100);
	for (size_t i = 1; i < bench->health.finding_count; i++)
		assert_true(bench->health.findings[i - 1].severity >=
			    bench->health.findings[i].severity);
	assert_int_equal(health_worst(&bench->health), HEALTH_WARNING);
	look_times(bench, 3, 1000, "");
	assert_nothing(bench);
	assert_int_equal(bench->health.more, 0);
	assert_int_equal(bench->health.subject_count, 0);
}

static void growth_is_told_over_a_minute(void **state)
{
	struct bench *bench = *state;

	set(bench, "net/ipv4/tcp_max_tw_buckets", "1000\n");
	for (unsigned i = 0; i < 300; i++) {
		count(bench, COUNTER_TCP_TIME_WAIT, i < 150 ? 820 : 820 + i - 150);
		look(bench, 1000, "");
	}
	/* one a second for the last minute and longer */
	assert_true(assert_found(bench, "time-wait", HEALTH_WARNING)->growth > 55);
	assert_true(find(bench, "time-wait")->growth < 65);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_record_is_whole),
		cmocka_unit_test(every_note_names_a_finding_and_a_filter_that_there_are),
		TEST(every_finding_is_explained),
		TEST(a_quiet_machine_is_well),
		TEST(a_thousand_in_time_wait_are_no_finding),
		TEST(a_look_that_is_given_up_says_nothing),
		TEST(a_queue_that_is_full_twice_is_a_problem),
		TEST(a_queue_is_measured_against_its_own_limit),
		TEST(overflows_count_only_while_they_are_watched),
		TEST(half_open_connections_fill_the_queue_of_their_listener),
		TEST(a_few_half_open_connections_are_nothing),
		TEST(cookies_are_a_warning_and_dropped_syns_a_problem),
		TEST(cookies_that_are_always_sent_are_none),
		TEST(close_wait_that_grows_in_a_process_is_found),
		TEST(a_leak_that_comes_to_its_end_within_the_hour_is_a_problem),
		TEST(close_wait_at_the_limit_of_descriptors_is_a_problem),
		TEST(close_wait_that_stays_as_it_is_is_worth_a_note),
		TEST(close_wait_that_comes_and_goes_is_none),
		TEST(half_closed_clients_that_are_served_slowly_are_none),
		TEST(clients_that_were_half_closed_before_and_are_served_slowly_are_none),
		TEST(a_leak_beside_clients_that_are_served_is_found),
		TEST(what_has_data_under_way_is_not_forgotten),
		TEST(without_its_process_a_leak_is_its_users),
		TEST(a_receiver_that_reads_nothing_is_found),
		TEST(a_receiver_that_reads_now_and_then_is_well),
		TEST(a_receiver_that_reads_slowly_is_well),
		TEST(datagrams_that_are_dropped_now_are_found),
		TEST(silence_is_told_where_nobody_asks),
		TEST(a_closed_window_is_told_by_the_peer),
		TEST(a_finding_says_which_namespace_it_is_of),
		TEST(a_peer_that_does_not_answer_is_told_from_the_third_try_on),
		TEST(ports_are_used_up_for_one_destination),
		TEST(what_takes_more_looks_is_not_said_to_be_checked),
		TEST(looks_in_a_hurry_decide_nothing_that_takes_time),
		TEST(ports_that_are_bound_first_are_used_up_for_all_destinations),
		TEST(ports_that_are_only_bound_are_used_up),
		TEST(ports_that_destinations_share_are_not_used_up),
		TEST(ports_of_udp_are_used_up_by_both_families),
		TEST(bound_sockets_are_asked_for_only_if_they_may_be_many),
		TEST(a_listener_that_accepts_nothing_is_found_below_its_limit),
		TEST(a_listener_whose_queue_moves_is_well),
		TEST(listeners_of_one_process_that_accept_nothing_are_one_finding),
		TEST(one_stuck_listener_of_several_on_a_port_is_found),
		TEST(several_listeners_on_a_port_that_accept_are_well),
		TEST(full_queues_of_a_process_are_not_named_after_one_of_them),
		TEST(a_queue_without_a_backlog_is_full_with_one),
		TEST(what_comes_of_a_full_queue_is_told_with_it),
		TEST(the_listener_that_drops_is_named_with_how_many),
		TEST(where_listeners_do_not_tell_their_drops_that_is_said),
		TEST(fin_wait2_that_a_process_holds_is_found),
		TEST(fin_wait2_that_the_kernel_ends_is_none),
		TEST(a_title_says_growing_only_where_it_grows),
		TEST(connections_that_use_up_the_descriptors_are_found),
		TEST(descriptors_that_will_be_used_up_soon_are_found),
		TEST(descriptors_that_a_leak_uses_up_are_told_with_it),
		TEST(sockets_of_one_process_that_are_not_read_are_one_finding),
		TEST(what_nears_a_limit_of_the_kernel_is_found),
		TEST(connection_tracking_is_told_by_its_own_figures),
		TEST(what_the_machine_does_not_tell_is_said_not_to_be_looked_at),
		TEST(without_any_process_all_is_not_well),
		TEST(a_flood_of_subjects_is_bounded_and_the_worst_come_first),
		TEST(growth_is_told_over_a_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
