/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/machine/cgroup-name.h"

#include <ctype.h>
#include <string.h>

#define ID_DIGITS 64
#define ID_SHOWN 12

/* One component of a path. */
struct part {
	const char *text;
	size_t length;
};

/*
 * Components that name a container: the prefix and suffix of the name, and what is between them. If
 * `bare` is set, the suffix may be missing.
 */
static const struct scope_prefix {
	const char *prefix;
	const char *suffix;
	const char *runtime;
	enum { BY_ID, BY_NAME } what;
	bool bare;
} scope_prefixes[] = {
	{"docker-", ".scope", "docker", BY_ID, true},
	{"libpod-", ".scope", "podman", BY_ID, true},
	{"cri-containerd-", ".scope", "containerd", BY_ID, true},
	{"containerd-", ".scope", "containerd", BY_ID, true},
	{"nerdctl-", ".scope", "containerd", BY_ID, true},
	{"crio-", ".scope", "cri-o", BY_ID, true},
	{"lxc.payload.", "", "lxc", BY_NAME, false},
	{"systemd-nspawn@", ".service", "nspawn", BY_NAME, false},
	{"machine-", ".scope", "machine", BY_NAME, false},
};

/* Directories whose children are containers, named by their name or only by their id. */
static const struct container_dir {
	const char *name;
	const char *runtime;
	enum { IDS, NAMES } what;
} container_dirs[] = {
	{"docker", "docker", IDS},
	{"libpod_parent", "podman", IDS},
	{"ecs", "ecs", IDS},
	{"k8s.io", "containerd", IDS},
	{"lxc", "lxc", NAMES},
	{"lxc.payload", "lxc", NAMES},
};

static bool begins_with(struct part part, const char *prefix)
{
	size_t length = strlen(prefix);

	return part.length > length && memcmp(part.text, prefix, length) == 0;
}

static bool ends_with(struct part part, const char *suffix)
{
	size_t length = strlen(suffix);

	return part.length > length &&
	       memcmp(part.text + part.length - length, suffix, length) == 0;
}

static bool is(struct part part, const char *name)
{
	return part.length == strlen(name) && memcmp(part.text, name, part.length) == 0;
}

static bool is_hex(struct part part, size_t digits)
{
	if (part.length != digits)
		return false;
	for (size_t i = 0; i < digits; i++)
		if (!isxdigit((unsigned char)part.text[i]))
			return false;
	return true;
}

static void copy(char *to, size_t size, struct part part)
{
	if (part.length >= size)
		part.length = size - 1;
	memcpy(to, part.text, part.length);
	to[part.length] = '\0';
}

/* systemd writes a '-' inside a name as "\x2d", and escapes other bytes in the same way. */
static void copy_unescaped(char *to, size_t size, struct part part)
{
	static const char digits[] = "0123456789abcdef";
	size_t length = 0;

	for (size_t i = 0; i < part.length && length < size - 1; i++) {
		const char *high = NULL, *low = NULL;

		if (part.length - i >= 4 && part.text[i] == '\\' && part.text[i + 1] == 'x') {
			high = memchr(digits, part.text[i + 2], 16);
			low = memchr(digits, part.text[i + 3], 16);
		}
		if (high && low && (high != digits || low != digits)) {
			to[length++] = (char)((high - digits) << 4 | (low - digits));
			i += 3;
		} else {
			to[length++] = part.text[i];
		}
	}
	to[length] = '\0';
}

static void set_id(struct cgroup_name *name, struct part id, const char *runtime)
{
	id.length = ID_SHOWN;
	copy(name->container, sizeof(name->container), id);
	name->runtime = runtime;
}

static bool match_scope(
	struct cgroup_name *name, const struct scope_prefix *scope, struct part part)
{
	if (!begins_with(part, scope->prefix))
		return false;
	part.text += strlen(scope->prefix);
	part.length -= strlen(scope->prefix);
	if (ends_with(part, scope->suffix))
		part.length -= strlen(scope->suffix);
	else if (!scope->bare)
		return false;
	if (scope->what == BY_ID) {
		/*
		 * "libpod-conmon-..." and similar scopes monitor a container; they are not in it.
		 */
		if (!is_hex(part, ID_DIGITS))
			return false;
		set_id(name, part, scope->runtime);
		return true;
	}
	copy_unescaped(name->container, sizeof(name->container), part);
	name->runtime = scope->runtime;
	return true;
}

/*
 * "kubepods-burstable-podUID.slice:cri-containerd:ID": the runtime uses the systemd driver's
 * syntax, but the cgroupfs driver.
 */
static bool match_colons(struct cgroup_name *name, struct part part)
{
	const char *colon = memrchr(part.text, ':', part.length);
	struct part id;

	if (!colon)
		return false;
	id = (struct part){colon + 1, (size_t)(part.text + part.length - colon - 1)};
	if (!is_hex(id, ID_DIGITS))
		return false;
	set_id(name, id, memmem(part.text, part.length, ":crio:", 6) ? "cri-o" : "containerd");
	return true;
}

