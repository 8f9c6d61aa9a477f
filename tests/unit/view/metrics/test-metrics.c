/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/rows.h"
#include "support/tree.h"
#include "view/metrics/metrics.h"

struct bench {
	struct rows rows;
	struct metrics metrics;
	struct counters counters;
	struct sysctls sysctls;
	struct health health;
	char *root;
	struct buffer text; /* of the last telling: "name{label=value,...} 1" a line */
	size_t series;
	const struct metric *head;
};

static void bench_init(struct bench *bench)
{
	memset(bench, 0, sizeof(*bench));
	rows_init(&bench->rows, 0);
	bench->root = tree_make();
	health_init(&bench->health, bench->root, false);
}

static void bench_done(struct bench *bench)
{
	metrics_done(&bench->metrics);
	health_done(&bench->health);
	rows_done(&bench->rows);
	tree_remove(bench->root);
	buffer_done(&bench->text);
}

static void take_head(void *context, const struct metric *metric)
{
	struct bench *bench = context;

	assert_ptr_not_equal(bench->head, metric); /* once for each metric */
	bench->head = metric;
}

static void take_sample(void *context, const struct metric *metric, const char *suffix,
	const struct metrics_label *labels, size_t label_count, double value)
{
	struct bench *bench = context;

	assert_ptr_equal(bench->head, metric);
	bench->series++;
	buffer_printf(&bench->text, "%s%s", metric->name, suffix);
	for (size_t i = 0; i < label_count; i++)
		buffer_printf(
			&bench->text, "%c%s=%s", i ? ',' : '{', labels[i].name, labels[i].value);
	buffer_printf(&bench->text, "%s %g\n", label_count ? "}" : "", value);
}

/* Tells all rows; `unit` reads their units, if given. */
static void tell(struct bench *bench, const struct column *unit)
{
	struct metrics_about about = {
		.version = "1",
		.parts = parts_all(),
		.complete = true,
		.counters = &bench->counters,
		.sysctls = &bench->sysctls,
		.health = bench->health.whole_looks ? &bench->health : NULL,
	};
	struct metrics_sink sink = {bench, take_head, take_sample};

	buffer_clear(&bench->text);
	bench->series = 0;
	bench->head = NULL;
	metrics_begin(&bench->metrics, &bench->rows.context);
	if (unit)
		bench->metrics.unit = unit;
	for (uint32_t row = 0; row < bench->rows.track.row_count; row++)
		metrics_take(&bench->metrics, row);
	metrics_tell(&bench->metrics, &about, &sink);
}

static void assert_told(const struct bench *bench, const char *line)
{
	struct buffer wanted = {0};

	buffer_printf(&wanted, "\n%s\n", line);
	if (!strstr(buffer_get(&bench->text), buffer_get(&wanted)))
		fail_msg("no '%s' in:\n%s", line, buffer_get(&bench->text));
	buffer_done(&wanted);
}

static void assert_not_told(const struct bench *bench, const char *text)
{
	if (strstr(buffer_get(&bench->text), text))
		fail_msg("'%s' in:\n%s", text, buffer_get(&bench->text));
}

static void every_state_is_told_also_where_it_has_no_socket(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	rows_refresh(&bench.rows, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:1 10.0.0.9:1\n"
		"2 tcp ESTABLISHED 10.0.0.5:2 10.0.0.9:1\n"
		"3 tcp CLOSE_WAIT [2001:db8::1]:2 [2001:db8::2]:1\n"
		"4 udp UNCONN 0.0.0.0:53 0.0.0.0:0\n");
	tell(&bench, NULL);
	assert_told(&bench, "sockview_sockets{proto=tcp,family=ipv4,state=ESTABLISHED} 2");
	assert_told(&bench, "sockview_sockets{proto=tcp,family=ipv4,state=CLOSE_WAIT} 0");
	assert_told(&bench, "sockview_sockets{proto=tcp,family=ipv6,state=CLOSE_WAIT} 1");
	assert_told(&bench, "sockview_sockets{proto=udp,family=ipv4,state=UNCONN} 1");
	assert_not_told(&bench, "UNKNOWN");
	bench_done(&bench);
}

static void what_the_kernel_did_not_tell_has_no_series(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	rows_refresh(&bench.rows, 1000, "");
	tell(&bench, NULL);
	assert_not_told(&bench, "sockview_listen_overflows_total");
	assert_not_told(&bench, "sockview_orphan_sockets_limit");
	assert_not_told(&bench, "sockview_finding");
	bench.counters.value[COUNTER_LISTEN_OVERFLOWS] = 27;
	bench.counters.has |= UINT64_C(1) << COUNTER_LISTEN_OVERFLOWS;
	bench.sysctls.value[SYSCTL_TCP_MAX_ORPHANS][0] = 4096;
	bench.sysctls.count[SYSCTL_TCP_MAX_ORPHANS] = 1;
	tell(&bench, NULL);
	assert_told(&bench, "sockview_listen_overflows_total 27");
	assert_told(&bench, "sockview_orphan_sockets_limit 4096");
	bench_done(&bench);
}

