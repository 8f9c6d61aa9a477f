/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the own session hangs on, in trees that stand for /proc. */
#include "support/unit.h"

#include <fcntl.h>
#include <unistd.h>

#include "app/close/session-guard.h"
#include "support/tree.h"

enum { SELF = 500, NOBODY = -1 };

/* A /proc, and what is found in it. */
struct scene {
	char *root;
	int proc;
	struct session_guard guard;
};

static int set_up(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	char path[4096];

	unsetenv("SSH_CONNECTION");
	scene->root = tree_make();
	tree_write(scene->root, "/proc/version", "");
	snprintf(path, sizeof(path), "%s/proc", scene->root);
	scene->proc = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(scene->proc >= 0);
	*state = scene;
	return 0;
}

static int tear_down(void **state)
{
	struct scene *scene = *state;

	session_guard_done(&scene->guard);
	close(scene->proc);
	tree_remove(scene->root);
	free(scene);
	unsetenv("SSH_CONNECTION");
	return 0;
}

static void write_of(struct scene *scene, unsigned pid, const char *file, const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%u/%s", pid, file);
	tree_write(scene->root, path, text);
}

/* `login`: NOBODY where nobody logged in; `client`: the port of its SSH_CONNECTION, or 0. */
struct made {
	unsigned pid, parent;
	const char *name;
	unsigned terminal;
	int login;
	unsigned user, client;
};

static void make(struct scene *scene, struct made made)
{
	char text[256];

	snprintf(text, sizeof(text),
		"%u (%s) S %u 2 3 %u -1 5 6 7 8 9 10 11 12 13 20 0 1 0 99 16 17\n", made.pid,
		made.name, made.parent, made.terminal);
	write_of(scene, made.pid, "stat", text);
	snprintf(text, sizeof(text), "Name:\tx\nUid:\t%u\t0\t0\t0\n", made.user);
	write_of(scene, made.pid, "status", text);
	snprintf(text, sizeof(text), "%u", (unsigned)made.login);
	write_of(scene, made.pid, "loginuid", text);
	snprintf(text, sizeof(text), made.client ? "SSH_CONNECTION=10.0.0.9 %u 10.0.0.1 22" : "X=1",
		made.client);
	write_of(scene, made.pid, "environ", text);
}

static void find(struct scene *scene)
{
	session_guard_begin(&scene->guard, scene->proc, SELF);
	while (session_guard_step(&scene->guard, 1))
		;
}

static bool is_guarded(const struct scene *scene, uint16_t client)
{
	struct conn conn = {
		.proto = CONN_TCP,
		.state = CONN_ESTABLISHED,
		.local = {.addr = {10, 0, 0, 1}, .port = 22},
		.remote = {.addr = {10, 0, 0, 9}, .port = client},
	};

	return session_guard_is_ssh(&scene->guard, &conn);
}

/* A tmux that session 4001 made, and in it this program, on a terminal of its own. */
static void make_tmux(struct scene *scene, const char *name, int login, unsigned client)
{
	make(scene, (struct made){300, 1, name, 0, login, 1000, client});
	make(scene, (struct made){400, 300, "bash", 34816, login, 1000, client});
	make(scene, (struct made){SELF, 400, "sockview", 34816, login, 1000, client});
}

static void the_session_of_a_client_that_is_attached_is_guarded(void **state)
{
	static const int logins[] = {1000, NOBODY};
	struct scene *scene = *state;

	for (size_t i = 0; i < COUNT_OF(logins); i++) {
		make_tmux(scene, "tmux: server", logins[i], 4001);
		make(scene, (struct made){700, 600, "bash", 34817, logins[i], 1000, 4002});
		make(scene, (struct made){701, 700, "tmux: client", 34817, logins[i], 1000, 4002});
		make(scene, (struct made){800, 1, "bash", 34818, 4000001, 4000001, 4003});
		find(scene);
		assert_true(is_guarded(scene, 4001));
		assert_true(is_guarded(scene, 4002));
		assert_false(is_guarded(scene, 4003));
		session_guard_done(&scene->guard);
	}
}

static void one_that_was_made_on_the_console_and_is_attached_by_ssh_too(void **state)
{
	struct scene *scene = *state;

	make_tmux(scene, "screen", NOBODY, 0);
	make(scene, (struct made){701, 700, "screen", 34817, NOBODY, 1000, 4002});
	find(scene);
	assert_true(is_guarded(scene, 4002));
}

