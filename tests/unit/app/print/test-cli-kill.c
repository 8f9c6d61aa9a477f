/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -K without a kernel: what it asks the made-up one to close, what it says, how it ends. */
#include "support/unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <unistd.h>

#include "app/close/session-guard.h"
#include "app/print/cli-kill.h"
#include "app/print/writer/writer.h"
#include "app/close/result-text.h"
#include "app/option/option.h"
#include "app/screen/page-list.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "support/capture.h"
#include "support/catalogue.h"
#include "support/fake-kernel.h"
#include "support/json.h"
#include "support/tree.h"

#define WORDS_MAX 32

struct stage {
	struct fake_kernel kernel;
	struct engine engine;
	struct options options;
	struct capture said;
	char *root; /* of a tree without processes */
	char *line;
};

static void read_options(struct stage *stage, const char *line)
{
	static char program[] = "sockview";
	char *words[WORDS_MAX + 1] = {program};
	int count = 1;

	stage->line = alloc_copy(line);
	for (char *word = strtok(stage->line, " "); word && count < WORDS_MAX;
		word = strtok(NULL, " "))
		words[count++] = word;
	optind = 0;
	assert_int_equal(
		option_parse(count, words, page_list_scope, writer_format, &stage->options), 0);
}

/* Puts the made-up kernel in the place of the real one, and an empty tree in that of /proc. */
static void replace_kernel(struct stage *stage, const char *release)
{
	struct engine *engine = &stage->engine;

	place_done(&engine->here);
	place_init(&engine->here, CONN_HERE, stage->root, &stage->kernel.dumps.wire,
		&stage->kernel.queries.wire, 0);
	free(engine->close_buffer);
	engine->here.closes = &stage->kernel.queries.wire;
	engine->close_buffer = alloc_zero(1, WIRE_DATAGRAM_MAX);
	close_kernel_probe(
		&engine->here.kernel, engine->here.closes, engine->close_buffer, release);
	row_owners_done(&engine->row_owners);
	row_owners_init(&engine->row_owners, stage->root);
	stage->kernel.destroy_count = 0; /* that was the probe */
}

/* `destroy_error`: what the kernel says to closes, from the start. */
static void begin_with(
	struct stage *stage, const char *line, int destroy_error, const char *release)
{
	*stage = (struct stage){.root = tree_make()};
	tree_write(stage->root, "/proc/version", "");
	fake_init(&stage->kernel);
	stage->kernel.destroy_error = destroy_error;
	read_options(stage, line);
	engine_init(&stage->engine, &stage->options);
	replace_kernel(stage, release);
}

static void begin(struct stage *stage, const char *line)
{
	begin_with(stage, line, 0, "6.18.0");
}

static void end(struct stage *stage)
{
	stage->engine.here.closes = NULL; /* it is the wire for queries, too */
	engine_done(&stage->engine);
	fake_done(&stage->kernel);
	options_done(&stage->options);
	capture_done(&stage->said);
	tree_remove(stage->root);
	free(stage->line);
}

static int run(struct stage *stage, enum text_charset charset)
{
	int status;

	capture_begin(&stage->said);
	status = cli_kill(&stage->engine, &stage->options, charset);
	capture_end(&stage->said);
	return status;
}

static void assert_status(struct stage *stage, int wanted)
{
	int status = run(stage, TEXT_UTF8);

	if (status != wanted)
		print_error("%s%s", stage->said.output, stage->said.errors);
	assert_int_equal(status, wanted);
}

static void assert_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in: %s", part, text);
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

static void read_endpoint(struct conn *conn, struct conn_endpoint *endpoint, const char *text)
{
	const char *colon = strrchr(text, ':');
	bool v6 = *text == '[';
	char address[64];

	assert_non_null(colon);
	snprintf(address, sizeof(address), "%.*s", (int)(colon - text) - (v6 ? 2 : 0), text + v6);
	conn->family = v6 ? CONN_IPV6 : CONN_IPV4;
	assert_int_equal(inet_pton(v6 ? AF_INET6 : AF_INET, address, endpoint->addr), 1);
	endpoint->port = (uint16_t)strtoul(colon + 1, NULL, 10);
}

