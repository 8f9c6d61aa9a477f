/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/lookup-workers.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <pwd.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sock/conn/conn.h"

/* Maximum threads of each kind: a dead name server must not delay the names of users. */
static const unsigned threads_max[LOOKUP_KINDS] = {[LOOKUP_USER] = 1, [LOOKUP_HOST] = 4};

struct queue {
	struct lookup_question questions[LOOKUP_QUEUE];
	size_t count;
	unsigned threads, idle;
};

/* All that threads share is protected by the lock; the last party to leave frees everything. */
struct lookup_workers {
	pthread_mutex_t lock;
	pthread_cond_t wanted;
	struct queue queues[LOOKUP_KINDS];
	struct lookup_answer answers[LOOKUP_QUEUE];
	size_t answer_count;
	unsigned parties; /* threads, plus 1 for the program */
	int event;
	bool over;
};

struct worker {
	struct lookup_workers *workers;
	enum lookup_kind kind;
};

/* -------- asking -------- */

static void ask_user(const struct lookup_question *question, char *name)
{
	char text[4096];
	struct passwd entry, *found = NULL;
	uint32_t uid;

	memcpy(&uid, question->bytes, sizeof(uid));
	if (getpwuid_r(uid, &entry, text, sizeof(text), &found) == 0 && found)
		strncpy(name, found->pw_name, LOOKUP_NAME_SIZE - 1);
}

bool lookup_is_host_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_.";
	size_t length = strlen(name), last;

	if (length && name[length - 1] == '.')
		length--;
	if (!length || strspn(name, allowed) < length || *name == '-')
		return false;
	for (last = length; last && name[last - 1] != '.'; last--)
		;
	/* "127.0.0.1" may be the name of another host, so no name that ends in a number is
	 * shown. */
	return strspn(name + last, "0123456789") < length - last &&
	       strncmp(name + last, "0x", 2) != 0;
}

static void ask_host(const struct lookup_question *question, char *name)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	const struct sockaddr *address = (const struct sockaddr *)&v4;
	socklen_t length = sizeof(v4);

	memcpy(&v4.sin_addr, question->bytes, sizeof(v4.sin_addr));
	memcpy(&v6.sin6_addr, question->bytes, sizeof(v6.sin6_addr));
	if (question->family == CONN_IPV6) {
		address = (const struct sockaddr *)&v6;
		length = sizeof(v6);
	}
	if (getnameinfo(address, length, name, LOOKUP_NAME_SIZE, NULL, 0, NI_NAMEREQD) != 0 ||
		!lookup_is_host_name(name))
		*name = '\0';
}

void lookup_ask(const struct lookup_question *question, struct lookup_answer *ret_answer)
{
	memset(ret_answer, 0, sizeof(*ret_answer));
	ret_answer->question = *question;
	if (question->kind == LOOKUP_USER)
		ask_user(question, ret_answer->name);
	else
		ask_host(question, ret_answer->name);
}

/* -------- the threads -------- */

/* Called with the lock held; releases it. */
static void leave(struct lookup_workers *workers)
{
	bool last = --workers->parties == 0;

	pthread_mutex_unlock(&workers->lock);
	if (!last)
		return;
	close(workers->event);
	pthread_mutex_destroy(&workers->lock);
	pthread_cond_destroy(&workers->wanted);
	free(workers);
}

static void tell(struct lookup_workers *workers)
{
	uint64_t one = 1;

	if (write(workers->event, &one, sizeof(one)) < 0) {
		/* the counter is full, so the reader will wake up in any case */
	}
}

/* Waits for a question of its kind; returns false when the thread has to end. */
static bool next_question(struct lookup_workers *workers, struct queue *queue)
{
	queue->idle++;
	while (!workers->over && (!queue->count || workers->answer_count == LOOKUP_QUEUE))
		pthread_cond_wait(&workers->wanted, &workers->lock);
	queue->idle--;
	return !workers->over;
}

static void *work(void *argument)
{
	struct worker worker = *(struct worker *)argument;
	struct lookup_workers *workers = worker.workers;
	struct queue *queue = &workers->queues[worker.kind];

	free(argument);
	pthread_mutex_lock(&workers->lock);
	while (next_question(workers, queue)) {
		struct lookup_question question = queue->questions[--queue->count];
		struct lookup_answer answer;

		pthread_mutex_unlock(&workers->lock);
		lookup_ask(&question, &answer);
		pthread_mutex_lock(&workers->lock);
		while (workers->answer_count == LOOKUP_QUEUE && !workers->over)
			pthread_cond_wait(&workers->wanted, &workers->lock);
		if (workers->answer_count < LOOKUP_QUEUE)
			workers->answers[workers->answer_count++] = answer;
		tell(workers);
	}
	leave(workers);
	return NULL;
}

/* Called with the lock held. */
static bool start_thread(struct lookup_workers *workers, enum lookup_kind kind)
{
	struct worker *worker = alloc_zero(1, sizeof(*worker));
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	*worker = (struct worker){.workers = workers, .kind = kind};
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, 256 * 1024);
	error = pthread_create(&thread, &attributes, work, worker);
	pthread_attr_destroy(&attributes);
	if (error) {
		free(worker);
		return false;
	}
	workers->parties++;
	workers->queues[kind].threads++;
	return true;
}

/* -------- the program's side -------- */

struct lookup_workers *lookup_workers_new(void)
{
	struct lookup_workers *workers;
	int event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

	if (event < 0)
		return NULL;
	workers = alloc_zero(1, sizeof(*workers));
	workers->event = event;
	workers->parties = 1;
	pthread_mutex_init(&workers->lock, NULL);
	pthread_cond_init(&workers->wanted, NULL);
	return workers;
}

void lookup_workers_leave(struct lookup_workers *workers)
{
	if (!workers)
		return;
	pthread_mutex_lock(&workers->lock);
	workers->over = true;
	pthread_cond_broadcast(&workers->wanted);
	leave(workers);
}

bool lookup_workers_ask(struct lookup_workers *workers, const struct lookup_question *question)
{
	enum lookup_kind kind = (enum lookup_kind)question->kind;
	struct queue *queue = &workers->queues[kind];
	bool asked = false;

	pthread_mutex_lock(&workers->lock);
	/* Threads are started only when needed: by then the program has dropped its rights. */
	if (queue->count >= queue->idle && queue->threads < threads_max[kind])
		start_thread(workers, kind);
	if (queue->threads && queue->count < LOOKUP_QUEUE) {
		queue->questions[queue->count++] = *question;
		asked = true;
		pthread_cond_broadcast(&workers->wanted);
	}
	pthread_mutex_unlock(&workers->lock);
	return asked;
}

size_t lookup_workers_take(struct lookup_workers *workers, struct lookup_answer *ret_answers)
{
	uint64_t events;
	size_t count;

	if (read(workers->event, &events, sizeof(events)) < 0)
		return 0;
	pthread_mutex_lock(&workers->lock);
	count = workers->answer_count;
	memcpy(ret_answers, workers->answers, count * sizeof(*ret_answers));
	workers->answer_count = 0;
	pthread_cond_broadcast(&workers->wanted);
	pthread_mutex_unlock(&workers->lock);
	return count;
}

int lookup_workers_fd(const struct lookup_workers *workers)
{
	return workers->event;
}
