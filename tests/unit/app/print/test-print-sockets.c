/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <locale.h>

#include "app/print/writer/writer-json.h"
#include "app/print/writer/writer.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/rows/track-queues.h"
#include "support/json.h"
#include "support/rows.h"

/* Hostile names of interfaces (3 to 6), families, states, with and without tcp_info. */
static const char listing[] = "1 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 recv=3 uid=33 "
			      "timer=keepalive/1200/2 sent=100 got=50 rtt=22 cwnd=10 cc=bbr\n"
			      "2 tcp LISTEN [::]:8080 [::]:0 send=128 if=3\n"
			      "3 udp UNCONN 127.0.0.1:53 0.0.0.0:0 if=4\n"
			      "4 tcp TIME_WAIT 10.0.0.5:443 10.0.0.9:1 uid=- inode=- if=5\n"
			      "5 tcp CLOSE_WAIT [::ffff:10.0.0.5]:80 [::ffff:10.0.0.9]:2 if=6\n";

struct bench {
	struct rows rows;
	struct engine engine;
	struct order order;
	struct printout printout;
	const struct buffer *text; /* that was written */
};

/* -------- a network namespace with a name -------- */

static const struct place_label *label_web2(const struct place_names *names, uint16_t place)
{
	static const struct place_label label = {
		.cookie = 0x18d,
		.inode = 4026532388,
		.name = "web2",
		.pod = "web-1",
		.pod_namespace = "default",
	};

	(void)names;
	(void)place;
	return &label;
}

static const struct container_name *no_container(
	const struct place_names *names, const char *cgroup, uint32_t uid)
{
	(void)names;
	(void)cgroup;
	(void)uid;
	return NULL;
}

static const struct place_names places = {.label = label_web2, .container = no_container};

static void set_up(struct bench *bench, const char *sockets)
{
	static const struct conn_memory memory = {{2304, 131072, 0, 87040, 1792, 0, 20, 0, 7}, 9};

	*bench = (struct bench){0};
	rows_init(&bench->rows, 0);
	rows_refresh(&bench->rows, 0, sockets);
	if (bench->rows.track.row_count)
		track_take_memory(&bench->rows.track, &bench->rows.track.rows[0].conn, &memory);
	bench->engine.source = &bench->engine.kernel_source.source;
	bench->engine.plan.parts = parts_all();
	bench->engine.context = bench->rows.context;
	bench->engine.names = *bench->rows.context.names;
	bench->engine.names.places = &places;
	bench->engine.context.names = &bench->engine.names;
	bench->engine.context.now.real_us = INT64_C(1795183387120000); /* 2026-11-20 14:03:07.120 */
	snprintf(bench->engine.host, sizeof(bench->engine.host), "web\"1\n");
	order_begin(&bench->order, column_find("cookie"), false);
	for (uint32_t row = 0; row < bench->rows.track.row_count; row++)
		assert_int_equal(order_add(&bench->order, &bench->engine.context, row), 0);
	order_settle(&bench->order, &bench->engine.context, 0, bench->order.count);
	bench->printout = (struct printout){
		.content = PRINT_SOCKETS,
		.engine = &bench->engine,
		.charset = TEXT_UTF8,
		.header = true,
		.context = bench->engine.context,
		.order = &bench->order,
		.table = column_table,
		.table_count = column_count,
	};
	bench->text = &bench->printout.output.text;
}

static void tear_down(struct bench *bench)
{
	order_done(&bench->order);
	rows_done(&bench->rows);
	printout_done(&bench->printout);
}

/* Writes the sockets in this format, and nothing else; returns the text. */
static const char *write_sockets(struct bench *bench, const char *id)
{
	buffer_clear(&bench->printout.output.text);
	bench->printout.count = bench->order.count;
	writer_write_order(writer_of(output_format_find(writer_format, id)), &bench->printout);
	return buffer_get(bench->text);
}

/* -------- JSON -------- */