static struct fake_socket *add(struct stage *stage, uint64_t cookie, enum conn_proto proto,
	enum conn_state conn_state, const char *local, const char *remote)
{
	struct conn conn = {
		.cookie = cookie,
		.proto = (uint8_t)proto,
		.state = (uint8_t)conn_state,
		.inode = (uint32_t)cookie,
		.has = CONN_HAS_COOKIE | CONN_HAS_INODE | CONN_HAS_UID,
	};

	read_endpoint(&conn, &conn.local, local);
	read_endpoint(&conn, &conn.remote, remote);
	return fake_add(&stage->kernel, &conn);
}

/* A listener (1) with three connections (2, 3, 4), and another server's one (5). */
static void add_five(struct stage *stage)
{
	add(stage, 1, CONN_TCP, CONN_LISTEN, "0.0.0.0:80", "0.0.0.0:0");
	add(stage, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1002");
	add(stage, 3, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", "10.0.0.9:1003");
	add(stage, 4, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1004");
	add(stage, 5, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:443", "10.0.0.9:1005");
}

static void assert_left(struct stage *stage, const char *cookies)
{
	char left[64] = "";

	for (uint64_t cookie = 1; cookie < 10; cookie++)
		if (fake_find(&stage->kernel, cookie))
			snprintf(left + strlen(left), sizeof(left) - strlen(left), "%d",
				(int)cookie);
	assert_string_equal(left, cookies);
}

/* -------- what is closed -------- */

static void just_what_matches_is_closed(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage, "-K --yes dport = :1003");
	add_five(&stage);
	assert_status(&stage, 0);
	assert_left(&stage, "1245");
	assert_int_equal(stage.kernel.destroy_count, 1);
	assert_int_equal(count_lines(stage.said.output), 1);
	assert_in(stage.said.output, "tcp CLOSE_WAIT 10.0.0.1:80 -> 10.0.0.9:1003 ");
	assert_in(stage.said.output, ": closed\n");
	assert_string_equal(
		stage.said.errors, "sockview: 1 closed or gone, 0 not closed, 0 kept\n");
	end(&stage);
}

static void a_listener_that_happens_to_match_is_kept(void **state)
{
	static const char *const lines[] = {"-K --yes sport = :80",
		"-K --yes not state close-wait and sport = :80", "-K --yes not ( not sport = :80 )",
		"-K --yes state all sport = :80", "-K --yes exclude syn-recv sport = :80"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct stage stage;

		begin(&stage, lines[i]);
		add_five(&stage);
		assert_status(&stage, 0);
		assert_non_null(fake_find(&stage.kernel, 1));
		assert_null(fake_find(&stage.kernel, 2));
		assert_in(stage.said.output, "tcp LISTEN 0.0.0.0:80 ");
		assert_in(stage.said.output, "kept");
		assert_in(stage.said.errors, " 1 kept\n");
		end(&stage);
	}
}

static void a_listener_that_is_meant_is_closed(void **state)
{
	static const char *const lines[] = {"-K --yes state listen", "-K --yes -l sport = :80",
		"-K --yes state listening or dport = :7"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct stage stage;

		begin(&stage, lines[i]);
		add_five(&stage);
		assert_status(&stage, 0);
		assert_left(&stage, "2345");
		end(&stage);
	}
}

static void a_dry_run_closes_nothing(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage, "-K --dry-run --yes sport = :80");
	add_five(&stage);
	assert_status(&stage, 0);
	assert_left(&stage, "12345");
	assert_int_equal(count_lines(stage.said.output), 4);
	assert_in(stage.said.output, "would be closed");
	end(&stage);
}

static int status_of(const char *way, const char *filter, int destroy_error)
{
	struct stage stage;
	char line[256];
	int status;

	snprintf(line, sizeof(line), "-K %s %s", way, filter);
	begin_with(&stage, line, destroy_error, "6.18.0");
	add_five(&stage);
	status = run(&stage, TEXT_UTF8);
	end(&stage);
	return status;
}

static void a_dry_run_ends_as_the_deed_would(void **state)
{
	static const char *const filters[] = {
		"sport = :80", "sport = :443", "sport = :1", "state listen", "-u sport = :80"};
	static const int errors[] = {0, -EOPNOTSUPP};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(filters); i++)
		for (size_t e = 0; e < COUNT_OF(errors); e++)
			assert_int_equal(status_of("--dry-run", filters[i], errors[e]),
				status_of("--yes", filters[i], errors[e]));
}

/* -------- what is not -------- */

static void what_matches_nothing_ends_with_3(void **state)
{
	static const char *const lines[] = {"-K --yes sport = :81", "-K --dry-run sport = :81",
		"-K --yes -6 sport = :80", "-K --yes -u sport = :80"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct stage stage;

		begin(&stage, lines[i]);
		add_five(&stage);
		assert_status(&stage, 3);
		assert_int_equal(stage.kernel.destroy_count, 0);
		assert_string_equal(stage.said.output, "");
		assert_string_equal(stage.said.errors, "sockview: no socket matches\n");
		end(&stage);
	}
}

/* What was not listed may have matched: that is no "no match", and no "done". */
static void a_dump_that_fails_is_said_and_ends_with_1(void **state)
{
	static const char *const lines[] = {"-K --yes sport = :81", "-K --yes dport = :1003"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct stage stage;

		begin(&stage, lines[i]);
		add_five(&stage);
		fake_fail(&stage.kernel,
			(struct fake_fault){CONN_UDP, CONN_IPV4, FAKE_DONE, -ENOENT, 99});
		assert_status(&stage, 1);
		assert_in(stage.said.errors, "the kernel cannot list them");
		assert_left(&stage, i ? "1245" : "12345");
		end(&stage);
	}
}

static void what_cannot_match_may_fail(void **state)
{
	static const char *const lines[] = {"-K --yes proto = tcp and dport = :1003",
		"-K --yes state close-wait", "-K --yes family = ipv6 and proto = udp",
		"-K --yes --signal=TERM state close-wait"};
	static const int statuses[] = {0, 0, 3, 1};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct stage stage;

		begin(&stage, lines[i]);
		add_five(&stage);
		fake_fail(&stage.kernel,
			(struct fake_fault){CONN_UDP, CONN_IPV4, FAKE_DONE, -ENOENT, 99});
		assert_status(&stage, statuses[i]);
		end(&stage);
	}
}

