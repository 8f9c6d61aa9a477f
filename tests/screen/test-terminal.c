/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The real program on terminals that behave badly: that go away, that nobody reads, that cannot do
 * anything; and whether it leaves them as it found them, whatever ends it.
 */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "support/pty.h"
#include "support/random.h"
#include "support/space.h"

/* Something that is on every screen of 80 columns. */
#define HEADING "STATE"

/* xterm: the alternate screen is left, the mouse let go, pasted text no longer marked. */
#define LEAVE_SCREEN "\033[?1049l"
#define LEAVE_PASTES "\033[?2004l"
#define LEAVE_MOUSE "\033[?1006;1000l"

static const char *program(void)
{
	const char *path = getenv("SOCKVIEW");

	return path ? path : "./sockview";
}

static void start_with(struct pty *pty, const char *option, struct pty_start start)
{
	const char *arguments[] = {program(), option, NULL};

	start.arguments = arguments;
	pty_start(pty, &start);
}

/* Starts it and waits for its screen. */
static void open_screen(struct pty *pty, const char *option, struct pty_start start)
{
	start_with(pty, option, start);
	assert_true(pty_wait_text(pty, HEADING));
	assert_false(pty_modes_restored(pty)); /* or the checks below say nothing */
}

static bool wrote(const struct pty *pty, const char *text)
{
	return memmem(buffer_get(&pty->output), pty->output.length, text, strlen(text)) != NULL;
}

/* True unless it was hidden, and not shown again behind that. */
static bool cursor_is_visible(const struct pty *pty)
{
	bool visible = true;

	for (size_t at = 0; at + 6 <= pty->output.length; at++)
		if (memcmp(pty->output.data + at, "\033[?25", 5) == 0)
			visible = pty->output.data[at + 5] == 'h';
	return visible;
}

static void assert_restored(const struct pty *pty)
{
	assert_true(wrote(pty, LEAVE_SCREEN));
	assert_true(cursor_is_visible(pty));
	assert_true(wrote(pty, LEAVE_MOUSE));
	assert_true(wrote(pty, LEAVE_PASTES));
	assert_true(pty_modes_restored(pty));
}

/* -------- ends -------- */

static void q_ends_it_and_restores_the_terminal(void **state)
{
	struct pty pty;

	(void)state;
	open_screen(&pty, NULL, (struct pty_start){0});
	pty_forget(&pty);
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	assert_restored(&pty);
	pty_done(&pty);
}

static void control_c_ends_it_with_status_0(void **state)
{
	struct pty pty;

	(void)state;
	open_screen(&pty, NULL, (struct pty_start){0});
	pty_forget(&pty);
	pty_type(&pty, "\003");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	assert_restored(&pty);
	pty_done(&pty);
}

static void every_signal_that_ends_it_restores_the_terminal(void **state)
{
	static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGALRM, SIGSEGV,
		SIGBUS, SIGFPE, SIGILL, SIGABRT};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(signals); i++) {
		struct pty pty;

		open_screen(&pty, NULL, (struct pty_start){0});
		pty_forget(&pty);
		kill(pty.pid, signals[i]);
		assert_int_equal(pty_wait_end(&pty, true), 128 + signals[i]);
		assert_restored(&pty);
		pty_done(&pty);
	}
}

static void a_signal_that_comes_while_it_starts_leaves_the_terminal_as_it_was(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int i = 0; i < 120; i++) {
		struct timespec nap = {.tv_nsec = random_below(&seed, 10000000)};
		struct pty pty;
		int status;

		start_with(&pty, NULL, (struct pty_start){0});
		nanosleep(&nap, NULL);
		kill(pty.pid, SIGTERM);
		status = pty_wait_end(&pty, true);
		assert_int_equal(status, 128 + SIGTERM);
		assert_true(pty_modes_restored(&pty));
		if (wrote(&pty, "\033[?1049h"))
			assert_true(wrote(&pty, LEAVE_SCREEN));
		pty_done(&pty);
	}
}

/* -------- terminals that go away, or are not read -------- */

static void ignore_hangup(void)
{
	signal(SIGHUP, SIG_IGN);
}