struct leaves {
	struct buffer text; /* "path=value" lines */
};

static void keep_leaf(void *context, const char *path, const char *value)
{
	struct leaves *leaves = context;

	buffer_printf(&leaves->text, "%s=%s\n", path, value);
}

/* Writes a snapshot, which has to be one line and JSON, and gives back its leaves. */
static char *write_json(struct bench *bench)
{
	struct leaves leaves = {0};
	const char *text = write_sockets(bench, "json");

	assert_ptr_equal(strchr(text, '\n'), text + bench->text->length - 1);
	assert_int_equal(json_read(text, bench->text->length, keep_leaf, &leaves), 0);
	return leaves.text.data;
}

static void assert_leaf(const char *leaves, const char *leaf)
{
	char line[256];

	snprintf(line, sizeof(line), "\n%s\n", leaf);
	if (!strstr(leaves, line) && strncmp(leaves, line + 1, strlen(line + 1)) != 0)
		fail_msg("no '%s' in\n%s", leaf, leaves);
}

/* The keys of one socket as the contract lists them, in its order. */
static const char *const keys[] = {"proto", "family", "state", "local.addr", "local.port",
	"remote.addr", "remote.port", "interface", "uid", "user", "inode", "cookie", "owners",
	"owner_note", "cgroup", "unit", "netns.cookie", "netns.inode", "netns.name",
	"pod.namespace", "pod.name", "container", "recv_q", "send_q", "backlog", "drops",
	"memory.received_bytes", "memory.receive_buffer_bytes", "memory.sending_bytes",
	"memory.send_buffer_bytes", "memory.forward_bytes", "memory.queued_bytes",
	"memory.option_bytes", "memory.backlog_bytes", "timer.name", "timer.expires_ms",
	"timer.retransmits", "age_ms", "age_at_least", "in_state_ms", "in_state_at_least",
	"tcp.rtt_us", "tcp.rtt_var_us", "tcp.cwnd", "tcp.congestion", "tcp.bytes_sent",
	"tcp.bytes_acked", "tcp.bytes_received", "tcp.retransmits", "tcp.lost", "tcp.last_sent_ms",
	"tcp.last_received_ms", "tcp.busy_ms", "tcp.receiver_limited_ms",
	"tcp.send_buffer_limited_ms", "tcp.retransmitted_percent", "tcp.spurious", "tcp.rto_us"};

static void the_head_says_what_when_and_where(void **state)
{
	struct bench bench;
	char *leaves;

	(void)state;
	set_up(&bench, listing);
	leaves = write_json(&bench);
	assert_leaf(leaves, "schema=1");
	assert_leaf(leaves, "program=sockview");
	assert_leaf(leaves, "version=" PACKAGE_VERSION);
	assert_leaf(leaves, "time=2026-11-20T14:03:07.120Z");
	assert_leaf(leaves, "host=web\\\"1\\n");
	assert_leaf(leaves, "complete=true");
	assert_leaf(leaves, "notes=[]");
	free(leaves);
	tear_down(&bench);
}

static void keys_stand_in_the_order_of_the_contract(void **state)
{
	struct bench bench;
	char *leaves;
	const char *at;

	(void)state;
	set_up(&bench, listing);
	leaves = write_json(&bench);
	at = strstr(leaves, "sockets.0.");
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		char key[64];

		snprintf(key, sizeof(key), "sockets.0.%s=", keys[i]);
		if (!at || strncmp(at, key, strlen(key)) != 0)
			fail_msg("'%s' should come at: %.60s", key, at ? at : "");
		at = strchr(at, '\n') + 1;
	}
	assert_true(strncmp(at, "sockets.1.", 10) == 0);
	free(leaves);
	tear_down(&bench);
}

