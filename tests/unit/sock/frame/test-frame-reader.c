/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>

#include "sock/frame/frame-reader.h"
#include "sock/frame/frame-writer.h"

/* What a recording starts from: sockets, and what is written of them. */
struct bench {
	struct track track, copy;
	struct row_owners owners;
	struct instant now;
	struct frame_writer writer;
	struct frame_reader reader;
	struct buffer out;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	bench->now = (struct instant){
		.real_us = 1700000000000000, .mono_us = 1000000000, .boot_us = 5000000000};
	track_init(&bench->track, 3000);
	track_init(&bench->copy, 3000);
	row_owners_init_recorded(&bench->owners);
	frame_writer_init(&bench->writer);
	frame_reader_init(&bench->reader);
	frame_writer_start(&bench->writer, "web1", &bench->out);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	frame_reader_done(&bench->reader);
	frame_writer_done(&bench->writer);
	row_owners_done(&bench->owners);
	track_done(&bench->copy);
	track_done(&bench->track);
	buffer_done(&bench->out);
	free(bench);
	return 0;
}

static struct conn make_conn(uint64_t cookie, enum conn_state state)
{
	return (struct conn){
		.proto = CONN_TCP,
		.state = (uint8_t)state,
		.cookie = cookie,
		.inode = (uint32_t)(7000 + cookie),
		.has = CONN_HAS_COOKIE | CONN_HAS_INODE | CONN_HAS_UID,
		.uid = 1001,
		.recv_q = 127,
		.local = {.addr = {10, 0, 0, 5}, .port = (uint16_t)(1000 + cookie)},
		.remote = {.addr = {10, 0, 0, 9}, .port = 443},
	};
}

static const struct conn_tcp transfer = {
	.bytes_sent = 5000000000,
	.bytes_acked = 4999999999,
	.bytes_received = 126,
	.rtt_us = 22000,
	.cwnd = 10,
	.last_sent_ms = 12000,
	.last_received_ms = 400,
	.congestion = "bbr",
	.has = CONN_TCP_HAS_BYTES | CONN_TCP_HAS_SENT,
};

static void read_place(
	struct bench *bench, uint16_t place, uint64_t first, uint64_t end, enum conn_state state)
{
	track_begin_place(&bench->track, place);
	for (uint64_t cookie = first; cookie < end; cookie++) {
		struct conn conn = make_conn(cookie, state);
		struct conn_tcp tcp = transfer;

		conn.place = place;
		assert_int_equal(track_take(&bench->track, &conn, &tcp), 0);
	}
	for (uint32_t row = 0; row < bench->track.row_count; row++)
		if (row_is_living(&bench->track.rows[row]) &&
			bench->track.rows[row].conn.place == place &&
			bench->track.rows[row].seen != bench->track.refresh)
			track_end_row(&bench->track, row);
	track_commit(&bench->track, place, parts_all());
}

static void begin_refresh(struct bench *bench)
{
	bench->now.real_us += 1000000;
	bench->now.mono_us += 1000000;
	bench->now.boot_us += 1000000;
	track_begin(&bench->track, &bench->now);
}

/* One refresh a second later, with the sockets from `first` to before `end`. */
static void refresh(struct bench *bench, uint64_t first, uint64_t end, enum conn_state state)
{
	begin_refresh(bench);
	read_place(bench, CONN_HERE, first, end, state);
	track_end(&bench->track);
}

static void write_refresh(struct bench *bench, bool key)
{
	assert_int_equal(
		frame_writer_refresh(&bench->writer, &bench->track, NULL, key, &bench->out), 0);
}

/* Reads what was written into the copy; returns how many refreshes there were. */
static unsigned read_all(struct bench *bench)
{
	const unsigned char *bytes = (const unsigned char *)bench->out.data;
	size_t length = bench->out.length;
	int64_t at = frame_reader_start(&bench->reader, bytes, length), used;
	unsigned count = 0;

	assert_true(at > 0);
	while ((used = frame_reader_refresh(&bench->reader, bytes + at, length - (size_t)at)) > 0) {
		assert_int_equal(frame_reader_fill(&bench->reader, &bench->copy), 0);
		at += used;
		count++;
	}
	assert_int_equal(used, 0);
	return count;
}