static void a_refusal_is_told_of_each_socket(void **state)
{
	struct stage stage;

	(void)state;
	begin_with(&stage, "-K --yes state established", -EPERM, "6.18.0");
	add_five(&stage);
	assert_status(&stage, 1);
	assert_left(&stage, "12345");
	assert_int_equal(count_lines(stage.said.output), 3);
	assert_in(stage.said.output, ": not permitted (needs CAP_NET_ADMIN");
	assert_in(stage.said.errors, "0 closed or gone, 3 not closed, 0 kept");
	end(&stage);
}

static void one_that_stays_does_not_stop_the_others(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage, "-K --yes sport = :80 and state connected");
	add_five(&stage);
	fake_find(&stage.kernel, 3)->tough = true;
	assert_status(&stage, 1);
	assert_left(&stage, "135");
	assert_in(stage.said.output, ": still there (CLOSE_WAIT)\n");
	assert_in(stage.said.errors, "2 closed or gone, 1 not closed, 0 kept");
	end(&stage);
}

static void an_old_kernel_is_not_made_to_leak_an_orphan(void **state)
{
	struct stage stage;

	(void)state;
	begin_with(&stage, "-K --yes sport = :80", 0, "6.10.9");
	add(&stage, 1, CONN_TCP, CONN_LAST_ACK, "10.0.0.1:80", "10.0.0.9:1001")->conn.inode = 0;
	assert_status(&stage, 1);
	assert_int_equal(stage.kernel.destroy_count, 0);
	assert_in(stage.said.output, "refused: a kernel before 6.11");
	end(&stage);
}