static void expect_end_without_terminal(void (*prepare)(void))
{
	struct pty pty;
	int64_t before;

	open_screen(&pty, NULL, (struct pty_start){.prepare = prepare});
	before = pty_cpu_us(&pty);
	pty_vanish(&pty);
	assert_int_equal(pty_wait_end(&pty, false), 128 + SIGHUP);
	/* It ended, and did not go round in circles first. */
	assert_true(pty.cpu_us - before < 1000000);
	pty_done(&pty);
}

static void a_terminal_that_vanishes_ends_it(void **state)
{
	(void)state;
	expect_end_without_terminal(NULL);
}

static void also_where_the_hangup_signal_is_ignored(void **state)
{
	(void)state;
	expect_end_without_terminal(ignore_hangup);
}

static int listen_somewhere(struct sockaddr_in *ret_address)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_return_code(bind(fd, (struct sockaddr *)&address, length), errno);
	assert_return_code(listen(fd, 128), errno);
	assert_return_code(getsockname(fd, (struct sockaddr *)&address, &length), errno);
	*ret_address = address;
	return fd;
}

/* A connection opened and reset: something for each refresh to show. */
static void make_a_change(const struct sockaddr_in *address)
{
	static const struct linger at_once = {.l_onoff = 1};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	connect(fd, (const struct sockaddr *)address, sizeof(*address));
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(fd);
}

/* Sleeps of the program since it started: each refresh ends with one. */
static long sleeps(const struct pty *pty)
{
	return pty_proc_number(pty, "voluntary_ctxt_switches:");
}

/* Lets it refresh so often, on a table that changes, with nobody reading. */
static bool let_refresh(
	const struct pty *pty, const struct sockaddr_in *address, int listener, long times)
{
	const struct timespec nap = {.tv_nsec = 20000000};
	long begun = sleeps(pty);

	for (int i = 0; i < PTY_PATIENCE_MS / 20; i++) {
		int fd;

		if (sleeps(pty) - begun >= times)
			return true;
		make_a_change(address);
		fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			close(fd);
		nanosleep(&nap, NULL);
	}
	return false;
}

/* Paints more than a terminal keeps for a reader. */
static void stall(struct pty *pty)
{
	const struct timespec nap = {.tv_nsec = 20000000};

	for (int i = 0; i < 40; i++) {
		pty_resize(pty, 150 + i % 2, 400 + i % 3);
		nanosleep(&nap, NULL);
	}
}

static void a_terminal_that_nobody_reads_stops_neither_it_nor_its_end(void **state)
{
	static const int signals[] = {SIGTERM, SIGHUP, SIGINT};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(signals); i++) {
		struct sockaddr_in address;
		int listener = listen_somewhere(&address);
		struct pty pty;
		long before, after;

		open_screen(
			&pty, "--interval=0.1", (struct pty_start){.rows = 150, .columns = 400});
		stall(&pty);
		assert_true(let_refresh(&pty, &address, listener, 10));
		before = pty_proc_number(&pty, "VmRSS:");
		assert_true(let_refresh(&pty, &address, listener, i ? 3 : 30));
		after = pty_proc_number(&pty, "VmRSS:");
		assert_true(before > 0 && after < before + 1024);
		kill(pty.pid, signals[i]);
		assert_int_equal(pty_wait_end(&pty, false), 128 + signals[i]);
		assert_true(pty_modes_restored(&pty));
		pty_done(&pty);
		close(listener);
	}
}

static void a_terminal_that_is_read_again_shows_what_is_true_by_then(void **state)
{
	struct sockaddr_in address;
	int listener = listen_somewhere(&address);
	char port[32];
	struct pty pty;

	(void)state;
	open_screen(&pty, "--interval=0.1", (struct pty_start){.rows = 150, .columns = 400});
	stall(&pty);
	close(listener);
	listener = listen_somewhere(&address);
	snprintf(port, sizeof(port), "127.0.0.1:%u", ntohs(address.sin_port));
	assert_true(pty_wait_text(&pty, port));
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	pty_done(&pty);
	close(listener);
}

static void stop_output(void)
{
	tcflow(STDOUT_FILENO, TCOOFF);
}