static void assert_same_rows(const struct bench *bench)
{
	assert_int_equal(bench->copy.live_count, bench->track.live_count);
	for (uint32_t row = 0; row < bench->track.row_count; row++) {
		const struct row *here = &bench->track.rows[row], *there;
		uint32_t index;

		if (!row_is_living(here))
			continue;
		index = track_find(&bench->copy, CONN_HERE, here->conn.cookie);
		assert_int_not_equal(index, TRACK_NONE);
		there = &bench->copy.rows[index];
		assert_memory_equal(&here->conn, &there->conn, sizeof(here->conn));
		assert_int_equal(here->first_seen_us, there->first_seen_us);
		assert_int_equal(here->state_since_us, there->state_since_us);
		assert_int_equal(here->flags & ROW_AGE_AT_LEAST, there->flags & ROW_AGE_AT_LEAST);
		assert_int_equal(
			bench->track.tcp[row].bytes_sent, bench->copy.tcp[index].bytes_sent);
		assert_int_equal(
			bench->track.tcp[row].last_sent_ms, bench->copy.tcp[index].last_sent_ms);
		assert_string_equal(track_congestion(&bench->copy, &bench->copy.tcp[index]), "bbr");
	}
}

static void test_a_refresh_that_is_written_is_read_with_the_same_rows(void **state)
{
	struct bench *bench = *state;

	refresh(bench, 1, 20, CONN_ESTABLISHED);
	write_refresh(bench, true);
	assert_int_equal(read_all(bench), 1);
	assert_same_rows(bench);
	assert_string_equal(bench->reader.host, "web1");
	assert_int_equal(bench->copy.now.real_us, bench->now.real_us);
}

static void test_new_changed_and_gone_rows_are_read_as_such(void **state)
{
	struct bench *bench = *state;

	refresh(bench, 1, 20, CONN_ESTABLISHED);
	write_refresh(bench, true);
	refresh(bench, 5, 20, CONN_CLOSE_WAIT);
	write_refresh(bench, false);
	refresh(bench, 5, 25, CONN_CLOSE_WAIT);
	write_refresh(bench, false);
	assert_int_equal(read_all(bench), 3);
	assert_same_rows(bench);
	assert_int_equal(bench->copy.gone_count, 4);
	assert_int_equal(bench->copy.rows[track_find(&bench->copy, CONN_HERE, 22)].life, ROW_NEW);
	assert_int_equal(bench->copy.rows[track_find(&bench->copy, CONN_HERE, 7)].life, ROW_STEADY);
}

/* Nothing is written of it any more. */
static void test_the_rows_of_a_namespace_that_is_empty_are_gone(void **state)
{
	struct bench *bench = *state;

	begin_refresh(bench);
	read_place(bench, CONN_HERE, 1, 4, CONN_ESTABLISHED);
	read_place(bench, 2, 10, 15, CONN_ESTABLISHED);
	track_end(&bench->track);
	write_refresh(bench, true);
	begin_refresh(bench);
	read_place(bench, CONN_HERE, 1, 4, CONN_ESTABLISHED);
	read_place(bench, 2, 10, 10, CONN_ESTABLISHED);
	track_end(&bench->track);
	write_refresh(bench, false);
	assert_int_equal(read_all(bench), 2);
	assert_int_equal(bench->copy.live_count, 3);
	assert_int_equal(bench->copy.gone_count, 5);
}

static void test_a_quiet_refresh_takes_less_than_a_hundred_bytes(void **state)
{
	struct bench *bench = *state;
	size_t before;

	refresh(bench, 1, 1000, CONN_ESTABLISHED);
	write_refresh(bench, true);
	before = bench->out.length;
	/* The kernel tells how long nothing was sent, which is the same moment. */
	for (size_t i = 0; i < bench->track.row_count; i++)
		bench->track.tcp[i].last_sent_ms += 1020,
			bench->track.tcp[i].last_received_ms += 980;
	bench->now.boot_us += 1000000;
	bench->now.mono_us += 1000000;
	bench->track.now = bench->now;
	for (size_t i = 0; i < bench->track.row_count; i++)
		bench->track.rows[i].sampled_us = bench->now.mono_us;
	write_refresh(bench, false);
	assert_true(bench->out.length - before < 100);
}

