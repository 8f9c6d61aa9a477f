/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "app/engine/meter.h"

#define SECOND INT64_C(1000000)

struct bench {
	struct meter meter;
	struct track track;
	struct coverage coverage;
	struct source source;
	struct instant now;
	int64_t cpu_us;
};

static void set_up(struct bench *bench)
{
	*bench = (struct bench){.now = {.mono_us = 5000 * SECOND, .boot_us = 9000 * SECOND},
		.source = {.parts_read = parts_all()}};
	meter_init(&bench->meter, "");
	track_init(&bench->track, 0);
}

/* A refresh that takes `cpu_us` of CPU and as long on the clock, a second after the last. */
static void refresh(struct bench *bench, int64_t cpu_us, uint32_t wanted_ms)
{
	bench->now.mono_us += SECOND;
	meter_begin(&bench->meter, &bench->now, bench->cpu_us);
	bench->now.mono_us += cpu_us;
	bench->cpu_us += cpu_us;
	meter_rows_known(
		&bench->meter, &bench->now, &bench->track, &bench->source, &bench->coverage);
	meter_end(&bench->meter, &bench->now, bench->cpu_us, wanted_ms);
}

static void the_cost_is_unknown_until_it_was_measured(void **state)
{
	struct frame frame = {0};
	struct bench bench;

	(void)state;
	set_up(&bench);
	meter_fill(&bench.meter, &frame);
	assert_false(frame.cost_known);
	refresh(&bench, 1000, 1000);
	refresh(&bench, 1000, 1000);
	meter_fill(&bench.meter, &frame);
	assert_true(frame.cost_known);
	assert_true(frame.cost_percent > 0.05f && frame.cost_percent < 0.15f);
	track_done(&bench.track);
}

static void a_cheap_refresh_keeps_the_interval_that_was_asked_for(void **state)
{
	struct bench bench;

	(void)state;
	set_up(&bench);
	for (int i = 0; i < 50; i++)
		refresh(&bench, 10000, 1000);
	assert_int_equal(bench.meter.interval_ms, 1000);
	for (int i = 0; i < 50; i++)
		refresh(&bench, 10000, 100);
	assert_int_equal(bench.meter.interval_ms, 100);
	track_done(&bench.track);
}

static void a_refresh_of_800_ms_stretches_the_interval_to_4_s(void **state)
{
	struct bench bench;

	(void)state;
	set_up(&bench);
	/* The first one finds all owners, and says nothing of those that follow. */
	refresh(&bench, 800000, 1000);
	refresh(&bench, 800000, 1000);
	assert_in_range(bench.meter.interval_ms, 3990, 4010);
	for (int i = 0; i < 50; i++)
		refresh(&bench, 800000, 1000);
	assert_in_range(bench.meter.interval_ms, 3990, 4010);
	/* It is the fifth of a core that counts, not the number of refreshes that
	 * was wished for. */
	for (int i = 0; i < 50; i++)
		refresh(&bench, 800000, 10000);
	assert_int_equal(bench.meter.interval_ms, 10000);
	track_done(&bench.track);
}

static void it_comes_back_when_refreshes_are_cheap_again(void **state)
{
	struct bench bench;

	(void)state;
	set_up(&bench);
	for (int i = 0; i < 10; i++)
		refresh(&bench, 800000, 1000);
	for (int i = 0; i < 50; i++)
		refresh(&bench, 5000, 1000);
	assert_int_equal(bench.meter.interval_ms, 1000);
	track_done(&bench.track);
}

static void one_dear_refresh_among_cheap_ones_is_smoothed(void **state)
{
	struct bench bench;

	(void)state;
	set_up(&bench);
	for (int i = 0; i < 50; i++)
		refresh(&bench, 5000, 1000);
	refresh(&bench, 2000000, 1000);
	assert_in_range(bench.meter.interval_ms, 1000, 4000);
	track_done(&bench.track);
}

/* A million sockets: refreshes are so rare that each of them has to count for more. */
static void a_dear_refresh_is_forgotten_after_seconds_and_not_after_refreshes(void **state)
{
	struct bench bench;

	(void)state;
	set_up(&bench);
	for (int i = 0; i < 3; i++)
		refresh(&bench, 4000000, 1000);
	assert_in_range(bench.meter.interval_ms, 19900, 20100);
	for (int i = 0; i < 4; i++) {
		bench.now.mono_us += 15 * SECOND;
		refresh(&bench, 1200000, 1000);
	}
	assert_in_range(bench.meter.interval_ms, 6000, 6300);
	track_done(&bench.track);
}

