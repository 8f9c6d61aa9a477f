/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/random.h"
#include "ui/term/term-output.h"

/* A test that waits for a terminal is ended by this, and has failed. */
#define PATIENCE_SECONDS 60

/* An output into a pipe that is read only where the test says so. */
struct stage {
	struct term_output output;
	int reader;
};

static void stage_init(struct stage *stage)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
	stage->reader = ends[0];
	stage->output = (struct term_output){
		.terminal = ends[1], .memory = memfd_create("test", MFD_CLOEXEC)};
	assert_true(stage->output.memory >= 0);
}

static void stage_done(struct stage *stage)
{
	close(stage->reader);
	term_output_done(&stage->output);
}

/* What a writer does that knows nothing of all this. */
static void put(struct term_output *output, const char *bytes, size_t length)
{
	assert_int_equal(write(output->memory, bytes, length), length);
}

static size_t read_all(int fd, struct buffer *out)
{
	size_t before = out->length;
	char bytes[65536];
	ssize_t count;

	while ((count = read(fd, bytes, sizeof(bytes))) > 0)
		buffer_add(out, bytes, (size_t)count);
	return out->length - before;
}

static off_t memory_size(const struct term_output *output)
{
	return lseek(output->memory, 0, SEEK_END);
}

static void what_is_written_comes_out_at_the_terminal(void **state)
{
	struct buffer seen = {0};
	struct stage stage;

	(void)state;
	stage_init(&stage);
	assert_int_equal(term_output_send(&stage.output), 0); /* nothing */
	term_output_collect(&stage.output);
	assert_int_equal(term_output_send(&stage.output), 0);
	put(&stage.output, "one ", 4);
	assert_int_equal(term_output_send(&stage.output), 0);
	assert_int_equal(read_all(stage.reader, &seen), 0); /* not collected yet */
	put(&stage.output, "two ", 4);
	term_output_collect(&stage.output);
	put(&stage.output, "three", 5);
	term_output_collect(&stage.output);
	assert_int_equal(term_output_send(&stage.output), 0);
	read_all(stage.reader, &seen);
	assert_string_equal(buffer_get(&seen), "one two three");
	assert_int_equal(memory_size(&stage.output), 0);
	buffer_done(&seen);
	stage_done(&stage);
}

static void a_terminal_that_nobody_reads_is_not_waited_for(void **state)
{
	static char frame[300000];
	struct buffer seen = {0};
	struct stage stage;
	size_t sent;

	(void)state;
	stage_init(&stage);
	memset(frame, 'a', sizeof(frame));
	put(&stage.output, frame, sizeof(frame));
	term_output_collect(&stage.output);
	assert_int_equal(term_output_send(&stage.output), 1);
	sent = stage.output.sent;
	assert_true(sent > 0 && sent < sizeof(frame));
	for (int i = 0; i < 100; i++)
		assert_int_equal(term_output_send(&stage.output), 1);
	assert_int_equal(stage.output.sent, sent); /* it took no more */

	assert_int_equal(read_all(stage.reader, &seen), sent); /* somebody reads again */
	while (term_output_send(&stage.output) == 1)
		read_all(stage.reader, &seen);
	read_all(stage.reader, &seen);
	assert_int_equal(seen.length, sizeof(frame));
	assert_memory_equal(seen.data, frame, sizeof(frame));
	buffer_done(&seen);
	stage_done(&stage);
}

static void what_is_dropped_never_comes_and_what_follows_does(void **state)
{
	static char frame[300000];
	struct buffer seen = {0};
	struct stage stage;
	size_t sent;

	(void)state;
	stage_init(&stage);
	memset(frame, 'a', sizeof(frame));
	put(&stage.output, frame, sizeof(frame));
	term_output_collect(&stage.output);
	assert_int_equal(term_output_send(&stage.output), 1);
	sent = stage.output.sent;
	assert_true(term_output_drop(&stage.output)); /* it was cut */
	assert_false(term_output_drop(&stage.output));
	assert_int_equal(term_output_send(&stage.output), 0);
	put(&stage.output, "bb", 2);
	term_output_collect(&stage.output);
	assert_int_equal(term_output_send(&stage.output), 1);
	assert_false(term_output_drop(&stage.output)); /* nothing of it was sent */
	put(&stage.output, "bb", 2);
	term_output_collect(&stage.output);
	assert_int_equal(read_all(stage.reader, &seen), sent);
	assert_int_equal(term_output_send(&stage.output), 0);
	assert_int_equal(read_all(stage.reader, &seen), 2);
	assert_string_equal(seen.data + sent, "bb");
	buffer_done(&seen);
	stage_done(&stage);
}