static void values_are_numbers_words_and_nulls(void **state)
{
	struct bench bench;
	char *leaves;

	(void)state;
	set_up(&bench, listing);
	leaves = write_json(&bench);
	assert_leaf(leaves, "sockets.0.state=ESTABLISHED");
	assert_leaf(leaves, "sockets.0.local.addr=10.0.0.5");
	assert_leaf(leaves, "sockets.0.local.port=443");
	assert_leaf(leaves, "sockets.0.cookie=0x1");
	assert_leaf(leaves, "sockets.0.netns.cookie=0x18d");
	assert_leaf(leaves, "sockets.0.netns.inode=4026532388");
	assert_leaf(leaves, "sockets.0.netns.name=web2");
	assert_leaf(leaves, "sockets.0.pod.namespace=default");
	assert_leaf(leaves, "sockets.0.pod.name=web-1");
	assert_leaf(leaves, "sockets.0.recv_q=3");
	assert_leaf(leaves, "sockets.0.uid=33");
	assert_leaf(leaves, "sockets.0.user=www-data");
	assert_leaf(leaves, "sockets.0.timer.name=keepalive");
	assert_leaf(leaves, "sockets.0.timer.expires_ms=1200");
	assert_leaf(leaves, "sockets.0.timer.retransmits=2");
	assert_leaf(leaves, "sockets.0.tcp.rtt_us=22");
	assert_leaf(leaves, "sockets.0.tcp.congestion=bbr");
	assert_leaf(leaves, "sockets.0.backlog=null");
	assert_leaf(leaves, "sockets.0.owners=[]");
	assert_leaf(leaves, "sockets.0.memory.receive_buffer_bytes=131072");
	assert_leaf(leaves, "sockets.0.drops=7");
	assert_leaf(leaves, "sockets.1.memory=null");
	assert_leaf(leaves, "sockets.1.backlog=128");
	assert_leaf(leaves, "sockets.1.timer=null");
	assert_leaf(leaves, "sockets.1.tcp=null");
	assert_leaf(leaves, "sockets.2.state=UNCONN");
	assert_leaf(leaves, "sockets.3.uid=null");
	assert_leaf(leaves, "sockets.3.user=null");
	assert_leaf(leaves, "sockets.3.inode=null");
	assert_leaf(leaves, "sockets.4.family=ipv6");
	assert_leaf(leaves, "sockets.4.local.addr=10.0.0.5");
	free(leaves);
	tear_down(&bench);
}

static void numbers_stand_without_quotation_marks(void **state)
{
	struct bench bench;
	const char *text;

	(void)state;
	set_up(&bench, listing);
	text = write_sockets(&bench, "json");
	assert_non_null(strstr(text, "\"port\":443}"));
	assert_non_null(strstr(text, "\"cookie\":\"0x1\""));
	assert_non_null(strstr(text, "\"age_at_least\":true"));
	tear_down(&bench);
}

static void hostile_names_stay_data(void **state)
{
	struct bench bench;
	char *leaves;

	(void)state;
	set_up(&bench, listing);
	leaves = write_json(&bench);
	for (size_t i = 0; i < bench.text->length - 1; i++)
		assert_in_range((unsigned char)bench.text->data[i], 0x20, 0xff);
	assert_leaf(leaves, "sockets.1.interface=\\u001b]0;x\\u0007\\u001b[31m");
	assert_leaf(leaves, "sockets.2.interface=\\u202etxt.0hte");
	assert_leaf(leaves, "sockets.3.interface=\xe7\xbd\x91\xe5\x8d\xa1");
	assert_non_null(strstr(leaves, "sockets.4.interface=\xef\xbf\xbd"));
	free(leaves);
	tear_down(&bench);
}

static void no_sockets_are_an_empty_list(void **state)
{
	struct bench bench;
	char *leaves;

	(void)state;
	set_up(&bench, "");
	leaves = write_json(&bench);
	assert_leaf(leaves, "sockets=[]");
	free(leaves);
	tear_down(&bench);
}

