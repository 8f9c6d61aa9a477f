/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/clock.h"

#include <errno.h>
#include <time.h>

static int64_t read_us(clockid_t clock)
{
	struct timespec time = {0};

	clock_gettime(clock, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

struct instant clock_now(void)
{
	return (struct instant){
		.mono_us = read_us(CLOCK_MONOTONIC),
		.boot_us = read_us(CLOCK_BOOTTIME),
		.real_us = read_us(CLOCK_REALTIME),
	};
}

int64_t clock_cpu_us(void)
{
	return read_us(CLOCK_PROCESS_CPUTIME_ID);
}

void clock_sleep_until(int64_t mono_us)
{
	struct timespec due = {
		.tv_sec = (time_t)(mono_us / 1000000), .tv_nsec = (long)(mono_us % 1000000) * 1000};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR)
		;
}