static bool match_container(struct cgroup_name *name, struct part part, struct part parent)
{
	for (size_t i = 0; i < sizeof(scope_prefixes) / sizeof(scope_prefixes[0]); i++)
		if (match_scope(name, &scope_prefixes[i], part))
			return true;
	for (size_t i = 0; i < sizeof(container_dirs) / sizeof(container_dirs[0]); i++) {
		if (container_dirs[i].what != NAMES || !is(parent, container_dirs[i].name))
			continue;
		copy(name->container, sizeof(name->container), part);
		name->runtime = container_dirs[i].runtime;
		return true;
	}
	if (!is_hex(part, ID_DIGITS))
		return match_colons(name, part);
	/* Any runtime: only containers have names like this. */
	set_id(name, part, "container");
	for (size_t i = 0; i < sizeof(container_dirs) / sizeof(container_dirs[0]); i++)
		if (is(parent, container_dirs[i].name))
			name->runtime = container_dirs[i].runtime;
	return true;
}

/*
 * Takes "pod" and a uid: 36 characters (systemd writes '_' for the dashes), or 32 digits (static
 * pods).
 */
static bool take_pod(struct cgroup_name *name, struct part uid)
{
	char text[sizeof(name->pod)];
	size_t length = strspn(uid.text, "0123456789abcdefABCDEF-_");

	if (length > uid.length)
		length = uid.length;
	if (length != 36 && length != 32)
		return false;
	copy(text, sizeof(text), (struct part){uid.text, length});
	for (size_t i = 0; i < length; i++)
		if (text[i] == '_')
			text[i] = '-';
	memcpy(name->pod, text, sizeof(text));
	return true;
}

static void match_pod(struct cgroup_name *name, struct part part, bool in_pods)
{
	const char *pods = memmem(part.text, part.length, "kubepods", 8), *at = NULL;

	/*
	 * "kubepods-burstable-podUID.slice", "kubepods-podUID.slice"; in nested ones with a prefix.
	 */
	if (pods)
		at = memmem(pods, (size_t)(part.text + part.length - pods), "-pod", 4);
	if (at)
		at += 4;
	else if (in_pods && begins_with(part, "pod"))
		at = part.text + 3;
	if (at)
		take_pod(name, (struct part){at, (size_t)(part.text + part.length - at)});
}

static void match_unit(struct cgroup_name *name, struct part part)
{
	static const char *const kinds[] = {".service", ".scope", ".socket", ".mount", ".swap"};
	bool unit = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		unit |= ends_with(part, kinds[i]);
	/*
	 * init.scope below a unit holds the manager of a user's units; "user@1000.service" says
	 * more.
	 */
	if (!unit || (is(part, "init.scope") && name->unit[0]))
		return;
	/* systemd puts '_' before a name that is also the name of one of the kernel's files. */
	if (part.text[0] == '_') {
		part.text++;
		part.length--;
	}
	copy(name->unit, sizeof(name->unit), part);
}

void cgroup_name_parse(const char *path, struct cgroup_name *ret_name)
{
	struct part part = {path, 0}, parent = {"", 0};
	bool in_pods = false;

	*ret_name = (struct cgroup_name){0};
	while (*path) {
		path += strspn(path, "/");
		part = (struct part){path, strcspn(path, "/")};
		if (!part.length)
			return;
		match_unit(ret_name, part);
		match_container(ret_name, part, parent);
		match_pod(ret_name, part, in_pods);
		in_pods |= memmem(part.text, part.length, "kubepods", 8) != NULL;
		parent = part;
		path += part.length;
	}
}

/* Prefer systemd's own hierarchy, which has the units, then v2, then the longest path. */
static int rate_line(struct part controllers, struct part path)
{
	if (path.length <= 1)
		return 0;
	if (is(controllers, "name=systemd"))
		return 1 << 17;
	if (controllers.length == 0)
		return 1 << 16;
	return path.length < 1 << 15 ? (int)path.length : 1 << 15;
}

bool cgroup_name_choose(const char *text, char *path, size_t size)
{
	int best = -1;

	/*
	 * "4:memory:/system.slice/nginx.service": a name can contain colons, a number and the
	 * controllers cannot.
	 */
	while (*text) {
		size_t length = strcspn(text, "\n");
		const char *first = memchr(text, ':', length), *second = NULL;
		struct part controllers, line_path;

		if (first)
			second = memchr(first + 1, ':', length - (size_t)(first + 1 - text));
		if (second && second[1] == '/') {
			controllers = (struct part){first + 1, (size_t)(second - first - 1)};
			line_path = (struct part){second + 1, length - (size_t)(second + 1 - text)};
			if (rate_line(controllers, line_path) > best) {
				best = rate_line(controllers, line_path);
				copy(path, size, line_path);
			}
		}
		text += length;
		text += *text == '\n';
	}
	return best >= 0;
}