static void what_is_missing_is_said_in_plain_english(void **state)
{
	struct bench bench;
	char *leaves;

	(void)state;
	set_up(&bench, listing);
	bench.engine.plan.parts = parts_all();
	bench.engine.source->notes[0] = (struct source_note){
		.fault = SOURCE_FAILED, .proto = CONN_UDP, .family = CONN_IPV6, .error = -EIO};
	bench.engine.source->note_count = 1;
	leaves = write_json(&bench);
	assert_leaf(leaves, "complete=false");
	assert_leaf(leaves, "notes.0=udp ipv6: dump failed: Input/output error");
	free(leaves);
	tear_down(&bench);
}

static void what_has_one_cause_is_said_once(void **state)
{
	struct bench bench;
	char *leaves;

	(void)state;
	set_up(&bench, listing);
	for (unsigned i = 0; i < 3; i++)
		bench.engine.source->notes[i] = (struct source_note){.fault = SOURCE_FAILED,
			.proto = i ? CONN_UDP : CONN_TCP,
			.family = CONN_IPV6,
			.error = i == 1 ? -EPERM : -EIO};
	bench.engine.source->note_count = 3;
	leaves = write_json(&bench);
	assert_leaf(leaves, "notes.0=tcp ipv6, udp ipv6: dump failed: Input/output error");
	assert_leaf(leaves, "notes.1=udp ipv6: dump failed: Operation not permitted");
	assert_null(strstr(leaves, "notes.2="));
	free(leaves);
	tear_down(&bench);
}

static void one_socket_alone_is_an_object(void **state)
{
	struct bench bench;
	struct buffer text = {0};
	struct leaves leaves = {0};

	(void)state;
	set_up(&bench, listing);
	writer_json_add_socket(&text, &bench.engine.context, rows_find(&bench.rows, 1));
	assert_int_equal(json_read(buffer_get(&text), text.length, keep_leaf, &leaves), 0);
	assert_leaf(buffer_get(&leaves.text), "proto=tcp");
	assert_leaf(buffer_get(&leaves.text), "remote.port=50112");
	buffer_done(&text);
	buffer_done(&leaves.text);
	tear_down(&bench);
}

/* The reader itself: what is no JSON is refused, or nothing above means anything. */
static void the_reader_of_json_is_strict(void **state)
{
	static const char *const bad[] = {"", "{", "{]", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}",
		"01", "1.", "+1", "\"\n\"", "\"\\x\"", "\"\\u12g4\"", "nul", "[1] 2", "\"\xff\"",
		"{\"a\":1,}", "[\"a\":1]", "\"open", "-", "1e", "[,1]"};
	static const char *const good[] = {"1", "-0.5e+3", "[]", "{}", " [ 1 , 2 ] ",
		"\"\\u00e9\\n\"", "{\"a\":{\"b\":[null,true,false]}}"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (!json_read(bad[i], strlen(bad[i]), NULL, NULL))
			fail_msg("taken for JSON: %s", bad[i]);
	for (size_t i = 0; i < COUNT_OF(good); i++)
		if (json_read(good[i], strlen(good[i]), NULL, NULL))
			fail_msg("not taken for JSON: %s", good[i]);
}

/* -------- CSV -------- */

/* Reads one record of RFC 4180; returns its fields, -1 where it is none, and goes behind it. */
static int read_record(const char **at)
{
	int fields = 1;

	for (;;) {
		if (**at == '"') {
			for (++*at; **at != '"' || (*at)[1] == '"'; ++*at) {
				if (!**at)
					return -1;
				*at += **at == '"';
			}
			++*at;
		} else {
			while (**at && !strchr("\",\r\n", **at))
				++*at;
		}
		if (**at == ',') {
			fields++;
			++*at;
		} else if (strncmp(*at, "\r\n", 2) == 0) {
			*at += 2;
			return fields;
		} else {
			return -1;
		}
	}
}

