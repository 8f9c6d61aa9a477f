/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/users.h"

#include <pthread.h>
#include <pwd.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/hash.h"

/* A power of two; when three quarters are in use everything is forgotten and asked for anew. */
#define CACHE_SIZE 1024

/* Names longer than this are cut; the screen cuts them sooner. */
#define NAME_MAX_BYTES 64

/* Questions that wait for the worker; more are asked when the rows are drawn the next time. */
#define QUEUE_SIZE 64

struct user {
	uint32_t uid;
	enum { USER_UNUSED, USER_ASKED, USER_KNOWN, USER_NAMELESS } state;
	char name[NAME_MAX_BYTES];
};

/* What both threads touch, under the lock. It is freed by the last of them that leaves. */
struct exchange {
	pthread_mutex_t lock;
	pthread_cond_t wanted;
	uint32_t questions[QUEUE_SIZE];
	size_t question_count;
	struct user answers[QUEUE_SIZE];
	size_t answer_count;
	int event;
	bool over;
};

struct users {
	struct user cache[CACHE_SIZE];
	size_t used;
	bool wait;
	struct exchange *exchange; /* NULL: no worker (yet) */
};

static void look_up(struct user *user)
{
	char text[4096];
	struct passwd entry, *found = NULL;

	user->state = USER_NAMELESS;
	if (getpwuid_r(user->uid, &entry, text, sizeof(text), &found) != 0 || !found)
		return;
	user->state = USER_KNOWN;
	strncpy(user->name, found->pw_name, sizeof(user->name) - 1);
	user->name[sizeof(user->name) - 1] = '\0';
}

static void free_exchange(struct exchange *exchange)
{
	close(exchange->event);
	pthread_mutex_destroy(&exchange->lock);
	pthread_cond_destroy(&exchange->wanted);
	free(exchange);
}

static void tell(struct exchange *exchange)
{
	uint64_t one = 1;

	if (write(exchange->event, &one, sizeof(one)) < 0) {
		/* the counter is full: the reader knows already */
	}
}

static void *work(void *argument)
{
	struct exchange *exchange = argument;

	pthread_mutex_lock(&exchange->lock);
	while (!exchange->over) {
		struct user user = {0};

		if (!exchange->question_count || exchange->answer_count == QUEUE_SIZE) {
			pthread_cond_wait(&exchange->wanted, &exchange->lock);
			continue;
		}
		user.uid = exchange->questions[--exchange->question_count];
		pthread_mutex_unlock(&exchange->lock);
		look_up(&user);
		pthread_mutex_lock(&exchange->lock);
		exchange->answers[exchange->answer_count++] = user;
		tell(exchange);
	}
	pthread_mutex_unlock(&exchange->lock);
	free_exchange(exchange);
	return NULL;
}

/* The worker is started when the first name is wanted: by then rights have been given up. */
static void start_worker(struct users *users)
{
	struct exchange *exchange = alloc_zero(1, sizeof(*exchange));
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	pthread_mutex_init(&exchange->lock, NULL);
	pthread_cond_init(&exchange->wanted, NULL);
	exchange->event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, 256 * 1024);
	error = exchange->event < 0 ? 1 : pthread_create(&thread, &attributes, work, exchange);
	pthread_attr_destroy(&attributes);
	if (error) {
		free_exchange(exchange);
		users->wait = true; /* slow names are better than none */
		return;
	}
	users->exchange = exchange;
}

struct users *users_new(bool wait)
{
	struct users *users = alloc_zero(1, sizeof(*users));

	users->wait = wait;
	return users;
}

void users_free(struct users *users)
{
	struct exchange *exchange = users->exchange;

	if (exchange) {
		pthread_mutex_lock(&exchange->lock);
		exchange->over = true;
		pthread_cond_signal(&exchange->wanted);
		pthread_mutex_unlock(&exchange->lock);
	}
	free(users);
}

static struct user *place_of(struct users *users, uint32_t uid)
{
	size_t at = hash_u64(uid) % CACHE_SIZE;

	while (users->cache[at].state != USER_UNUSED && users->cache[at].uid != uid)
		at = (at + 1) % CACHE_SIZE;
	return &users->cache[at];
}

static bool ask(struct users *users, uint32_t uid)
{
	struct exchange *exchange = users->exchange;
	bool asked = false;

	pthread_mutex_lock(&exchange->lock);
	if (exchange->question_count < QUEUE_SIZE) {
		exchange->questions[exchange->question_count++] = uid;
		asked = true;
		pthread_cond_signal(&exchange->wanted);
	}
	pthread_mutex_unlock(&exchange->lock);
	return asked;
}

const char *users_name(struct users *users, uint32_t uid)
{
	struct user *user = place_of(users, uid);

	if (user->state == USER_UNUSED) {
		if (users->used >= CACHE_SIZE / 4 * 3) {
			memset(users->cache, 0, sizeof(users->cache));
			users->used = 0;
			user = place_of(users, uid);
		}
		if (!users->wait && !users->exchange)
			start_worker(users);
		if (!users->wait && !ask(users, uid))
			return NULL;
		user->uid = uid;
		user->state = USER_ASKED;
		users->used++;
		if (users->wait)
			look_up(user);
	}
	return user->state == USER_KNOWN ? user->name : NULL;
}

int users_fd(const struct users *users)
{
	return users->exchange ? users->exchange->event : -1;
}

bool users_collect(struct users *users)
{
	struct exchange *exchange = users->exchange;
	struct user answers[QUEUE_SIZE];
	uint64_t events;
	size_t count;

	if (!exchange || read(exchange->event, &events, sizeof(events)) < 0)
		return false;
	pthread_mutex_lock(&exchange->lock);
	count = exchange->answer_count;
	memcpy(answers, exchange->answers, count * sizeof(answers[0]));
	exchange->answer_count = 0;
	pthread_cond_signal(&exchange->wanted);
	pthread_mutex_unlock(&exchange->lock);
	for (size_t i = 0; i < count; i++) {
		struct user *user = place_of(users, answers[i].uid);

		/* Not where the cache was emptied meanwhile: it will be asked for again. */
		if (user->state == USER_ASKED)
			*user = answers[i];
	}
	return count > 0;
}
