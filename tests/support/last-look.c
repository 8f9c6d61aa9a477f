/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * last-look FILE COMMAND [ARGUMENT]...: runs it, and writes, when one of its processes or threads
 * ends, a line into FILE of what /proc says of it then: "process" or "thread", its name,
 * NoNewPrivs, Seccomp and CapEff. Ends with the status of the command, or with 128 and its signal;
 * 77: processes cannot be traced. Without arguments it ends with 0 where there is a cage
 * (app/system/cage.h), else with 77.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/system/cage.h"

#define OPTIONS                                                                                \
	(PTRACE_O_TRACEEXIT | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | \
		PTRACE_O_EXITKILL)

static void look(FILE *out, pid_t task)
{
	char path[64], line[256], name[64] = "?", rights[64] = "?";
	int no_new = -1, filtered = -1, process = 0;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)task);
	status = fopen(path, "re");
	while (status && fgets(line, sizeof(line), status)) {
		sscanf(line, "Name: %63s", name);
		sscanf(line, "Tgid: %d", &process);
		sscanf(line, "NoNewPrivs: %d", &no_new);
		sscanf(line, "Seccomp: %d", &filtered);
		sscanf(line, "CapEff: %63s", rights);
	}
	if (status)
		fclose(status);
	fprintf(out, "%s %s %d %d %s\n", process == task ? "process" : "thread", name, no_new,
		filtered, rights);
}

static int follow(FILE *out, pid_t first)
{
	int status = 0, result = 1;
	pid_t task;

	while ((task = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
		int number;

		if (task < 0)
			continue;
		if (!WIFSTOPPED(status)) {
			if (task == first)
				result = WIFEXITED(status) ? WEXITSTATUS(status)
							   : 128 + WTERMSIG(status);
			continue;
		}
		number = WSTOPSIG(status);
		if (status >> 16 == PTRACE_EVENT_EXIT)
			look(out, task);
		/* SIGSTOP: a new one, which begins so */
		if (status >> 16 || number == SIGTRAP || number == SIGSTOP)
			number = 0;
		ptrace(PTRACE_CONT, task, NULL, (long)number);
	}
	return result;
}

int main(int argc, char **argv)
{
	FILE *out;
	pid_t first;
	int status;

	if (argc == 1) {
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		return cage_enter(0) ? 77 : 0;
	}
	if (argc < 3)
		return 2;
	out = fopen(argv[1], "we");
	first = fork();
	if (first == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			_exit(77);
		raise(SIGSTOP);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (!out || first < 0 || waitpid(first, &status, 0) != first)
		return 1;
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (ptrace(PTRACE_SETOPTIONS, first, NULL, (long)OPTIONS) < 0)
		return 77;
	ptrace(PTRACE_CONT, first, NULL, NULL);
	status = follow(out, first);
	return fclose(out) == 0 ? status : 1;
}