/* Frames that are dropped while nobody reads leave nothing behind, however many there are. */
static void a_stalled_terminal_does_not_eat_memory(void **state)
{
	static char frame[20000];
	size_t capacity = 0;
	struct stage stage;

	(void)state;
	stage_init(&stage);
	for (int i = 0; i < 2000; i++) {
		put(&stage.output, frame, sizeof(frame));
		term_output_collect(&stage.output);
		term_output_send(&stage.output);
		term_output_drop(&stage.output);
		assert_int_equal(memory_size(&stage.output), 0);
		if (i == 10)
			capacity = stage.output.pending.capacity;
	}
	assert_int_equal(stage.output.pending.capacity, capacity);
	stage_done(&stage);
}

/* Whatever is written, collected, sent and read in whatever pieces: the same bytes in order. */
static void any_interleaving_keeps_the_bytes_and_their_order(void **state)
{
	uint64_t seed = random_seed();
	struct buffer written = {0}, seen = {0};
	struct stage stage;

	(void)state;
	stage_init(&stage);
	for (int i = 0; i < 3000; i++) {
		char piece[3000];
		size_t length = random_below(&seed, sizeof(piece));

		switch (random_below(&seed, 4)) {
		case 0:
			memset(piece, 'a' + i % 26, length);
			put(&stage.output, piece, length);
			buffer_add(&written, piece, length);
			break;
		case 1:
			term_output_collect(&stage.output);
			break;
		case 2:
			assert_true(term_output_send(&stage.output) >= 0);
			break;
		default:
			if (random_below(&seed, 10) == 0)
				read_all(stage.reader, &seen);
		}
	}
	term_output_collect(&stage.output);
	while (term_output_send(&stage.output) == 1)
		read_all(stage.reader, &seen);
	read_all(stage.reader, &seen);
	assert_int_equal(seen.length, written.length);
	assert_memory_equal(seen.data, written.data, written.length);
	buffer_done(&written);
	buffer_done(&seen);
	stage_done(&stage);
}

static void a_terminal_that_goes_away_is_told(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	close(stage.reader);
	put(&stage.output, "a", 1);
	term_output_collect(&stage.output);
	assert_int_equal(term_output_send(&stage.output), -EPIPE);
	assert_int_equal(term_output_send(&stage.output), -EPIPE);
	stage.reader = -1;
	stage_done(&stage);
}

/* -------- a terminal as standard output -------- */

struct terminal {
	int master, stdout_before;
	struct term_output output;
};

/* False where the machine gives no terminals. */
static bool take_terminal(struct terminal *terminal)
{
	int slave;

	if (openpty(&terminal->master, &slave, NULL, NULL, NULL) < 0) {
		print_message("no pty: %s\n", strerror(errno));
		return false;
	}
	fflush(stdout);
	terminal->stdout_before = dup(STDOUT_FILENO);
	dup2(slave, STDOUT_FILENO);
	close(slave);
	return true;
}

static void give_back_stdout(struct terminal *terminal)
{
	dup2(terminal->stdout_before, STDOUT_FILENO);
	close(terminal->stdout_before);
}

static void the_terminal_of_standard_output_is_written_to_without_waiting(void **state)
{
	static char frame[300000];
	struct terminal terminal;
	int flags, result;

	(void)state;
	if (!take_terminal(&terminal))
		return;
	flags = fcntl(STDOUT_FILENO, F_GETFL);
	result = term_output_init(&terminal.output);
	/* The shell's own description of it stays as it was. */
	flags ^= fcntl(STDOUT_FILENO, F_GETFL);
	give_back_stdout(&terminal);
	assert_int_equal(result, 0);
	assert_int_equal(flags, 0);
	assert_true(terminal.output.terminal > STDERR_FILENO);
	assert_true(fcntl(terminal.output.terminal, F_GETFL) & O_NONBLOCK);
	put(&terminal.output, frame, sizeof(frame));
	term_output_collect(&terminal.output);
	assert_int_equal(term_output_send(&terminal.output), 1);
	close(terminal.master);
	assert_true(term_output_send(&terminal.output) < 0);
	term_output_done(&terminal.output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_comes_out_at_the_terminal),
		cmocka_unit_test(a_terminal_that_nobody_reads_is_not_waited_for),
		cmocka_unit_test(what_is_dropped_never_comes_and_what_follows_does),
		cmocka_unit_test(a_stalled_terminal_does_not_eat_memory),
		cmocka_unit_test(any_interleaving_keeps_the_bytes_and_their_order),
		cmocka_unit_test(a_terminal_that_goes_away_is_told),
		cmocka_unit_test(the_terminal_of_standard_output_is_written_to_without_waiting),
	};

	signal(SIGPIPE, SIG_IGN);
	alarm(PATIENCE_SECONDS);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
