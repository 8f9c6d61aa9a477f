/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static _Noreturn void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void set_variables(const char *const *variables)
{
	setenv("TERM", "xterm-256color", 1);
	for (; variables && *variables; variables++)
		if (strchr(*variables, '='))
			putenv((char *)(uintptr_t)*variables);
		else
			unsetenv(*variables);
}

static _Noreturn void run(const struct pty_start *start)
{
	static const struct rlimit no_core = {0, 0};

	/* Whoever started the tests may have them ignored: nohup, or a shell's &. */
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &no_core);
	set_variables(start->variables);
	if (start->prepare)
		start->prepare();
	execv(start->arguments[0], (char *const *)(uintptr_t)start->arguments);
	fail(start->arguments[0]);
}

void pty_start(struct pty *pty, const struct pty_start *start)
{
	struct winsize size = {
		.ws_row = (unsigned short)(start->rows ? start->rows : 24),
		.ws_col = (unsigned short)(start->columns ? start->columns : 80),
	};
	int slave, master;

	*pty = (struct pty){.status = -1};
	if (openpty(&master, &slave, NULL, NULL, &size) < 0 || tcgetattr(slave, &pty->modes) < 0)
		fail("openpty");
	pty->pid = fork();
	if (pty->pid < 0)
		fail("fork");
	if (pty->pid == 0) {
		close(master);
		login_tty(slave);
		run(start);
	}
	close(slave);
	pty->fd = master;
}

void pty_done(struct pty *pty)
{
	if (pty->status < 0) {
		kill(pty->pid, SIGKILL);
		waitpid(pty->pid, NULL, 0);
	}
	pty_vanish(pty);
	buffer_done(&pty->output);
}

void pty_type_bytes(struct pty *pty, const void *bytes, size_t length)
{
	if (write(pty->fd, bytes, length) < 0)
		perror("pty_type");
}

void pty_type(struct pty *pty, const char *keys)
{
	pty_type_bytes(pty, keys, strlen(keys));
}

void pty_resize(struct pty *pty, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	ioctl(pty->fd, TIOCSWINSZ, &size);
}

int pty_open_inside(const struct pty *pty)
{
	char path[64];

	if (ptsname_r(pty->fd, path, sizeof(path)) != 0)
		return -1;
	return open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* Writes to it until it takes nothing more, several times on end: not all that it holds is counted
 * at once. */
static bool write_until_refused(struct pty *pty, const char *bytes, size_t length)
{
	static const struct timespec nap = {.tv_nsec = 5000000};
	int inside = pty_open_inside(pty), refused = 0;
	int64_t begun = now_ms();

	while (inside >= 0 && refused < 4 && now_ms() - begun < PTY_PATIENCE_MS) {
		bool taken = write(inside, bytes, length) >= 0;

		refused = taken ? 0 : refused + 1;
		if (!taken || length == 1)
			nanosleep(&nap, NULL);
	}
	if (inside >= 0)
		close(inside);
	return refused == 4;
}

bool pty_stop(struct pty *pty)
{
	pty_type(pty, "\023");
	/* NUL is padding, to a terminal. */
	return write_until_refused(pty, "", 1);
}

bool pty_fill(struct pty *pty)
{
	static const char bytes[4096];

	return write_until_refused(pty, bytes, sizeof(bytes)) && write_until_refused(pty, "", 1);
}

void pty_vanish(struct pty *pty)
{
	if (pty->fd >= 0)
		close(pty->fd);
	pty->fd = -1;
}

void pty_forget(struct pty *pty)
{
	buffer_clear(&pty->output);
}

bool pty_take(struct pty *pty, int timeout_ms)
{
	struct pollfd polled = {.fd = pty->fd, .events = POLLIN};
	char bytes[16384];
	ssize_t length;

	if (poll(&polled, 1, timeout_ms) <= 0)
		return false;
	length = read(pty->fd, bytes, sizeof(bytes));
	if (length <= 0)
		return false;
	buffer_add(&pty->output, bytes, (size_t)length);
	return true;
}

bool pty_wait_text(struct pty *pty, const char *text)
{
	int64_t begun = now_ms();

	/* NUL is padding, to a terminal; our search would end at it. */
	while (!memmem(buffer_get(&pty->output), pty->output.length, text, strlen(text))) {
		if (now_ms() - begun > PTY_PATIENCE_MS)
			return false;
		if (!pty_take(pty, 100) && kill(pty->pid, 0) < 0)
			return false;
	}
	return true;
}

static bool has_ended(struct pty *pty)
{
	struct rusage usage;
	int status;

	if (pty->status >= 0)
		return true;
	if (wait4(pty->pid, &status, WNOHANG, &usage) != pty->pid)
		return false;
	pty->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	pty->cpu_us = (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
		      usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
	return true;
}

int pty_wait_end(struct pty *pty, bool taking)
{
	static const struct timespec nap = {.tv_nsec = 5000000};
	int64_t begun = now_ms();

	while (!has_ended(pty)) {
		if (now_ms() - begun > PTY_PATIENCE_MS)
			return -1;
		if (!taking || pty->fd < 0 || !pty_take(pty, 5))
			nanosleep(&nap, NULL);
	}
	while (taking && pty->fd >= 0 && pty_take(pty, 0))
		;
	return pty->status;
}

bool pty_modes_restored(const struct pty *pty)
{
	struct termios now;

	return tcgetattr(pty->fd, &now) == 0 && now.c_iflag == pty->modes.c_iflag &&
	       now.c_oflag == pty->modes.c_oflag && now.c_cflag == pty->modes.c_cflag &&
	       now.c_lflag == pty->modes.c_lflag &&
	       memcmp(now.c_cc, pty->modes.c_cc, sizeof(now.c_cc)) == 0;
}

int64_t pty_cpu_us(const struct pty *pty)
{
	struct timespec spent = {0};
	clockid_t clock;

	if (clock_getcpuclockid(pty->pid, &clock) == 0)
		clock_gettime(clock, &spent);
	return (int64_t)spent.tv_sec * 1000000 + spent.tv_nsec / 1000;
}

long pty_proc_number(const struct pty *pty, const char *word)
{
	char path[64], line[256];
	long number = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pty->pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, word, strlen(word)) == 0)
			number = strtol(line + strlen(word), NULL, 10);
	if (file)
		fclose(file);
	return number;
}