static void a_terminal_that_was_stopped_before_it_started_stops_it_neither(void **state)
{
	struct sockaddr_in address;
	int listener = listen_somewhere(&address);
	struct pty pty;

	(void)state;
	start_with(&pty, "--interval=0.1", (struct pty_start){.prepare = stop_output});
	assert_true(let_refresh(&pty, &address, listener, 15));
	assert_false(pty_take(&pty, 0));
	close(listener);
	kill(pty.pid, SIGTERM);
	assert_int_equal(pty_wait_end(&pty, false), 128 + SIGTERM);
	assert_true(pty_modes_restored(&pty));
	pty_done(&pty);
}

static void a_stalled_terminal_can_be_stopped_and_woken(void **state)
{
	struct sockaddr_in address;
	int listener = listen_somewhere(&address);
	struct pty pty;

	(void)state;
	open_screen(&pty, "--interval=0.1", (struct pty_start){.rows = 150, .columns = 400});
	stall(&pty);
	kill(pty.pid, SIGSTOP);
	kill(pty.pid, SIGCONT);
	assert_true(let_refresh(&pty, &address, listener, 15));
	kill(pty.pid, SIGTERM);
	assert_int_equal(pty_wait_end(&pty, false), 128 + SIGTERM);
	pty_done(&pty);
	close(listener);
}

/* -------- sizes and keys -------- */

static void every_size_and_a_storm_of_them_is_survived(void **state)
{
	static const int sizes[][2] = {{1, 1}, {0, 0}, {2, 80}, {24, 2}, {5, 20}, {200, 500},
		{60, 200}, {24, 80}, {3, 3}, {1, 500}, {300, 1}, {10, 40}};
	uint64_t seed = random_seed();
	struct pty pty;

	(void)state;
	open_screen(&pty, NULL, (struct pty_start){0});
	for (int i = 0; i < 800; i++) {
		const int *size = sizes[random_below(&seed, COUNT_OF(sizes))];

		pty_resize(&pty, size[0], size[1]);
		while (pty_take(&pty, i % 50 ? 0 : 2))
			;
		pty_forget(&pty);
	}
	pty_resize(&pty, 24, 80);
	assert_true(pty_wait_text(&pty, HEADING));
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	assert_restored(&pty);
	pty_done(&pty);
}

/* The last row that is painted of a terminal that says it is so large, by the cursor's moves. */
static long last_row(const struct pty *pty)
{
	const char *at = buffer_get(&pty->output), *end = at + pty->output.length;
	long last = 0;

	while ((at = memchr(at, '\033', (size_t)(end - at)))) {
		char *behind;
		long row;

		at++;
		if (*at != '[')
			continue;
		row = strtol(at + 1, &behind, 10);
		if ((*behind == ';' || *behind == 'd') && row > last)
			last = row;
	}
	return last;
}

static void expect_a_thousand_rows(struct pty *pty)
{
	while (last_row(pty) < 1000)
		assert_true(pty_take(pty, PTY_PATIENCE_MS));
	while (pty_take(pty, 500))
		;
	assert_int_equal(last_row(pty), 1000);
	/* Cells of a thousand rows and columns, in KiB; more than twice that for each */
	assert_in_range(pty_proc_number(pty, "VmHWM:"), 1, 400 * 1024);
}

static void of_absurd_sizes_a_thousand_rows_and_columns_are_used(void **state)
{
	static const int sizes[] = {1001, 4000, 65535};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct pty pty;

		/* from the beginning, and later */
		open_screen(&pty, "--interval=3600",
			(struct pty_start){.rows = sizes[i], .columns = sizes[i]});
		expect_a_thousand_rows(&pty);
		pty_resize(&pty, 24, 80);
		pty_forget(&pty);
		assert_true(pty_wait_text(&pty, HEADING));
		pty_forget(&pty);
		pty_resize(&pty, sizes[i], sizes[i]);
		expect_a_thousand_rows(&pty);
		kill(pty.pid, SIGTERM);
		assert_int_equal(pty_wait_end(&pty, true), 128 + SIGTERM);
		assert_restored(&pty);
		pty_done(&pty);
	}
}