static void test_owners_are_read_with_their_names(void **state)
{
	struct bench *bench = *state;
	struct process nginx = {.pid = 1203, .start = 9, .name = "nginx"};
	struct row_owners copied;
	struct owner owner;
	enum row_owners_reason reason;
	uint32_t process, row;

	refresh(bench, 1, 3, CONN_ESTABLISHED);
	row_owners_begin_recorded(&bench->owners, &bench->track);
	process = owner_map_load_process(
		&bench->owners.owners, &nginx, "/system.slice/nginx.service", "nginx: worker");
	row = track_find(&bench->track, CONN_HERE, 2);
	assert_int_equal(row_owners_load(&bench->owners, &bench->track, row, process, 7), 0);
	row_owners_end_recorded(&bench->owners, false);
	assert_int_equal(frame_writer_refresh(
				 &bench->writer, &bench->track, &bench->owners, true, &bench->out),
		0);
	assert_int_equal(read_all(bench), 1);
	row_owners_init_recorded(&copied);
	assert_int_equal(frame_reader_load_owners(&bench->reader, &copied, &bench->copy), 0);
	row = track_find(&bench->copy, CONN_HERE, 2);
	assert_int_equal(row_owners_find(&copied, &bench->copy, row, &owner, 1, &reason), 1);
	assert_int_equal(owner.pid, 1203);
	assert_int_equal(owner.fd, 7);
	assert_string_equal(owner_map_process(&copied.owners, owner.process)->name, "nginx");
	assert_string_equal(owner_map_command(&copied.owners, owner.process), "nginx: worker");
	assert_string_equal(owner_map_cgroup(&copied.owners, owner.process)->unit, "nginx.service");
	row = track_find(&bench->copy, CONN_HERE, 1);
	assert_int_equal(row_owners_find(&copied, &bench->copy, row, &owner, 1, &reason), 0);
	assert_int_equal(reason, ROW_OWNERS_KERNEL);
	row_owners_done(&copied);
}

/* Reads as much as there is. Returns the last error, or 0. */
static int64_t read_bytes(const unsigned char *bytes, size_t length, unsigned *ret_refreshes)
{
	struct frame_reader reader;
	struct track track;
	int64_t at, used = 0;

	*ret_refreshes = 0;
	frame_reader_init(&reader);
	track_init(&track, 3000);
	at = frame_reader_start(&reader, bytes, length);
	while (at > 0 &&
		(used = frame_reader_refresh(&reader, bytes + at, length - (size_t)at)) > 0) {
		frame_reader_fill(&reader, &track);
		at += used;
		++*ret_refreshes;
	}
	track_done(&track);
	frame_reader_done(&reader);
	return at > 0 ? used : at;
}

static void test_a_file_that_is_cut_anywhere_opens_up_to_there(void **state)
{
	struct bench *bench = *state;
	size_t first, second;
	unsigned count;

	refresh(bench, 1, 4, CONN_ESTABLISHED);
	write_refresh(bench, true);
	first = bench->out.length;
	refresh(bench, 2, 4, CONN_CLOSE_WAIT);
	write_refresh(bench, false);
	second = bench->out.length;
	for (size_t length = 0; length <= second; length++) {
		/* Memory with nothing behind it, for the sanitizers. */
		unsigned char *cut = malloc(length + !length);

		memcpy(cut, bench->out.data, length);
		assert_int_equal(read_bytes(cut, length, &count), 0);
		assert_int_equal(count, (length >= first) + (length >= second));
		free(cut);
	}
}

static void test_a_bit_that_is_flipped_anywhere_is_noticed(void **state)
{
	struct bench *bench = *state;
	unsigned char *bytes;
	unsigned count;

	refresh(bench, 1, 3, CONN_ESTABLISHED);
	write_refresh(bench, true);
	bytes = (unsigned char *)bench->out.data;
	for (size_t bit = 0; bit < bench->out.length * 8; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
		read_bytes(bytes, bench->out.length, &count);
		assert_int_equal(count, 0);
		bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
	}
	assert_int_equal(read_bytes(bytes, bench->out.length, &count), 0);
	assert_int_equal(count, 1);
}

static void test_frames_of_later_versions_are_skipped(void **state)
{
	struct bench *bench = *state;
	size_t end;

	refresh(bench, 1, 3, CONN_ESTABLISHED);
	write_refresh(bench, true);
	end = bench->out.length - FRAME_HEADER_SIZE;
	bench->out.length = end;
	frame_put(&bench->out, 4, 4);
	frame_put(&bench->out, 99, 4);
	frame_put(&bench->out, 0, 4);
	frame_put(&bench->out, 0, 4);
	frame_end(&bench->out, end);
	frame_end(&bench->out, frame_begin(&bench->out, FRAME_END));
	assert_int_equal(read_all(bench), 1);
	assert_same_rows(bench);
}

static void test_the_checksum_is_that_of_the_standard(void **state)
{
	(void)state;
	assert_int_equal(frame_crc32c(0, "123456789", 9), 0xe3069283);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_the_rows_of_a_namespace_that_is_empty_are_gone, set_up, tear_down),
		cmocka_unit_test(test_the_checksum_is_that_of_the_standard),
		cmocka_unit_test_setup_teardown(
			test_a_refresh_that_is_written_is_read_with_the_same_rows, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_new_changed_and_gone_rows_are_read_as_such, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_quiet_refresh_takes_less_than_a_hundred_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_owners_are_read_with_their_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_file_that_is_cut_anywhere_opens_up_to_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_bit_that_is_flipped_anywhere_is_noticed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_frames_of_later_versions_are_skipped, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
