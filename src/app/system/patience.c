/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/patience.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "app/system/clock.h"
#include "base/alloc.h"

/* Both threads have it; the last one to leave frees it. */
struct errand {
	pthread_mutex_t lock;
	void (*ask)(void *job);
	void (*drop)(void *job);
	void *job;
	int event;
	bool done;      /* by the thread */
	bool abandoned; /* by the caller */
};

static void free_errand(struct errand *errand)
{
	if (errand->event >= 0)
		close(errand->event);
	pthread_mutex_destroy(&errand->lock);
	free(errand);
}

static void *work(void *argument)
{
	struct errand *errand = argument;
	uint64_t one = 1;
	bool abandoned;

	errand->ask(errand->job);
	pthread_mutex_lock(&errand->lock);
	errand->done = true;
	abandoned = errand->abandoned;
	if (!abandoned && write(errand->event, &one, sizeof(one)) < 0) {
		/* the counter cannot be full: this is the only event */
	}
	pthread_mutex_unlock(&errand->lock);
	if (abandoned) {
		errand->drop(errand->job);
		free_errand(errand);
	}
	return NULL;
}

/* The signals are the program's: none is handled in this thread. */
static bool start(struct errand *errand)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	pthread_t thread;
	int error;

	sigfillset(&all);
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&thread, &attributes, work, errand);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return error == 0;
}

static bool wait_for(struct errand *errand, int64_t *left_us)
{
	int64_t begun_us = clock_now().mono_us;
	bool done;

	while (*left_us > 0) {
		struct pollfd event = {.fd = errand->event, .events = POLLIN};
		int got = poll(&event, 1, (int)(*left_us / 1000) + 1);
		int64_t now_us = clock_now().mono_us;

		*left_us -= now_us - begun_us;
		begun_us = now_us;
		if (got > 0)
			break;
	}
	pthread_mutex_lock(&errand->lock);
	done = errand->done;
	errand->abandoned = !done;
	pthread_mutex_unlock(&errand->lock);
	return done;
}

bool patience_run(void (*ask)(void *job), void (*drop)(void *job), void *job, int64_t *left_us)
{
	struct errand *errand;

	if (*left_us <= 0) {
		drop(job);
		return false;
	}
	errand = alloc_zero(1, sizeof(*errand));
	*errand = (struct errand){
		.ask = ask, .drop = drop, .job = job, .event = eventfd(0, EFD_CLOEXEC)};
	pthread_mutex_init(&errand->lock, NULL);
	if (errand->event < 0 || !start(errand)) {
		ask(job);
		free_errand(errand);
		return true;
	}
	if (!wait_for(errand, left_us))
		return false;
	free_errand(errand);
	return true;
}