static void forget_size(void)
{
	const struct winsize none = {0};

	ioctl(STDOUT_FILENO, TIOCSWINSZ, &none);
}

static void also_where_the_environment_says_them(void **state)
{
	static const char *const variables[] = {"LINES=99999", "COLUMNS=99999", NULL};
	struct pty pty;

	(void)state;
	open_screen(&pty, "--interval=3600",
		(struct pty_start){.variables = variables, .prepare = forget_size});
	expect_a_thousand_rows(&pty);
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	pty_done(&pty);
}

/* Keys that the program has no use for, pressed again and again. */
static void keys_that_mean_nothing_do_not_end_it(void **state)
{
	static const char *const keys[] = {"\033[Z", "\033[2~", "\033[1;2A", "\033[<2;5;5M",
		"\033[<2;5;5m", "\033[<0;5;5m", "\351", "\033[57399u"};
	struct pty pty;

	(void)state;
	open_screen(&pty, "--interval=3600", (struct pty_start){0});
	for (size_t key = 0; key < COUNT_OF(keys); key++) {
		for (int i = 0; i < 80; i++) {
			const struct timespec nap = {.tv_nsec = 3000000};

			pty_type(&pty, keys[key]);
			nanosleep(&nap, NULL);
			while (pty_take(&pty, 0))
				;
		}
	}
	pty_forget(&pty);
	pty_type(&pty, "?");
	assert_true(pty_wait_text(&pty, "Marks"));
	pty_type(&pty, "\003");
	pty_type(&pty, "qqq");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	pty_done(&pty);
}

static void random_bytes_do_not_crash_it(void **state)
{
	static const char most[] =
		"\033\033\033[[[OO0123456789;;~~<Mm?ABCDHF \r\n\t\177\200\303\251"
		"46TDL#pZrdFIkyngG\\/=!eS<>";
	uint64_t seed = random_seed();
	struct pty pty;

	(void)state;
	open_screen(&pty, "--interval=0.1", (struct pty_start){0});
	for (int i = 0; i < 400; i++) {
		char bytes[100];

		for (size_t at = 0; at < sizeof(bytes); at++)
			bytes[at] = random_below(&seed, 8)
					    ? most[random_below(&seed, sizeof(most) - 1)]
					    : (char)random_below(&seed, 256);
		for (size_t at = 0; at < sizeof(bytes); at++)
			if (strchr("\003\004\032\034q", bytes[at])) /* these end or stop it */
				bytes[at] = 'x';
		pty_type_bytes(&pty, bytes, sizeof(bytes));
		pty_take(&pty, 2);
		pty_forget(&pty);
		if (kill(pty.pid, 0) < 0)
			break;
	}
	/* F10 may have been among them. */
	kill(pty.pid, SIGTERM);
	assert_true(pty_wait_end(&pty, true) == 128 + SIGTERM || pty.status == 0);
	pty_done(&pty);
}

/* -------- what terminals can do -------- */

static void known_terminals_get_a_screen_and_are_left(void **state)
{
	static const char *const terms[] = {"TERM=linux", "TERM=vt100", "TERM=xterm-256color",
		"TERM=screen", "TERM=tmux", "TERM=xterm", "TERM=ansi"};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(terms); i++) {
		/* On the console the library of gpm, which ncurses loads, forgets to
		 * free 10 bytes. */
		const char *variables[] = {terms[i], "ASAN_OPTIONS=detect_leaks=0", NULL};
		struct pty pty;

		start_with(&pty, NULL, (struct pty_start){.variables = variables});
		if (!pty_wait_text(&pty, HEADING)) {
			/* not every machine knows every terminal */
			assert_true(wrote(&pty, "TERM names no terminal"));
			print_message("%s is not known here\n", terms[i]);
		} else {
			pty_type(&pty, "q");
			assert_int_equal(pty_wait_end(&pty, true), 0);
			assert_true(pty_modes_restored(&pty));
		}
		pty_done(&pty);
	}
}

static size_t lines_of(const struct buffer *text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text->length; i++)
		lines += text->data[i] == '\n';
	return lines;
}