static void a_kernel_that_cannot_is_not_asked(void **state)
{
	struct stage stage;

	(void)state;
	begin_with(&stage, "-K --yes sport = :80", -EOPNOTSUPP, "6.18.0");
	add_five(&stage);
	assert_status(&stage, 1);
	assert_int_equal(stage.kernel.destroy_count, 0);
	assert_in(stage.said.errors, "kernel has no SOCK_DESTROY");
	end(&stage);
}

/* That nobody holds it is not known, where owners are hidden. */
static void a_signal_to_a_hidden_owner_names_what_is_missing(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage, "-K --yes --signal=TERM dport = :1003");
	add_five(&stage);
	row_owners_done(&stage.engine.row_owners);
	row_owners_init(&stage.engine.row_owners, "/nowhere");
	assert_status(&stage, 1);
	assert_in(stage.said.output, ": owners hidden: there is no /proc\n");
	end(&stage);
}

/* Two UDP sockets on one port, without a known process: the kernel's cookies differ. */
static void sockets_with_the_same_addresses_are_told_apart(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage, "-K --yes -u sport = :80");
	add(&stage, 27, CONN_UDP, CONN_CLOSED, "0.0.0.0:80", "0.0.0.0:0");
	add(&stage, 28, CONN_UDP, CONN_CLOSED, "0.0.0.0:80", "0.0.0.0:0");
	assert_status(&stage, 0);
	assert_in(stage.said.output, " sk:1b: ");
	assert_in(stage.said.output, " sk:1c: ");
	end(&stage);
}

/* The same addresses on two links; index 99 has no name. */
static void sockets_that_differ_in_the_interface_are_told_apart(void **state)
{
	struct stage stage;

	(void)state;
	begin(&stage, "-K --yes -l sport = :80");
	add(&stage, 1, CONN_TCP, CONN_LISTEN, "[fe80::1]:80", "[::]:0")->conn.interface = 98;
	add(&stage, 2, CONN_TCP, CONN_LISTEN, "[fe80::1]:80", "[::]:0")->conn.interface = 99;
	assert_status(&stage, 0);
	assert_in(stage.said.output, "tcp LISTEN [fe80::1]%if98:80 ");
	assert_in(stage.said.output, "tcp LISTEN [fe80::1]%if99:80 ");
	end(&stage);
}

/* -------- as data -------- */

struct seen {
	char result[32], error[128], state[32], remote[32];
};

static void see(void *context, const char *path, const char *value)
{
	struct seen *seen = context;

	if (strcmp(path, "result") == 0)
		snprintf(seen->result, sizeof(seen->result), "%s", value);
	if (strcmp(path, "error") == 0)
		snprintf(seen->error, sizeof(seen->error), "%s", value);
	if (strcmp(path, "socket.state") == 0)
		snprintf(seen->state, sizeof(seen->state), "%s", value);
	if (strcmp(path, "socket.remote.port") == 0)
		snprintf(seen->remote, sizeof(seen->remote), "%s", value);
}

/* Reads the line at *at, which is an object, and moves *at behind it. */
static struct seen next_object(const char **at)
{
	size_t length = strcspn(*at, "\n");
	struct seen seen = {""};

	assert_int_equal((*at)[0], '{');
	assert_int_equal(json_read(*at, length, see, &seen), 0);
	*at += length + 1;
	return seen;
}

static void json_is_one_object_a_line(void **state)
{
	struct stage stage;
	struct seen seen;
	const char *at;

	(void)state;
	begin(&stage, "-K --yes --json sport = :80");
	add_five(&stage);
	fake_find(&stage.kernel, 3)->tough = true;
	assert_status(&stage, 1);
	at = stage.said.output;
	seen = next_object(&at);
	assert_string_equal(seen.result, "kept");
	assert_in(seen.error, "a listener");
	for (int i = 0; i < 3; i++) {
		seen = next_object(&at);
		if (strcmp(seen.remote, "1003") == 0) {
			assert_string_equal(seen.result, "still-there");
			assert_string_equal(seen.error, "still there (CLOSE_WAIT)");
		} else {
			assert_string_equal(seen.result, "closed");
			assert_string_equal(seen.error, "null");
			assert_string_equal(seen.state, "ESTABLISHED");
		}
	}
	assert_string_equal(at, "");
	end(&stage);
}