static void csv_has_the_same_fields_in_every_line(void **state)
{
	struct bench bench;
	const char *at;
	int fields;

	(void)state;
	set_up(&bench, listing);
	at = write_sockets(&bench, "csv");
	fields = read_record(&at);
	assert_true(fields >= (int)COUNT_OF(keys));
	for (int i = 0; i < 5; i++)
		assert_int_equal(read_record(&at), fields);
	assert_int_equal(*at, '\0');
	tear_down(&bench);
}

/* The header's names without those that JSON leaves out where they have no value. */
static void csv_names_are_those_of_json_flattened(void **state)
{
	struct bench bench;
	const char *at;
	size_t next = 0;

	(void)state;
	set_up(&bench, "");
	at = write_sockets(&bench, "csv");
	while (*at != '\r') {
		size_t length = strcspn(at, ",\r");
		char key[64];

		snprintf(key, sizeof(key), "%s", next < COUNT_OF(keys) ? keys[next] : "");
		for (char *dot = key; (dot = strchr(dot, '.'));)
			*dot = '_';
		if (strlen(key) == length && strncmp(at, key, length) == 0)
			next++;
		else
			assert_true(length == strlen("listener_owners") &&
				    strncmp(at, "listener_owners", length) == 0);
		at += length + (at[length] == ',');
	}
	assert_int_equal(next, COUNT_OF(keys));
	tear_down(&bench);
}

static void csv_has_no_controls_and_no_formulas(void **state)
{
	struct bench bench;
	const char *text;

	(void)state;
	set_up(&bench, listing);
	text = write_sockets(&bench, "csv");
	for (const char *at = text; *at; at++)
		assert_true((unsigned char)*at >= 0x20 || *at == '\r' || *at == '\n');
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_null(strstr(text, ",="));
	tear_down(&bench);
}

/* -------- the table -------- */

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static const char *write_table(
	struct bench *bench, const char *first, const char *second, bool header)
{
	bench->printout.columns[0] = column_find(first);
	bench->printout.columns[1] = column_find(second);
	bench->printout.column_count = 2;
	bench->printout.header = header;
	return write_sockets(bench, "table");
}

static void a_table_has_a_heading_unless_it_is_left_out(void **state)
{
	struct bench bench;
	const char *text;

	(void)state;
	set_up(&bench, listing);
	text = write_table(&bench, "state", "local", true);
	assert_int_equal(count_lines(text), 6);
	assert_true(strncmp(text, "STATE       LOCAL\n", 18) == 0);
	text = write_table(&bench, "state", "local", false);
	assert_int_equal(count_lines(text), 5);
	assert_non_null(strstr(text, "ESTABLISHED 10.0.0.5:443\n"));
	tear_down(&bench);
}

static void hostile_names_neither_steer_nor_shift_a_table(void **state)
{
	struct bench bench;
	const char *text;

	(void)state;
	set_up(&bench, listing);
	bench.printout.charset = TEXT_ASCII;
	text = write_table(&bench, "interface", "state", true);
	for (const char *at = text; *at;) {
		const char *end = strchr(at, '\n'), *state_at = end;

		for (const char *byte = at; byte < end; byte++)
			assert_in_range((unsigned char)*byte, 0x20, 0x7e);
		while (state_at > at && state_at[-1] != ' ')
			state_at--;
		/* Every STATE begins in the column of its heading. */
		assert_int_equal(state_at - at, strstr(text, "STATE") - text);
		at = end + 1;
	}
	tear_down(&bench);
}

static void a_later_snapshot_has_an_empty_line_before_a_table_and_no_second_heading_in_csv(
	void **state)
{
	struct bench bench;
	char *first;

	(void)state;
	set_up(&bench, listing);
	first = alloc_copy(write_table(&bench, "state", "local", true));
	bench.printout.number = 1;
	assert_int_equal(*write_table(&bench, "state", "local", true), '\n');
	assert_string_equal(buffer_get(bench.text) + 1, first);
	assert_int_equal(count_lines(write_sockets(&bench, "csv")), 5);
	free(first);
	tear_down(&bench);
}

/* -------- all writers -------- */