static void unusable_terminals_get_one_line_that_names_once(void **state)
{
	static const char *const terms[] = {"TERM", "TERM=", "TERM=dumb", "TERM=nonsense-42",
		"TERM=../../etc/passwd", "TERM=a\033[31mb",
		("TERM="
		 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(terms); i++) {
		const char *variables[] = {terms[i], NULL};
		struct pty pty;

		start_with(&pty, NULL, (struct pty_start){.variables = variables});
		assert_int_equal(pty_wait_end(&pty, true), 1);
		assert_true(wrote(&pty, "--once"));
		assert_false(wrote(&pty, "\033"));
		assert_int_equal(lines_of(&pty.output), 1);
		assert_true(pty_modes_restored(&pty));
		pty_done(&pty);
	}
}

static void close_input(void)
{
	close(STDIN_FILENO);
}

static void input_from_null(void)
{
	int null = open("/dev/null", O_RDONLY);

	dup2(null, STDIN_FILENO);
}

static void without_a_terminal_to_read_from_it_names_once(void **state)
{
	void (*const prepares[])(void) = {close_input, input_from_null};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(prepares); i++) {
		struct pty pty;

		start_with(&pty, NULL, (struct pty_start){.prepare = prepares[i]});
		assert_int_equal(pty_wait_end(&pty, true), 1);
		assert_true(wrote(&pty, "--once"));
		assert_int_equal(lines_of(&pty.output), 1);
		pty_done(&pty);
	}
}

/* True where a colour is set: SGR 30 to 49 or 90 to 107, alone or in a list. */
static bool sets_color(const struct buffer *output)
{
	const char *at = output->data, *end = at + output->length;

	while ((at = memmem(at, (size_t)(end - at), "\033[", 2))) {
		for (at += 2; at < end && (*at == ';' || (*at >= '0' && *at <= '9'));) {
			char *after;
			long number = strtol(at + (*at == ';'), &after, 10);

			if (after == at)
				break;
			at = after;
			if (at < end && (*at == 'm' || *at == ';') && number >= 30 &&
				number < 108 && number != 39 && number != 49)
				return true;
		}
	}
	return false;
}

static bool screen_has_color(const char *option, const char *const *variables)
{
	struct pty pty;
	bool found;

	open_screen(&pty, option, (struct pty_start){.variables = variables});
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	found = sets_color(&pty.output);
	pty_done(&pty);
	return found;
}

static void colors_are_as_the_user_wants_them(void **state)
{
	static const char *const none[] = {"NO_COLOR=1", NULL};
	static const char *const empty[] = {"NO_COLOR=", NULL};
	static const char *const poor[] = {"TERM=vt100", NULL};

	(void)state;
	assert_true(screen_has_color("--color=auto", NULL));
	assert_true(screen_has_color(NULL, empty));
	assert_true(screen_has_color("--color=always", none));
	assert_false(screen_has_color(NULL, none));
	assert_false(screen_has_color("--color=never", NULL));
	assert_false(screen_has_color("--color=always", poor));
}

static void expect_ascii(const char *option, const char *const *variables)
{
	struct pty pty;

	open_screen(&pty, option, (struct pty_start){.variables = variables});
	pty_type(&pty, "?");
	assert_true(pty_wait_text(&pty, "Marks"));
	pty_type(&pty, "\r");
	pty_type(&pty, "q");
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	for (size_t i = 0; i < pty.output.length; i++)
		assert_true((unsigned char)pty.output.data[i] < 0x80);
	pty_done(&pty);
}

static void other_charsets_get_ascii_only(void **state)
{
	static const char *const plain[] = {"LC_ALL=C", NULL};
	static const char *const foreign[] = {"LC_ALL=C", "LANGUAGE=zh_CN", NULL};

	(void)state;
	expect_ascii(NULL, plain);
	expect_ascii(NULL, foreign);
	expect_ascii("--ascii", NULL);
}

/* -------- what it may do -------- */

static int count_bits(unsigned long long set)
{
	return __builtin_popcountll(set);
}