static void reasons_in_data_are_never_translated(void **state)
{
	struct close_outcome outcome = {.result = CLOSE_RESULT_NOT_PERMITTED, .error = -EPERM};
	char *root = catalogue_open();
	struct buffer people = {0}, data = {0};

	(void)state;
	if (!root)
		return;
	result_text_add_result(&people, &outcome);
	result_text_add_plain(&data, &outcome);
	catalogue_close(root);
	setlocale(LC_ALL, "C");
	assert_string_equal(
		buffer_get(&data), "not permitted (needs CAP_NET_ADMIN in the namespace's owner)");
	assert_string_not_equal(buffer_get(&people), buffer_get(&data));
	buffer_clear(&data);
	outcome = (struct close_outcome){.result = CLOSE_RESULT_FAILED, .error = -ENOBUFS};
	result_text_add_plain(&data, &outcome);
	assert_string_equal(buffer_get(&data), "failed: No buffer space available");
	buffer_done(&people);
	buffer_done(&data);
}

/* -------- one's own session -------- */

static bool is_guarded(struct stage *stage, const struct session_guard *guard, uint64_t cookie)
{
	const struct track *track = &stage->engine.track;

	for (uint32_t row = 0; row < track->row_count; row++)
		if (track->rows[row].conn.cookie == cookie)
			return session_guard_is_own_session(guard, &stage->engine, row);
	fail_msg("no row %d", (int)cookie);
	return false;
}