/* A refresh of 1,000 ms, and in it a piece of work of 3,000 ms. */
static void refresh_with_work(struct bench *bench, bool exempt)
{
	bench->now.mono_us += SECOND;
	meter_begin(&bench->meter, &bench->now, bench->cpu_us);
	meter_work(&bench->meter, false, bench->cpu_us);
	bench->cpu_us += 600000;
	meter_rows_known(
		&bench->meter, &bench->now, &bench->track, &bench->source, &bench->coverage);
	meter_work(&bench->meter, exempt, bench->cpu_us);
	bench->cpu_us += 1000000;
	meter_work(&bench->meter, exempt, bench->cpu_us);
	bench->cpu_us += 2000000;
	if (exempt) /* a closing meanwhile, which is charged to no refresh either */
		meter_exempt(&bench->meter, 500000);
	meter_work(&bench->meter, false, bench->cpu_us);
	bench->cpu_us += 400000;
	meter_end(&bench->meter, &bench->now, bench->cpu_us, 1000);
}

static void the_first_search_for_owners_is_charged_to_no_refresh(void **state)
{
	(void)state;
	for (int exempt = 0; exempt < 2; exempt++) {
		struct bench bench;

		set_up(&bench);
		refresh(&bench, 1000, 1000);
		for (int i = 0; i < 4; i++)
			refresh_with_work(&bench, exempt);
		assert_in_range(
			bench.meter.interval_ms, exempt ? 4990 : 19900, exempt ? 5010 : 20100);
		track_done(&bench.track);
	}
}

static void what_is_not_listed_is_not_counted_as_none(void **state)
{
	struct frame frame = {0};
	struct bench bench;

	(void)state;
	set_up(&bench);
	refresh(&bench, 1000, 1000);
	refresh(&bench, 1000, 1000);
	meter_fill(&bench.meter, &frame);
	for (size_t i = 0; i < frame.count_count; i++)
		assert_true(frame.counts[i].known);
	assert_true(pulse_now(&bench.meter.pulse, PULSE_OPENED) == 0);
	bench.source.plan.listening = true;
	refresh(&bench, 1000, 1000);
	meter_fill(&bench.meter, &frame);
	for (size_t i = 0; i < frame.count_count; i++)
		assert_int_equal(frame.counts[i].known, frame.counts[i].state == CONN_LISTEN);
	bench.source.parts_read = parts_of_kind(CONN_UDP);
	refresh(&bench, 1000, 1000);
	meter_fill(&bench.meter, &frame);
	for (size_t i = 0; i < frame.count_count; i++)
		assert_false(frame.counts[i].known);
	assert_true(pulse_now(&bench.meter.pulse, PULSE_OPENED) < 0);
	assert_true(pulse_now(&bench.meter.pulse, PULSE_CLOSED) < 0);
	assert_true(pulse_now(&bench.meter.pulse, PULSE_CLOSE_WAIT) < 0);
	track_done(&bench.track);
}

static void durations_are_those_of_the_last_refresh(void **state)
{
	struct frame frame = {0};
	struct bench bench;

	(void)state;
	set_up(&bench);
	meter_begin(&bench.meter, &bench.now, 0);
	bench.now.mono_us += 12000;
	meter_rows_known(&bench.meter, &bench.now, &bench.track, &bench.source, &bench.coverage);
	bench.now.mono_us += 3000;
	meter_end(&bench.meter, &bench.now, 0, 1000);
	meter_fill(&bench.meter, &frame);
	assert_int_equal(frame.dump_ms, 12);
	assert_int_equal(frame.owners_ms, 3);
	track_done(&bench.track);
}

/* Sockets numbered from `first` are there in this refresh. */
static void list(struct bench *bench, uint64_t first, uint64_t count, enum conn_state conn_state)
{
	track_begin(&bench->track, &bench->now);
	assert_int_equal(track_begin_place(&bench->track, CONN_HERE), 0);
	for (uint64_t i = 0; i < count; i++) {
		struct conn conn = {
			.cookie = first + i, .state = (uint8_t)conn_state, .has = CONN_HAS_COOKIE};

		assert_int_equal(track_take(&bench->track, &conn, NULL), 0);
	}
	track_commit(&bench->track, CONN_HERE, parts_all());
	track_end(&bench->track);
}

static const struct frame_count *count_of(const struct frame *frame, const char *name)
{
	for (size_t i = 0; i < frame->count_count; i++)
		if (strcmp(frame->counts[i].name, name) == 0)
			return &frame->counts[i];
	return NULL;
}