static unsigned long long capabilities(const struct pty *pty, const char *word)
{
	char path[64], line[256];
	unsigned long long set = ~0ULL;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pty->pid);
	file = fopen(path, "re");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, word, strlen(word)) == 0)
			set = strtoull(line + strlen(word), NULL, 16);
	fclose(file);
	return set;
}

static void expect_rights(const char *option, int most)
{
	struct pty pty;

	open_screen(&pty, option, (struct pty_start){0});
	assert_int_equal(pty_proc_number(&pty, "NoNewPrivs:"), 1);
	assert_in_range(count_bits(capabilities(&pty, "CapPrm:")), 0, most);
	assert_in_range(count_bits(capabilities(&pty, "CapEff:")), 0, most);
	assert_in_range(count_bits(capabilities(&pty, "CapBnd:")), 0, most);
	assert_int_equal(capabilities(&pty, "CapInh:"), 0);
	assert_int_equal(capabilities(&pty, "CapAmb:"), 0);
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	pty_done(&pty);
}

static void it_keeps_the_rights_of_its_mode_only(void **state)
{
	(void)state;
	expect_rights(NULL, 4);
	expect_rights("--read-only", 2);
}

static void lose_rights(void)
{
	for (int capability = 0; capability < 64; capability++)
		prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
}

static void without_rights_it_shows_everything_and_says_what_it_may_not(void **state)
{
	struct sockaddr_in address;
	int listener = listen_somewhere(&address), client, server;
	/* What comes with a question is no answer. */
	const struct timespec reading = {.tv_nsec = 400000000};
	struct pty pty;

	(void)state;
	client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_return_code(connect(client, (struct sockaddr *)&address, sizeof(address)), errno);
	server = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	open_screen(&pty, "--sort=state", (struct pty_start){.prepare = lose_rights});
	assert_int_equal(capabilities(&pty, "CapPrm:"), 0);
	assert_true(pty_wait_text(&pty, "127.0.0.1:"));
	pty_type(&pty, "k");
	assert_true(pty_wait_text(&pty, "CAP_NET_ADMIN"));
	pty_forget(&pty);
	nanosleep(&reading, NULL);
	pty_type(&pty, "y");
	assert_true(pty_wait_text(&pty, "not permitted"));
	assert_int_equal(send(client, "x", 1, MSG_NOSIGNAL), 1);
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	pty_done(&pty);
	close(client);
	close(server);
	close(listener);
}

/* -------- raised rights -------- */

static const char *secure_folder; /* of the two copies below, and of a terminal's description */

static void become_nobody(void)
{
	if (setgroups(0, NULL) < 0 || setresgid(65534, 65534, 65534) < 0 ||
		setresuid(65534, 65534, 65534) < 0)
		_exit(99);
}

/* Starts a copy of the program as nobody, with a terminal that only the caller's files describe. */
static void start_copy(struct pty *pty, const char *name)
{
	char path[4096], terminfo[4096];
	const char *arguments[] = {path, NULL};
	const char *variables[] = {"TERM=sockview-evil", terminfo, NULL};

	snprintf(path, sizeof(path), "%s/%s", secure_folder, name);
	snprintf(terminfo, sizeof(terminfo), "TERMINFO=%s", secure_folder);
	pty_start(pty, &(struct pty_start){
			       .arguments = arguments,
			       .variables = variables,
			       .prepare = become_nobody,
		       });
}

static bool make_copies(void)
{
	char command[16384];

	snprintf(command, sizeof(command),
		"exec 2>/dev/null; cd '%s' && chmod 755 . && cp '%s' plain && cp plain raised && "
		"chmod 755 plain && chmod 4755 raised && "
		"printf 'sockview-evil|x,\\n\\tam, cols#80, lines#24, clear=\\\\E[H\\\\E[J, "
		"cup=\\\\E[%%%%i%%%%p1%%%%d;%%%%p2%%%%dH,\\n' >evil.ti && tic -x -o . evil.ti",
		secure_folder, program());
	return system(command) == 0;
}