static void listeners_of_a_port_are_one_and_its_connections_are_none(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	rows_refresh(&bench.rows, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=3 send=127\n"
		"2 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=4 send=127\n"
		"3 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:1 recv=9\n");
	tell(&bench, NULL);
	assert_told(&bench, "sockview_listener_accept_queue_sockets{port=80} 7");
	assert_told(&bench, "sockview_listener_accept_queue_limit_sockets{port=80} 256");
	assert_told(&bench, "sockview_unit_receive_queue_bytes 9");
	bench_done(&bench);
}

/* -------- however many there are -------- */

/* Each port has its unit. */
static struct column_value read_unit(
	const struct column_context *context, uint32_t row, struct buffer *text)
{
	buffer_printf(text, "unit-%u.service", context->track->rows[row].conn.local.port / 4);
	return (struct column_value){.blank = COLUMN_REAL};
}

static void the_largest_are_named_and_the_others_summed_up(void **state)
{
	const struct column unit = {.read = read_unit};
	struct buffer listing = {0};
	struct bench bench;

	(void)state;
	bench_init(&bench);
	for (unsigned port = 1; port <= 20000; port++)
		buffer_printf(&listing, "%u tcp LISTEN 0.0.0.0:%u 0.0.0.0:0 recv=%u send=9\n", port,
			port, port > 19990 ? port : 1);
	for (unsigned i = 0; i < 50; i++)
		buffer_printf(&listing, "%u tcp ESTABLISHED 10.0.0.5:8 10.0.0.9:%u recv=1\n",
			30000 + i, 1 + i);
	rows_refresh(&bench.rows, 1000, buffer_get(&listing));
	tell(&bench, &unit);
	assert_true(bench.series <= METRICS_SERIES_MAX);
	assert_told(&bench, "sockview_unit_sockets{unit=unit-2.service,proto=tcp,state=LISTEN} 4");
	assert_told(&bench,
		"sockview_unit_sockets{unit=unit-2.service,proto=tcp,state=ESTABLISHED} 50");
	/* 19 more units of 4 have series of their own */
	assert_told(&bench, "sockview_unit_sockets{unit=other,proto=tcp,state=LISTEN} 19920");
	assert_told(&bench,
		"sockview_listener_accept_queue_sockets{unit=unit-5000.service,port=20000} 20000");
	assert_told(
		&bench, "sockview_listener_accept_queue_sockets{unit=unit-22.service,port=90} 1");
	assert_told(&bench, "sockview_listener_accept_queue_sockets{port=other} 19900");
	bench_done(&bench);
	buffer_done(&listing);
}

static void a_finding_is_1_with_its_severity_and_0_where_all_is_well(void **state)
{
	static const char leak[] = "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=130 send=128\n";
	struct bench bench;

	(void)state;
	bench_init(&bench);
	for (int64_t look = 1; look <= 3; look++) {
		rows_refresh(&bench.rows, look * 1000, leak);
		health_begin(&bench.health, &bench.rows.context, &bench.counters);
		while (health_step(&bench.health, 3))
			;
	}
	tell(&bench, NULL);
	assert_told(&bench, "sockview_finding{name=accept-queue,severity=problem} 1");
	assert_told(&bench, "sockview_finding{name=accept-queue,severity=warning} 0");
	assert_told(&bench, "sockview_finding{name=zero-window,severity=problem} 0");
	bench_done(&bench);
}

static void names_are_as_prometheus_wants_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < metric_count; i++) {
		const struct metric *metric = &metric_table[i];
		size_t length = strlen(metric->name);
		bool total = length > 6 && strcmp(metric->name + length - 6, "_total") == 0;

		assert_int_equal(strncmp(metric->name, "sockview_", 9), 0);
		assert_int_equal(strspn(metric->name, "abcdefghijklmnopqrstuvwxyz_"), (int)length);
		assert_int_equal(total, strcmp(metric->type, "counter") == 0);
		assert_int_equal(metric->help[strlen(metric->help) - 1], '.');
		assert_null(strpbrk(metric->help, "\\\n"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_is_told_also_where_it_has_no_socket),
		cmocka_unit_test(what_the_kernel_did_not_tell_has_no_series),
		cmocka_unit_test(listeners_of_a_port_are_one_and_its_connections_are_none),
		cmocka_unit_test(the_largest_are_named_and_the_others_summed_up),
		cmocka_unit_test(a_finding_is_1_with_its_severity_and_0_where_all_is_well),
		cmocka_unit_test(names_are_as_prometheus_wants_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