static void counts_and_their_change_a_second_are_told(void **state)
{
	struct frame frame = {0};
	struct bench bench;

	(void)state;
	set_up(&bench);
	list(&bench, 1, 10, CONN_ESTABLISHED);
	refresh(&bench, 0, 1000);
	meter_fill(&bench.meter, &frame);
	assert_int_equal(count_of(&frame, "ESTABLISHED")->count, 10);
	assert_true(count_of(&frame, "ESTABLISHED")->change == 0);
	bench.now.mono_us += SECOND;
	list(&bench, 1, 70, CONN_ESTABLISHED);
	refresh(&bench, 0, 1000); /* two seconds after the first */
	meter_fill(&bench.meter, &frame);
	assert_int_equal(count_of(&frame, "ESTABLISHED")->count, 70);
	assert_true(count_of(&frame, "ESTABLISHED")->change > 29.9f &&
		    count_of(&frame, "ESTABLISHED")->change < 30.1f);
	track_done(&bench.track);
}

static void every_state_has_its_place_also_where_there_is_none(void **state)
{
	struct frame frame = {0};
	struct bench bench;

	(void)state;
	set_up(&bench);
	refresh(&bench, 0, 1000);
	meter_fill(&bench.meter, &frame);
	assert_int_equal(count_of(&frame, "LAST_ACK")->count, 0);
	assert_int_equal(count_of(&frame, "LAST_ACK")->state, CONN_LAST_ACK);
	list(&bench, 1, 2, CONN_LAST_ACK);
	refresh(&bench, 0, 1000);
	meter_fill(&bench.meter, &frame);
	assert_int_equal(count_of(&frame, "LAST_ACK")->count, 2);
	assert_true(frame.count_count <= FRAME_COUNTS_MAX);
	track_done(&bench.track);
}

/* Ten go and ten others come: nothing has changed but all of them. */
static void each_connection_that_comes_or_goes_is_counted(void **state)
{
	struct bench bench;

	(void)state;
	set_up(&bench);
	list(&bench, 1, 10, CONN_ESTABLISHED);
	refresh(&bench, 0, 1000);
	assert_true(pulse_now(&bench.meter.pulse, PULSE_OPENED) < 0); /* not measured yet */
	bench.now.mono_us += SECOND;
	list(&bench, 11, 10, CONN_ESTABLISHED);
	refresh(&bench, 0, 1000); /* two seconds after the first */
	for (uint32_t row = 0; row < bench.track.row_count; row++)
		if (bench.track.rows[row].seen != bench.track.refresh)
			track_set_gone(&bench.track, row);
	track_end(&bench.track);
	list(&bench, 11, 10, CONN_ESTABLISHED);
	assert_true(pulse_now(&bench.meter.pulse, PULSE_OPENED) > 4.9f);
	assert_true(pulse_now(&bench.meter.pulse, PULSE_OPENED) < 5.1f);
	track_done(&bench.track);
}

static void traffic_is_not_known_before_the_second_reading(void **state)
{
	struct frame frame = {0};
	struct bench bench;

	(void)state;
	set_up(&bench);
	refresh(&bench, 0, 1000);
	meter_fill(&bench.meter, &frame);
	assert_true(pulse_now(frame.pulse, PULSE_IN) < 0);
	track_done(&bench.track);
}

static void counters_that_are_missing_or_begin_anew_give_no_traffic(void **state)
{
	struct frame frame = {0};
	struct bench bench;

	(void)state;
	set_up(&bench);
	refresh(&bench, 0, 1000);
	bench.meter.counters.has = 0;
	refresh(&bench, 0, 1000);
	meter_fill(&bench.meter, &frame);
	assert_true(pulse_now(frame.pulse, PULSE_IN) < 0);
	bench.meter.counters.value[COUNTER_IN_BYTES] = UINT64_MAX;
	refresh(&bench, 0, 1000);
	meter_fill(&bench.meter, &frame);
	assert_true(pulse_now(frame.pulse, PULSE_IN) < 0);
	track_done(&bench.track);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cost_is_unknown_until_it_was_measured),
		cmocka_unit_test(a_cheap_refresh_keeps_the_interval_that_was_asked_for),
		cmocka_unit_test(a_refresh_of_800_ms_stretches_the_interval_to_4_s),
		cmocka_unit_test(it_comes_back_when_refreshes_are_cheap_again),
		cmocka_unit_test(one_dear_refresh_among_cheap_ones_is_smoothed),
		cmocka_unit_test(a_dear_refresh_is_forgotten_after_seconds_and_not_after_refreshes),
		cmocka_unit_test(the_first_search_for_owners_is_charged_to_no_refresh),
		cmocka_unit_test(what_is_not_listed_is_not_counted_as_none),
		cmocka_unit_test(durations_are_those_of_the_last_refresh),
		cmocka_unit_test(counts_and_their_change_a_second_are_told),
		cmocka_unit_test(each_connection_that_comes_or_goes_is_counted),
		cmocka_unit_test(every_state_has_its_place_also_where_there_is_none),
		cmocka_unit_test(traffic_is_not_known_before_the_second_reading),
		cmocka_unit_test(counters_that_are_missing_or_begin_anew_give_no_traffic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