/* Runs outside of the namespace, which knows one user only. */
static void with_raised_rights_it_trusts_no_files_of_the_caller(void **state)
{
	struct statvfs system_of;
	struct pty pty;

	(void)state;
	if (geteuid() != 0 || statvfs(secure_folder, &system_of) < 0 ||
		system_of.f_flag & ST_NOSUID || !make_copies()) {
		print_message("rights cannot be raised here\n");
		return;
	}
	start_copy(&pty, "plain");
	if (!pty_wait_text(&pty, HEADING)) {
		print_message("nobody cannot run it here: %s\n", buffer_get(&pty.output));
		pty_done(&pty);
		return;
	}
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	pty_done(&pty);
	start_copy(&pty, "raised");
	assert_int_equal(pty_wait_end(&pty, true), 1);
	assert_true(wrote(&pty, "TERM"));
	assert_false(wrote(&pty, HEADING));
	pty_done(&pty);
}

static int test_raised_rights(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_raised_rights_it_trusts_no_files_of_the_caller),
	};
	char folder[] = "/tmp/sockview-XXXXXX", command[64];
	int failed;

	secure_folder = mkdtemp(folder);
	if (!secure_folder)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command) == 0 ? failed : 1;
}

/* -------- descriptors -------- */

static size_t count_descriptors(const struct pty *pty)
{
	char path[64];
	size_t count = 0;

	for (int fd = 0; fd < 256; fd++) {
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)pty->pid, fd);
		count += access(path, F_OK) == 0 || errno == EACCES;
	}
	return count;
}

static void limit_to_16(void)
{
	struct rlimit limit = {16, 16};

	setrlimit(RLIMIT_NOFILE, &limit);
}

static void it_works_with_16_descriptors_and_loses_none(void **state)
{
	struct sockaddr_in address;
	int listener = listen_somewhere(&address);
	struct pty pty;
	size_t before;

	(void)state;
	open_screen(&pty, "--interval=0.1", (struct pty_start){.prepare = limit_to_16});
	pty_type(&pty, "?");
	assert_true(pty_wait_text(&pty, "Marks"));
	before = count_descriptors(&pty);
	pty_type(&pty, "\r");
	assert_true(let_refresh(&pty, &address, listener, 15));
	while (pty_take(&pty, 0))
		;
	assert_in_range(count_descriptors(&pty), 3, before);
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	assert_restored(&pty);
	pty_done(&pty);
	close(listener);
}

/* -------- memory -------- */

/* Starts the program with an allocation that fails, and asks it to end if that does not end it. */
static void starve(const char *path, int number)
{
	char variable[32];
	const char *variables[] = {variable, NULL}, *arguments[] = {path, "--interval=0.1", NULL};
	struct pty pty;

	snprintf(variable, sizeof(variable), "STARVE=%d", number);
	pty_start(&pty, &(struct pty_start){.arguments = arguments, .variables = variables});
	for (int i = 0; i < 8; i++)
		pty_take(&pty, 10);
	kill(pty.pid, SIGTERM);
	if (pty_wait_end(&pty, true) != 128 + SIGTERM && pty.status != 1)
		fail_msg("%s: status %d", variable, pty.status);
	if (!pty_modes_restored(&pty) || (wrote(&pty, "\033[?1049h") && !wrote(&pty, LEAVE_SCREEN)))
		fail_msg("%s: status %d, the terminal is not restored", variable, pty.status);
	/* ncurses has words of its own for it. */
	if (pty.status == 1 && !wrote(&pty, "sockview: ") && !wrote(&pty, "Out of memory"))
		fail_msg("%s: not a word", variable);
	pty_done(&pty);
}

static void every_failing_allocation_leaves_the_terminal_as_it_was(void **state)
{
	const char *build = getenv("builddir");
	char path[4096];

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/support/starved", build ? build : ".");
	if (access(path, X_OK) < 0) {
		print_message("allocations cannot be made to fail here\n");
		return;
	}
	for (int number = 1; number < 3000; number += 1 + number / 10) {
		starve(path, number);
		starve(path, -number);
	}
}

/* -------- the mouse -------- */

/* Waits until the program has said that it sorts, or has been silent for a second: the answer to
 * one click must be known before the next click, which may take the answer's words away. */
