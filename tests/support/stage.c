/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a command in circumstances that a shell cannot make by itself, and ends with its status:
 *
 *	stage hold ADDRESS PORT COMMAND...    below a process that holds a connection to there
 *	stage powerless COMMAND...            without CAP_NET_ADMIN, root or not
 *	stage answer PROMPT KEYS COMMAND...   on a terminal on which, behind the prompt, keys are
 *	                                      typed; "\n" in them is Enter, "\004" the end of input
 *
 * With `answer` standard output stays what it was; what comes to the terminal goes to standard
 * error afterwards. A prompt that does not come is an error.
 */
#include <arpa/inet.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/pty.h"

enum { TROUBLE = 99 };

static _Noreturn void fail(const char *what)
{
	perror(what);
	exit(TROUBLE);
}

static _Noreturn void become(char **command)
{
	execvp(command[0], command);
	fail(command[0]);
}

/* Connects; the command does not inherit the descriptor. */
static void connect_to(const char *address, const char *port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (inet_pton(AF_INET, address, &to.sin_addr) != 1 || fd < 0 ||
		connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		fail(address);
}

static int hold(const char *address, const char *port, char **command)
{
	pid_t pid;
	int status;

	connect_to(address, port);
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (pid == 0)
		become(command);
	if (waitpid(pid, &status, 0) != pid)
		fail("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Gone from the bounding set: no execve() gives it back, not even to root. */
static _Noreturn void lose_power(char **command)
{
	if (prctl(PR_CAPBSET_DROP, CAP_NET_ADMIN, 0, 0, 0) < 0)
		fail("CAP_NET_ADMIN");
	become(command);
}

/* A number above those of the terminal: where our standard output waits meanwhile. */
static int output = -1;

static void keep_output(void)
{
	dup2(output, STDOUT_FILENO);
}

static int answer(const char *prompt, const char *keys, char **command)
{
	struct pty_start start = {
		.arguments = (const char *const *)command, .prepare = keep_output};
	struct pty pty;
	int status = TROUBLE;

	output = dup(STDOUT_FILENO);
	if (output < 0)
		fail("dup");
	pty_start(&pty, &start);
	if (pty_wait_text(&pty, prompt)) {
		for (; *keys; keys++) {
			bool escape = keys[0] == '\\' && (keys[1] == 'n' || keys[1] == '0');
			const char *key = !escape ? keys : keys[1] == 'n' ? "\n" : "\004";

			pty_type_bytes(&pty, key, 1);
			if (escape)
				keys += keys[1] == 'n' ? 1 : 3;
		}
		status = pty_wait_end(&pty, true);
	}
	fwrite(buffer_get(&pty.output), 1, pty.output.length, stderr);
	if (status == TROUBLE)
		fprintf(stderr, "stage: '%s' does not come\n", prompt);
	pty_done(&pty);
	return status < 0 ? TROUBLE : status;
}

int main(int argc, char **argv)
{
	if (argc > 4 && strcmp(argv[1], "hold") == 0)
		return hold(argv[2], argv[3], argv + 4);
	if (argc > 2 && strcmp(argv[1], "powerless") == 0)
		lose_power(argv + 2);
	if (argc > 4 && strcmp(argv[1], "answer") == 0)
		return answer(argv[2], argv[3], argv + 4);
	fprintf(stderr, "Usage: see the head of stage.c\n");
	return TROUBLE;
}