/* Two who became root by sudo are two, and one who did so is still himself. */
static void who_logged_in_counts_more_than_who_one_is(void **state)
{
	struct scene *scene = *state;

	make(scene, (struct made){400, 1, "bash", 34816, 1000, 1000, 0});
	make(scene, (struct made){SELF, 400, "sockview", 34816, 1000, 0, 0});
	make(scene, (struct made){700, 1, "bash", 34817, 1000, 0, 4002});
	make(scene, (struct made){800, 1, "bash", 34818, 1001, 0, 4003});
	make(scene, (struct made){801, 1, "bash", 34819, 1001, 1000, 4004});
	find(scene);
	assert_true(is_guarded(scene, 4002));
	assert_false(is_guarded(scene, 4003));
	assert_false(is_guarded(scene, 4004));
}

static void behind_sudo_the_user_of_the_shell_above_is_the_same_login(void **state)
{
	struct scene *scene = *state;

	make(scene, (struct made){200, 1, "sshd", 0, NOBODY, 4000033, 0});
	make(scene, (struct made){400, 200, "bash", 34816, NOBODY, 1000, 0});
	make(scene, (struct made){450, 400, "sudo", 34816, NOBODY, 0, 0});
	make(scene, (struct made){SELF, 450, "sockview", 34816, NOBODY, 0, 0});
	make(scene, (struct made){700, 1, "bash", 34817, NOBODY, 1000, 4002});
	make(scene, (struct made){800, 1, "bash", 34817, NOBODY, 4000033, 4003});
	find(scene);
	assert_true(is_guarded(scene, 4002));
	assert_false(is_guarded(scene, 4003)); /* sshd's: it has no terminal */
}

static void the_processes_above_are_known_but_not_init(void **state)
{
	struct scene *scene = *state;

	make_tmux(scene, "tmux: server", NOBODY, 0);
	find(scene);
	assert_int_equal(scene->guard.count, 2);
	assert_int_equal(scene->guard.ancestors[0], 400);
	assert_int_equal(scene->guard.ancestors[1], 300);
	assert_true(session_guard_is_own_process(&scene->guard, 1));
	assert_true(session_guard_is_own_process(&scene->guard, 300));
	assert_false(session_guard_is_own_process(&scene->guard, 700));
}

/* mosh, a web console: not SSH, but what the client hangs on. */
static void what_is_above_a_client_carries_the_session_too(void **state)
{
	struct scene *scene = *state;

	for (int multiplexed = 0; multiplexed < 2; multiplexed++) {
		make_tmux(scene, multiplexed ? "tmux: server" : "bash", NOBODY, 0);
		make(scene, (struct made){600, 1, "mosh-server", 0, NOBODY, 1000, 0});
		make(scene, (struct made){700, 600, "bash", 34817, NOBODY, 1000, 0});
		make(scene, (struct made){701, 700, "tmux: client", 34817, NOBODY, 1000, 0});
		find(scene);
		assert_int_equal(session_guard_is_own_process(&scene->guard, 600), multiplexed);
	}
}

static void a_daemon_has_no_terminal_that_what_is_above_could_carry(void **state)
{
	struct scene *scene = *state;

	make(scene, (struct made){400, 1, "daemon", 0, NOBODY, 0, 4001});
	make(scene, (struct made){SELF, 400, "sockview", 0, NOBODY, 0, 0});
	find(scene);
	assert_false(scene->guard.terminal);
	assert_true(is_guarded(scene, 4001)); /* it was started by SSH all the same */
	make(scene, (struct made){SELF, 400, "sockview", 34816, NOBODY, 0, 0});
	find(scene);
	assert_true(scene->guard.terminal);
}

static void what_was_found_before_stays_guarded(void **state)
{
	struct scene *scene = *state;

	make_tmux(scene, "tmux: server", NOBODY, 0);
	make(scene, (struct made){701, 700, "tmux: client", 34817, NOBODY, 1000, 4002});
	find(scene);
	make(scene, (struct made){701, 700, "tmux: client", 34817, NOBODY, 1000, 4003});
	find(scene);
	assert_true(is_guarded(scene, 4002));
	assert_true(is_guarded(scene, 4003));
	assert_int_equal(scene->guard.session_count, 2);
}

static void without_proc_the_own_variable_is_left(void **state)
{
	struct scene *scene = *state;

	setenv("SSH_CONNECTION", "10.0.0.9 4005 10.0.0.1 22", 1);
	session_guard_begin(&scene->guard, -1, SELF);
	assert_false(session_guard_step(&scene->guard, 1));
	assert_true(is_guarded(scene, 4005));
}