static bool says_it_sorts(struct pty *pty)
{
	for (int takes = 0; takes < 20 && !wrote(pty, "sorted by"); takes++)
		if (!pty_take(pty, 1000))
			break;
	return wrote(pty, "sorted by");
}

static void the_mouse_selects_and_sorts(void **state)
{
	struct sockaddr_in first, second;
	int one = listen_somewhere(&first), two = listen_somewhere(&second);
	char port[16];
	struct pty pty;
	bool sorted = false;

	(void)state;
	snprintf(port, sizeof(port), ":%u", ntohs(second.sin_port));
	open_screen(&pty, "--interval=60", (struct pty_start){0});
	assert_true(pty_wait_text(&pty, port));
	/* The headings are in one of these rows, by what is to be said above them. */
	for (int row = 3; row < 6 && !sorted; row++) {
		char click[64];

		snprintf(click, sizeof(click), "\033[<0;14;%dM\033[<0;14;%dm", row, row);
		pty_type(&pty, click);
		sorted = says_it_sorts(&pty);
	}
	assert_true(sorted);
	pty_forget(&pty);
	pty_type(&pty, "\033[<0;14;5M\033[<0;14;5mk");
	assert_true(pty_wait_text(&pty, "Close this listener"));
	pty_type(&pty, "\033\033");
	pty_type(&pty, "\003");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	pty_done(&pty);
	close(one);
	close(two);
}

static void without_the_mouse_the_terminal_keeps_it(void **state)
{
	struct pty pty;

	(void)state;
	open_screen(&pty, "--no-mouse", (struct pty_start){0});
	pty_type(&pty, "q");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	assert_false(wrote(&pty, "1000h"));
	pty_done(&pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(q_ends_it_and_restores_the_terminal),
		cmocka_unit_test(control_c_ends_it_with_status_0),
		cmocka_unit_test(every_signal_that_ends_it_restores_the_terminal),
		cmocka_unit_test(a_signal_that_comes_while_it_starts_leaves_the_terminal_as_it_was),
		cmocka_unit_test(a_terminal_that_vanishes_ends_it),
		cmocka_unit_test(also_where_the_hangup_signal_is_ignored),
		cmocka_unit_test(a_terminal_that_nobody_reads_stops_neither_it_nor_its_end),
		cmocka_unit_test(a_terminal_that_is_read_again_shows_what_is_true_by_then),
		cmocka_unit_test(a_terminal_that_was_stopped_before_it_started_stops_it_neither),
		cmocka_unit_test(a_stalled_terminal_can_be_stopped_and_woken),
		cmocka_unit_test(every_size_and_a_storm_of_them_is_survived),
		cmocka_unit_test(of_absurd_sizes_a_thousand_rows_and_columns_are_used),
		cmocka_unit_test(also_where_the_environment_says_them),
		cmocka_unit_test(keys_that_mean_nothing_do_not_end_it),
		cmocka_unit_test(random_bytes_do_not_crash_it),
		cmocka_unit_test(known_terminals_get_a_screen_and_are_left),
		cmocka_unit_test(unusable_terminals_get_one_line_that_names_once),
		cmocka_unit_test(without_a_terminal_to_read_from_it_names_once),
		cmocka_unit_test(colors_are_as_the_user_wants_them),
		cmocka_unit_test(other_charsets_get_ascii_only),
		cmocka_unit_test(it_keeps_the_rights_of_its_mode_only),
		cmocka_unit_test(without_rights_it_shows_everything_and_says_what_it_may_not),
		cmocka_unit_test(it_works_with_16_descriptors_and_loses_none),
		cmocka_unit_test(every_failing_allocation_leaves_the_terminal_as_it_was),
		cmocka_unit_test(the_mouse_selects_and_sorts),
		cmocka_unit_test(without_the_mouse_the_terminal_keeps_it),
	};
	int failed = test_raised_rights(), error = space_enter();

	if (error) {
		printf("no namespaces here: %s\n", strerror(-error));
		return 77;
	}
	if (space_enter_processes() < 0)
		printf("no PID namespace of our own here: all processes are read\n");
	return cmocka_run_group_tests(tests, NULL, NULL) + failed;
}