/* Whether an output of this mode is made of pieces that the writer has a function for. */
static bool can_write(const struct writer *writer, enum option_mode mode)
{
	switch (mode) {
	case MODE_ONCE:
	case MODE_BATCH:
		return writer->metrics || (writer->row && writer->group);
	case MODE_SUMMARY:
		return writer->count;
	case MODE_HEALTH:
		return writer->finding;
	case MODE_KILL: /* lines of its own (cli-kill-print.h), text or JSON */
		return !writer->format.flags || strcmp(writer->format.id, "json") == 0;
	default: /* nothing is printed */
		return true;
	}
}

static void a_writer_has_the_functions_for_the_modes_that_it_is_offered_in(void **state)
{
	const struct output_format *format;
	size_t count = 0;

	(void)state;
	for (; (format = writer_format(count)); count++) {
		const struct writer *writer = writer_of(format);

		assert_ptr_equal(&writer->format, format);
		assert_ptr_equal(output_format_find(writer_format, format->id), format);
		assert_non_null(format->help);
		assert_true(writer->begin || writer->metrics);
		for (int mode = 0; mode <= MODE_ANSWERED; mode++)
			if (format->modes >> mode & 1 && !can_write(writer, (enum option_mode)mode))
				fail_msg("%s cannot write in mode %d", format->id, mode);
	}
	assert_true(count >= 3);
}

static void a_table_has_the_colours_of_the_screen_only_where_they_are_wanted(void **state)
{
	struct bench bench;
	const char *text;

	(void)state;
	set_up(&bench, listing);
	text = write_table(&bench, "recvq", "state", false);
	assert_null(strchr(text, '\033'));
	bench.printout.colored = true;
	text = write_table(&bench, "recvq", "state", false);
	assert_non_null(strstr(text, "     3 ESTABLISHED\n"));
	assert_non_null(strstr(text, "\033[0;2m     0\033[0m \033[0;36mLISTEN\033[0m\n"));
	/* Without colours there are the marks of a terminal without colours. */
	bench.printout.theme = THEME_MONO;
	text = write_table(&bench, "recvq", "state", false);
	assert_null(strstr(text, ";36m"));
	tear_down(&bench);
}

/* Settings and the screen know no format: the default one goes with every mode, and is for people.
 */
static void the_first_format_goes_everywhere(void **state)
{
	(void)state;
	assert_string_equal(writer_format(0)->id, "table");
	assert_int_equal(writer_format(0)->modes, ~0U);
	assert_int_equal(writer_format(0)->flags, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_head_says_what_when_and_where),
		cmocka_unit_test(keys_stand_in_the_order_of_the_contract),
		cmocka_unit_test(values_are_numbers_words_and_nulls),
		cmocka_unit_test(numbers_stand_without_quotation_marks),
		cmocka_unit_test(hostile_names_stay_data),
		cmocka_unit_test(no_sockets_are_an_empty_list),
		cmocka_unit_test(what_is_missing_is_said_in_plain_english),
		cmocka_unit_test(what_has_one_cause_is_said_once),
		cmocka_unit_test(one_socket_alone_is_an_object),
		cmocka_unit_test(the_reader_of_json_is_strict),
		cmocka_unit_test(csv_has_the_same_fields_in_every_line),
		cmocka_unit_test(csv_names_are_those_of_json_flattened),
		cmocka_unit_test(csv_has_no_controls_and_no_formulas),
		cmocka_unit_test(a_table_has_a_heading_unless_it_is_left_out),
		cmocka_unit_test(hostile_names_neither_steer_nor_shift_a_table),
		cmocka_unit_test(
			a_later_snapshot_has_an_empty_line_before_a_table_and_no_second_heading_in_csv),
		cmocka_unit_test(a_writer_has_the_functions_for_the_modes_that_it_is_offered_in),
		cmocka_unit_test(a_table_has_the_colours_of_the_screen_only_where_they_are_wanted),
		cmocka_unit_test(the_first_format_goes_everywhere),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
