/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a command some times with its output thrown away.
 *
 *	spend TIMES COMMAND...
 *
 * Prints the CPU time, user and system, of one run in milliseconds. Status 1 where the command
 * fails.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void become(char **command)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null >= 0 && dup2(null, STDOUT_FILENO) >= 0)
		execvp(command[0], command);
	perror(command[0]);
	_exit(127);
}

static double milliseconds(const struct timeval *time)
{
	return (double)time->tv_sec * 1e3 + (double)time->tv_usec / 1e3;
}

int main(int argc, char **argv)
{
	int times = argc > 2 ? atoi(argv[1]) : 0;
	double spent = 0;

	if (times < 1) {
		fprintf(stderr, "Usage: spend TIMES COMMAND...\n");
		return 2;
	}
	for (int i = 0; i < times; i++) {
		struct rusage usage;
		pid_t pid = fork();
		int status;

		if (pid == 0)
			become(argv + 2);
		if (pid < 0 || wait4(pid, &status, 0, &usage) < 0 || status != 0)
			return 1;
		spent += milliseconds(&usage.ru_utime) + milliseconds(&usage.ru_stime);
	}
	printf("%.4f\n", spent / times);
	return 0;
}
