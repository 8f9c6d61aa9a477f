/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the benchmark's programs measure with. */
#ifndef SOCKVIEW_BENCH_CPU_H
#define SOCKVIEW_BENCH_CPU_H

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* CPU time of this process, user and system, in milliseconds. */
static inline double cpu_ms(void)
{
	struct timespec spent;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
	return (double)spent.tv_sec * 1e3 + (double)spent.tv_nsec / 1e6;
}

/* Resident memory of the process `pid`, in KiB; 0 where it cannot be read. */
static inline unsigned long resident_kib(pid_t pid)
{
	unsigned long pages = 0;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/statm", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (fscanf(file, "%*u %lu", &pages) != 1)
		pages = 0;
	fclose(file);
	return pages * (unsigned long)(sysconf(_SC_PAGESIZE) / 1024);
}

#endif
