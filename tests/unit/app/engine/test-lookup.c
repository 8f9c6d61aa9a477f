/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linked with --wrap (see tests.am): the directory of users does not answer until it is told to. */
#include "support/unit.h"

#include <poll.h>
#include <pwd.h>
#include <semaphore.h>
#include <unistd.h>

#include "app/engine/lookup.h"
#include "sock/conn/conn.h"

enum { SLOW_USER = 4000000002u };

static sem_t slow_user_may_go;

int __real_getpwuid_r(
	uid_t uid, struct passwd *entry, char *text, size_t size, struct passwd **found);
int __wrap_getpwuid_r(
	uid_t uid, struct passwd *entry, char *text, size_t size, struct passwd **found);

int __wrap_getpwuid_r(
	uid_t uid, struct passwd *entry, char *text, size_t size, struct passwd **found)
{
	if (uid == SLOW_USER)
		sem_wait(&slow_user_may_go);
	return __real_getpwuid_r(uid, entry, text, size, found);
}

static struct lookup_question user(uint32_t uid)
{
	struct lookup_question question = {.kind = LOOKUP_USER};

	memcpy(question.bytes, &uid, sizeof(uid));
	return question;
}

/* Asks, and takes what arrives until nothing is missing. */
static const char *name_in_time(struct lookup *lookup, const struct lookup_question *question)
{
	lookup_name(lookup, question);
	while (lookup_pending(lookup)) {
		struct pollfd arrived = {.fd = lookup_fd(lookup), .events = POLLIN};

		assert_int_equal(poll(&arrived, 1, 60000), 1);
		lookup_collect(lookup);
	}
	return lookup_name(lookup, question);
}

static void who_waits_gets_the_name_at_once(void **state)
{
	struct lookup *lookup = lookup_new(60000000);
	struct lookup_question root = user(0), nobody = user(4000000001u);

	(void)state;
	assert_string_equal(lookup_name(lookup, &root), "root");
	assert_null(lookup_name(lookup, &nobody));
	assert_int_equal(lookup_pending(lookup), 0);
	assert_false(lookup_is_late(lookup));
	lookup_free(lookup);
}

static void who_waits_does_so_once_in_all(void **state)
{
	struct lookup *lookup = lookup_new(20000);
	struct lookup_question slow = user(SLOW_USER), root = user(0);

	(void)state;
	sem_init(&slow_user_may_go, 0, 0);
	assert_null(lookup_name(lookup, &slow)); /* would hang without a limit */
	assert_true(lookup_is_late(lookup));
	assert_true(lookup_take_missed(lookup)); /* nothing may be decided by it */
	assert_false(lookup_take_missed(lookup));
	assert_null(lookup_name(lookup, &root)); /* waits behind the slow one */
	assert_false(lookup_wait(lookup));
	assert_int_equal(lookup_pending(lookup), 2);
	sem_post(&slow_user_may_go);
	assert_string_equal(name_in_time(lookup, &root), "root");
	assert_null(name_in_time(lookup, &slow));
	assert_false(lookup_is_late(lookup));
	lookup_take_missed(lookup);
	assert_string_equal(lookup_name(lookup, &root), "root");
	assert_false(lookup_take_missed(lookup));
	lookup_free(lookup);
}

static void who_does_not_wait_is_never_late(void **state)
{
	struct lookup *lookup = lookup_new(0);
	struct lookup_question root = user(0);

	(void)state;
	assert_null(lookup_name(lookup, &root));
	assert_false(lookup_wait(lookup));
	assert_false(lookup_is_late(lookup));
	lookup_free(lookup);
}

static void who_does_not_wait_is_told_when_it_has_arrived(void **state)
{
	struct lookup *lookup = lookup_new(0);
	struct lookup_question root = user(0);

	(void)state;
	assert_null(lookup_name(lookup, &root));
	assert_int_equal(lookup_pending(lookup), 1);
	assert_null(lookup_name(lookup, &root));
	assert_int_equal(lookup_pending(lookup), 1);
	assert_string_equal(name_in_time(lookup, &root), "root");
	lookup_free(lookup);
}

static void what_is_used_survives_any_number_of_others(void **state)
{
	struct lookup *lookup = lookup_new(60000000);
	struct lookup_question root = user(0);

	(void)state;
	for (uint32_t uid = 0; uid < 20000; uid++) {
		struct lookup_question other = user(3000000000u + uid);

		assert_null(lookup_name(lookup, &other));
		if (uid % 1000 == 0)
			assert_string_equal(lookup_name(lookup, &root), "root");
	}
	lookup_free(lookup);
}

static void more_than_can_wait_are_asked_for_later(void **state)
{
	struct lookup *lookup = lookup_new(0);
	struct lookup_question root = user(0);

	(void)state;
	for (uint32_t uid = 0; uid < 500; uid++) {
		struct lookup_question other = user(3000000000u + uid);

		lookup_name(lookup, &other);
	}
	assert_true(lookup_pending(lookup) <= 500);
	while (lookup_pending(lookup)) {
		struct pollfd arrived = {.fd = lookup_fd(lookup), .events = POLLIN};

		assert_int_equal(poll(&arrived, 1, 60000), 1);
		lookup_collect(lookup);
	}
	assert_string_equal(name_in_time(lookup, &root), "root");
	lookup_free(lookup);
}

static void it_may_be_left_with_questions_open(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++) {
		struct lookup *lookup = lookup_new(0);
		struct lookup_question host = {
			.kind = LOOKUP_HOST, .family = CONN_IPV4, .bytes = {127, 0, 0, (uint8_t)i}};

		for (uint32_t uid = 0; uid < 20; uid++) {
			struct lookup_question other = user(uid);

			lookup_name(lookup, &other);
		}
		lookup_name(lookup, &host);
		lookup_free(lookup);
	}
}

static void a_name_that_looks_like_an_address_is_no_name(void **state)
{
	static const char *const good[] = {"localhost", "web1", "web1.example.org", "example.org.",
		"a-b.c_d", "1und1.de", "xn--fiqs8s", "3com"};
	static const char *const bad[] = {"", ".", "127.0.0.1", "10", "a.1", "1.2.3.4.", "::1",
		"fe80::1%lo", "a b", "-rf", "a\033[31m", "\xe2\x80\xaeorg", "host.0x7f", "a;b"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!lookup_is_host_name(good[i]))
			fail_msg("'%s' is refused", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (lookup_is_host_name(bad[i]))
			fail_msg("'%s' is taken", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_waits_gets_the_name_at_once),
		cmocka_unit_test(who_waits_does_so_once_in_all),
		cmocka_unit_test(who_does_not_wait_is_never_late),
		cmocka_unit_test(who_does_not_wait_is_told_when_it_has_arrived),
		cmocka_unit_test(what_is_used_survives_any_number_of_others),
		cmocka_unit_test(more_than_can_wait_are_asked_for_later),
		cmocka_unit_test(it_may_be_left_with_questions_open),
		cmocka_unit_test(a_name_that_looks_like_an_address_is_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
