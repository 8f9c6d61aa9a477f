/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Crashes, of several threads at once, too, on terminals that take nothing: they are restored. */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "app/screen/signals.h"
#include "support/pty.h"
#include "ui/term/term-rescue.h"

#define READY "ready"
#define LEAVE "\030[plain][off][leave]"

#define THREADS 4

/* A test that waits for a terminal is ended by this, and has failed. */
#define PATIENCE_SECONDS 120

/* How the program crashes; set before it is started. */
static struct {
	int signals[THREADS];
	void (*rescue)(void);
	bool does_not_block;
} plan;

static pthread_barrier_t together;

/* -------- the program that crashes -------- */

static void *crash(void *argument)
{
	const int *number = argument;

	pthread_barrier_wait(&together);
	raise(*number);
	return NULL;
}

static void nap(void)
{
	static const struct timespec time = {.tv_nsec = 30000000};

	nanosleep(&time, NULL);
}

/* A rescue that takes its time, so that the other threads crash while it is under way. */
static void rescue_slowly(void)
{
	nap();
	term_rescue();
}

static void take_terminal(void)
{
	struct buffer leave = {0}, plain = {0};
	struct termios modes, raw;

	tcgetattr(STDIN_FILENO, &modes);
	if (plan.does_not_block)
		fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK);
	term_rescue_begin(STDOUT_FILENO, &modes);
	buffer_text(&leave, "[leave]");
	buffer_text(&plain, "[plain]");
	term_rescue_learn(&leave, &plain);
	term_rescue_owe("[off]", 5);
	term_rescue_owe("[off]", 5);
	term_rescue_owe("leave", 5); /* is turned off by leaving anyway */
	buffer_done(&leave);
	buffer_done(&plain);
	raw = modes;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

/* Runs instead of a program; crashes when a key comes. */
static void crash_on_a_key(void)
{
	struct pollfd key = {.fd = STDIN_FILENO, .events = POLLIN};
	pthread_t threads[THREADS];

	take_terminal();
	signals_catch_crashes(plan.rescue);
	pthread_barrier_init(&together, NULL, THREADS);
	if (write(STDOUT_FILENO, READY, strlen(READY)) < 0 || poll(&key, 1, -1) < 0)
		_exit(1);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, crash, &plan.signals[i]);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	_exit(2);
}

/* -------- what it leaves -------- */

enum terminal {
	READ,
	STOPPED,
	FULL,
	TERMINALS,
};

static void check_status(int status)
{
	for (int i = 0; i < THREADS; i++)
		if (status == 128 + plan.signals[i])
			return;
	fail_msg("status %d", status);
}

static void run(enum terminal terminal)
{
	const char *arguments[] = {"/bin/false", NULL};
	struct pty pty;
	int inside;

	pty_start(&pty, &(struct pty_start){.arguments = arguments, .prepare = crash_on_a_key});
	assert_true(pty_wait_text(&pty, READY));
	pty_forget(&pty);
	inside = pty_open_inside(&pty);
	if (terminal == STOPPED)
		assert_true(pty_stop(&pty));
	if (terminal == FULL)
		assert_true(pty_fill(&pty));
	pty_type(&pty, "x");
	check_status(pty_wait_end(&pty, terminal == READ));
	while (pty_take(&pty, 5))
		;
	assert_true(pty_modes_restored(&pty));
	assert_true(pty.output.length >= strlen(LEAVE));
	assert_memory_equal(
		pty.output.data + pty.output.length - strlen(LEAVE), LEAVE, strlen(LEAVE));
	close(inside);
	pty_done(&pty);
}

static void run_everywhere(int rounds)
{
	for (enum terminal terminal = READ; terminal < TERMINALS; terminal++)
		for (int i = 0; i < (terminal == READ ? rounds : 5); i++)
			run(terminal);
}

static void plan_signals(int first, int second)
{
	for (int i = 0; i < THREADS; i++)
		plan.signals[i] = i % 2 ? second : first;
}

static void threads_that_crash_at_once_restore_the_terminal(void **state)
{
	(void)state;
	plan.rescue = term_rescue;
	plan_signals(SIGSEGV, SIGABRT);
	run_everywhere(100);
}

static void so_do_threads_that_crash_alike(void **state)
{
	(void)state;
	plan.rescue = term_rescue;
	plan_signals(SIGSEGV, SIGSEGV);
	run_everywhere(100);
}

static void nobody_ends_the_program_before_the_rescue_is_done(void **state)
{
	(void)state;
	plan.rescue = rescue_slowly;
	plan_signals(SIGSEGV, SIGSEGV);
	run_everywhere(5);
	plan_signals(SIGBUS, SIGABRT);
	run_everywhere(5);
}

static void it_makes_no_difference_that_the_terminal_does_not_block(void **state)
{
	(void)state;
	plan.rescue = term_rescue;
	plan.does_not_block = true;
	plan_signals(SIGSEGV, SIGABRT);
	run_everywhere(5);
	plan.does_not_block = false;
}

/* -------- the rescue by itself -------- */

static void a_descriptor_that_blocks_does_so_again_and_is_not_waited_for(void **state)
{
	struct termios modes;
	struct buffer leave = {0}, plain = {0};
	struct pty pty = {.status = 0};
	int inside;

	(void)state;
	pty.fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(pty.fd >= 0 && grantpt(pty.fd) == 0 && unlockpt(pty.fd) == 0);
	inside = pty_open_inside(&pty);
	assert_true(inside >= 0);
	assert_int_equal(tcgetattr(inside, &modes), 0);
	fcntl(inside, F_SETFL, fcntl(inside, F_GETFL) & ~O_NONBLOCK);
	assert_true(pty_fill(&pty));
	buffer_text(&leave, "[leave]");
	term_rescue_learn(&leave, &plain);
	term_rescue_begin(inside, &modes);
	assert_false(term_rescue_is_called());
	term_rescue();
	assert_true(term_rescue_is_called());
	assert_false(fcntl(inside, F_GETFL) & O_NONBLOCK);
	while (pty_take(&pty, 5))
		;
	assert_memory_equal(pty.output.data + pty.output.length - 7, "[leave]", 7);

	/* Done is done; and handed back, nothing happens until it is taken again. */
	pty_forget(&pty);
	term_rescue();
	term_rescue_end();
	term_rescue();
	assert_false(pty_take(&pty, 5));
	term_rescue_begin_again();
	term_rescue();
	assert_true(pty_take(&pty, 1000));
	term_rescue_end();
	close(inside);
	buffer_done(&leave);
	pty_done(&pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_that_crash_at_once_restore_the_terminal),
		cmocka_unit_test(so_do_threads_that_crash_alike),
		cmocka_unit_test(nobody_ends_the_program_before_the_rescue_is_done),
		cmocka_unit_test(it_makes_no_difference_that_the_terminal_does_not_block),
		cmocka_unit_test(a_descriptor_that_blocks_does_so_again_and_is_not_waited_for),
	};

	alarm(PATIENCE_SECONDS);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
