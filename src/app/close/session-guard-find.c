/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/close/session-guard.h"
#include "base/alloc.h"
#include "sock/machine/process.h"

/* Maximum bytes that are read of a process's environment. */
#define ENVIRONMENT_MAX ((size_t)256 * 1024)

#define NOBODY UINT32_MAX

static const char variable_name[] = "SSH_CONNECTION=";

/*
 * True if the process is known to be in the same network namespace as this program. Where either
 * may not be read nothing is known: sessions are then guarded in every namespace, since it costs
 * nothing to ask once too often.
 */
static bool is_here(const struct session_guard *guard, int proc, uint32_t pid)
{
	struct stat own, other;
	char path[40];

	snprintf(path, sizeof(path), "%u/ns/net", guard->self);
	if (fstatat(proc, path, &own, 0) < 0)
		return false;
	snprintf(path, sizeof(path), "%u/ns/net", pid);
	return fstatat(proc, path, &other, 0) == 0 && own.st_ino == other.st_ino;
}

/* sudo removes the variable, and behind tmux no ancestor holds the connection. But the shell that
 * called sudo still has the variable, and so has the client that is attached to tmux. */
static void read_environment(struct session_guard *guard, int proc, uint32_t pid)
{
	char *text = guard->environment;
	size_t length = process_read_environment(proc, pid, text, ENVIRONMENT_MAX + 1);

	for (const char *at = text; at < text + length; at += strlen(at) + 1) {
		if (strncmp(at, variable_name, sizeof(variable_name) - 1) != 0)
			continue;
		session_guard_add_session(guard, at + sizeof(variable_name) - 1);
		guard->elsewhere = guard->elsewhere || !is_here(guard, proc, pid);
	}
}

static bool is_user(const struct session_guard *guard, uint32_t user)
{
	for (size_t i = 0; i < guard->user_count; i++)
		if (guard->users[i] == user)
			return true;
	return user == guard->login && user != NOBODY;
}

static void add_user(struct session_guard *guard, uint32_t user)
{
	if (!is_user(guard, user) && guard->user_count < sizeof(guard->users) / sizeof(uint32_t))
		guard->users[guard->user_count++] = user;
}

static bool is_multiplexer(const struct process *process)
{
	return strncmp(process->name, "tmux", 4) == 0 || strcmp(process->name, "screen") == 0;
}

/* Adds the ancestors of a process; `ours`: the process is this program. sshd itself has no
 * terminal, and its owner says nothing about the login. */
static void add_ancestors(struct session_guard *guard, int proc, uint32_t pid, bool ours)
{
	struct process process;
	uint32_t user;

	while (pid > 1 && guard->count < SESSION_GUARD_ANCESTORS_MAX &&
		!session_guard_is_own_process(guard, pid)) {
		guard->ancestors[guard->count++] = pid;
		guard->elsewhere = guard->elsewhere || !is_here(guard, proc, pid);
		read_environment(guard, proc, pid);
		if (process_read(proc, pid, &process) < 0)
			break;
		if (ours) {
			guard->multiplexed |= is_multiplexer(&process);
			if (process.terminal && process_read_real_uid(proc, pid, &user) == 0)
				add_user(guard, user);
		}
		pid = process.parent;
	}
}

void session_guard_begin(struct session_guard *guard, int proc, uint32_t self)
{
	const char *variable = getenv("SSH_CONNECTION");
	uint32_t parent = (uint32_t)getppid();
	struct process process;
	int copy;

	if (guard->processes)
		closedir(guard->processes);
	if (!guard->environment)
		guard->environment = alloc_zero(ENVIRONMENT_MAX + 1, 1);
	guard->processes = NULL;
	guard->self = self;
	guard->terminal = guard->multiplexed = guard->elsewhere = false;
	guard->login = NOBODY;
	guard->user_count = guard->count = 0;
	if (variable)
		session_guard_add_session(guard, variable);
	add_user(guard, (uint32_t)getuid());
	if (proc >= 0 && process_read(proc, self, &process) == 0) {
		guard->terminal = process.terminal;
		parent = process.parent;
	} else
		guard->elsewhere = true;
	if (proc >= 0)
		process_read_login(proc, self, &guard->login);
	add_ancestors(guard, proc, parent, true);
	copy = proc < 0 ? -1 : openat(proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (copy >= 0)
		guard->processes = fdopendir(copy);
	if (copy >= 0 && !guard->processes)
		close(copy);
}

/* True if the process belongs to the same login, as the audit system says; or to the same user, if
 * the audit system does not know. */
static bool is_same_login(const struct session_guard *guard, int proc, uint32_t pid)
{
	uint32_t login = NOBODY, user;

	process_read_login(proc, pid, &login);
	if (login != NOBODY && guard->login != NOBODY)
		return login == guard->login;
	return process_read_real_uid(proc, pid, &user) == 0 && is_user(guard, user);
}

/* The client of a multiplexer may be attached without SSH: then its ancestors carry the session,
 * too. */
static void look_at(struct session_guard *guard, int proc, uint32_t pid)
{
	struct process process;

	if (pid == guard->self || !is_same_login(guard, proc, pid))
		return;
	read_environment(guard, proc, pid);
	if (guard->multiplexed && process_read(proc, pid, &process) == 0 && process.terminal &&
		is_multiplexer(&process))
		add_ancestors(guard, proc, pid, false);
}

bool session_guard_step(struct session_guard *guard, size_t budget)
{
	const struct dirent *entry;
	uint32_t pid;

	while (guard->processes && budget--) {
		entry = readdir(guard->processes);
		if (!entry) {
			closedir(guard->processes);
			guard->processes = NULL;
			free(guard->environment);
			guard->environment = NULL;
		} else if (process_take_number(entry->d_name, &pid)) {
			look_at(guard, dirfd(guard->processes), pid);
		}
	}
	return guard->processes;
}