static void the_ssh_session_is_known_by_its_addresses(void **state)
{
	struct session_guard guard = {.count = 0};
	struct instant now = {.boot_us = 1000, .mono_us = 1000};
	struct stage stage;

	(void)state;
	begin(&stage, "-K --dry-run port = :22");
	stage.said = (struct capture){NULL, NULL, {0}, {0}};
	add(&stage, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:22", "10.0.0.9:4001");
	add(&stage, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:22", "10.0.0.9:4002");
	add(&stage, 3, CONN_TCP, CONN_ESTABLISHED, "[::ffff:10.0.0.1]:22",
		"[::ffff:10.0.0.9]:4003");
	add(&stage, 4, CONN_TCP, CONN_ESTABLISHED, "[fe80::1]:22", "[fe80::2]:4004");
	add(&stage, 5, CONN_TCP, CONN_ESTABLISHED, "10.0.0.9:4001", "10.0.0.1:22");
	add(&stage, 6, CONN_TCP, CONN_LISTEN, "10.0.0.1:22", "0.0.0.0:0");
	add(&stage, 7, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:22", "10.0.1.9:4001");
	add(&stage, 8, CONN_UDP, CONN_ESTABLISHED, "10.0.0.1:22", "10.0.0.9:4001");
	engine_refresh(&stage.engine, &now);

	assert_false(is_guarded(&stage, &guard, 1));
	session_guard_add_session(&guard, "10.0.0.9 4001 10.0.0.1 22");
	session_guard_add_session(&guard, "10.0.0.9 4001 10.0.0.1 22");
	assert_int_equal(guard.session_count, 1);
	assert_true(is_guarded(&stage, &guard, 1));
	assert_true(is_guarded(&stage, &guard, 5));
	for (uint64_t cookie = 2; cookie <= 8; cookie++)
		assert_true(cookie == 5 || !is_guarded(&stage, &guard, cookie));
	session_guard_add_session(&guard, "10.0.0.9 4003 10.0.0.1 22");
	assert_true(is_guarded(&stage, &guard, 3));
	session_guard_add_session(&guard, "fe80::2%eth0 4004 fe80::1%eth0 22");
	assert_true(is_guarded(&stage, &guard, 4));
	assert_false(is_guarded(&stage, &guard, 2));
	session_guard_done(&guard);
	end(&stage);
}

static void what_is_no_session_is_left_out(void **state)
{
	static const char *const values[] = {
		"", "10.0.0.9", "10.0.0.9 4001 10.0.0.1", "10.0.0.9 x 10.0.0.1 22", "     "};
	struct session_guard guard = {.count = 0};
	char value[4096];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++)
		session_guard_add_session(&guard, values[i]);
	memset(value, 'a', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	session_guard_add_session(&guard, value);
	assert_int_equal(guard.session_count, 0);
	for (unsigned i = 0; i < SESSION_GUARD_SESSIONS_MAX + 10; i++) {
		snprintf(value, sizeof(value), "10.0.0.9 %u 10.0.0.1 22", 1000 + i);
		session_guard_add_session(&guard, value);
	}
	assert_int_equal(guard.session_count, SESSION_GUARD_SESSIONS_MAX);
	session_guard_done(&guard);
}

/* -------- the command line -------- */

static void refuse(const char *const *words, const char *why)
{
	char *copies[WORDS_MAX + 1] = {NULL};
	struct options options;
	struct capture said;
	int count = 0, status;

	for (; words[count]; count++)
		copies[count] = alloc_copy(words[count]);
	capture_begin(&said);
	optind = 0;
	status = option_parse(count, copies, page_list_scope, writer_format, &options);
	capture_end(&said);
	assert_int_equal(status, 2);
	assert_string_equal(said.output, "");
	assert_in(said.errors, why);
	capture_done(&said);
	options_done(&options);
	for (int i = 0; i < count; i++)
		free(copies[i]);
}

static void a_filter_that_says_nothing_is_refused(void **state)
{
	static const char *const commands[][8] = {
		{"sockview", "-K", "--yes", NULL},
		{"sockview", "-K", "--yes", "", NULL},
		{"sockview", "-K", "--dry-run", "", "", NULL},
		{"sockview", "-K", "--yes", " \t ", NULL},
		{"sockview", "-K", "--yes", "-l", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		refuse(commands[i], "needs a FILTER");
}

static void what_does_not_go_together_is_refused(void **state)
{
	static const char *const read_only[] = {
		"sockview", "-K", "--yes", "--read-only", "state", "listen", NULL};
	static const char *const csv[] = {
		"sockview", "-K", "--yes", "--csv", "state", "listen", NULL};
	static const char *const count[] = {
		"sockview", "-K", "--yes", "-c", "3", "state", "listen", NULL};

	(void)state;
	refuse(read_only, "--read-only");
	refuse(csv, "table or json");
	refuse(count, "--batch");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(just_what_matches_is_closed),
		cmocka_unit_test(a_listener_that_happens_to_match_is_kept),
		cmocka_unit_test(a_listener_that_is_meant_is_closed),
		cmocka_unit_test(a_dry_run_closes_nothing),
		cmocka_unit_test(a_dry_run_ends_as_the_deed_would),
		cmocka_unit_test(what_matches_nothing_ends_with_3),
		cmocka_unit_test(a_dump_that_fails_is_said_and_ends_with_1),
		cmocka_unit_test(what_cannot_match_may_fail),
		cmocka_unit_test(a_refusal_is_told_of_each_socket),
		cmocka_unit_test(a_signal_to_a_hidden_owner_names_what_is_missing),
		cmocka_unit_test(sockets_with_the_same_addresses_are_told_apart),
		cmocka_unit_test(sockets_that_differ_in_the_interface_are_told_apart),
		cmocka_unit_test(one_that_stays_does_not_stop_the_others),
		cmocka_unit_test(an_old_kernel_is_not_made_to_leak_an_orphan),
		cmocka_unit_test(a_kernel_that_cannot_is_not_asked),
		cmocka_unit_test(json_is_one_object_a_line),
		cmocka_unit_test(reasons_in_data_are_never_translated),
		cmocka_unit_test(the_ssh_session_is_known_by_its_addresses),
		cmocka_unit_test(what_is_no_session_is_left_out),
		cmocka_unit_test(a_filter_that_says_nothing_is_refused),
		cmocka_unit_test(what_does_not_go_together_is_refused),
	};

	unsetenv("SSH_CONNECTION");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