static void a_step_looks_at_no_more_than_it_may(void **state)
{
	struct scene *scene = *state;
	unsigned steps = 0;

	for (unsigned pid = 1000; pid < 1100; pid++)
		make(scene, (struct made){pid, 1, "bash", 0, NOBODY, (unsigned)getuid(), pid});
	make(scene, (struct made){SELF, 1, "sockview", 0, NOBODY, 0, 0});
	session_guard_begin(&scene->guard, scene->proc, SELF);
	while (session_guard_step(&scene->guard, 10)) {
		steps++;
		assert_true(scene->guard.session_count <= 10 * steps);
	}
	assert_in_range(steps, 10, 11);
	assert_int_equal(scene->guard.session_count, 100);
}

/* In a container there may be a connection with the same addresses and ports. */
static void an_equal_connection_of_another_namespace_is_not_the_session(void **state)
{
	struct scene *scene = *state;
	struct conn conn = {
		.proto = CONN_TCP,
		.local = {.addr = {10, 0, 0, 5}, .port = 22},
		.remote = {.addr = {10, 0, 0, 9}, .port = 5555},
	};

	session_guard_add_session(&scene->guard, "10.0.0.9 5555 10.0.0.5 22");
	assert_true(session_guard_is_ssh(&scene->guard, &conn));
	conn.place = 3;
	assert_false(session_guard_is_ssh(&scene->guard, &conn));
	/* Started by "ip netns exec", this program is not where its session is. */
	scene->guard.elsewhere = true;
	assert_true(session_guard_is_ssh(&scene->guard, &conn));
}

static void put_into(struct scene *scene, unsigned pid, const char *space)
{
	char path[4096], target[4096];

	snprintf(path, sizeof(path), "/spaces/%s", space);
	tree_write(scene->root, path, "");
	snprintf(target, sizeof(target), "%s%s", scene->root, path);
	write_of(scene, pid, "ns/x", "");
	snprintf(path, sizeof(path), "%s/proc/%u/ns/net", scene->root, pid);
	unlink(path);
	assert_int_equal(symlink(target, path), 0);
}

/* Only where all is known to be here, an equal connection of another namespace is spared nothing.
 */
static void where_a_namespace_may_not_be_read_sessions_are_guarded_in_all(void **state)
{
	struct scene *scene = *state;
	unsigned self = SELF, shell = (unsigned)getppid();

	make(scene, (struct made){self, shell, "sockview", 0, NOBODY, (unsigned)getuid(), 0});
	make(scene, (struct made){shell, 1, "bash", 0, NOBODY, (unsigned)getuid(), 4006});
	find(scene);
	assert_true(scene->guard.elsewhere); /* nothing can be read */
	put_into(scene, self, "own");
	find(scene);
	assert_true(scene->guard.elsewhere); /* the shell's cannot */
	put_into(scene, shell, "own");
	find(scene);
	assert_false(scene->guard.elsewhere);
	put_into(scene, shell, "other");
	find(scene);
	assert_true(scene->guard.elsewhere);
	/* Another session of the same login is in a namespace of its own. */
	put_into(scene, shell, "own");
	make(scene, (struct made){900, 1, "bash", 0, NOBODY, (unsigned)getuid(), 0});
	put_into(scene, 900, "other");
	find(scene);
	assert_false(scene->guard.elsewhere);
	make(scene, (struct made){900, 1, "bash", 0, NOBODY, (unsigned)getuid(), 4007});
	find(scene);
	assert_true(scene->guard.elsewhere);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_session_of_a_client_that_is_attached_is_guarded),
		TEST(one_that_was_made_on_the_console_and_is_attached_by_ssh_too),
		TEST(who_logged_in_counts_more_than_who_one_is),
		TEST(behind_sudo_the_user_of_the_shell_above_is_the_same_login),
		TEST(the_processes_above_are_known_but_not_init),
		TEST(what_is_above_a_client_carries_the_session_too),
		TEST(a_daemon_has_no_terminal_that_what_is_above_could_carry),
		TEST(what_was_found_before_stays_guarded),
		TEST(without_proc_the_own_variable_is_left),
		TEST(a_step_looks_at_no_more_than_it_may),
		TEST(an_equal_connection_of_another_namespace_is_not_the_session),
		TEST(where_a_namespace_may_not_be_read_sessions_are_guarded_in_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
