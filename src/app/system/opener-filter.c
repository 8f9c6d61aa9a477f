/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/opener-filter.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "app/system/filter-code.h"

#ifdef OWN_ARCH

/* clang-format off */
static const struct sock_filter always[] = {
	LOAD_ARCH,
	IF(OWN_ARCH, 1),
	REFUSE,
	LOAD_NUMBER,
	PERMIT(recvmsg),
	PERMIT(sendmsg),
	PERMIT(bind),
	PERMIT(close),
	PERMIT(exit),
	PERMIT(exit_group),
	PERMIT(rt_sigreturn),
	PERMIT(restart_syscall),
	/* socket(AF_NETLINK, ..., NETLINK_SOCK_DIAG) */
	UNLESS(__NR_socket, 6),
	LOAD_ARGUMENT(0),
	UNLESS(AF_NETLINK, 3),
	LOAD_ARGUMENT(2),
	UNLESS(NETLINK_SOCK_DIAG, 1),
	ALLOW,
	REFUSE,
	/* setns(..., CLONE_NEWNET) */
	UNLESS(__NR_setns, 3),
	LOAD_ARGUMENT(1),
	UNLESS(CLONE_NEWNET, 1),
	ALLOW,
};

static const struct sock_filter for_forks[] = {
	LOAD_NUMBER,
	PERMIT(wait4),
	PERMIT(rt_sigprocmask),
	PERMIT(set_robust_list),
	PERMIT(set_tid_address),
#ifdef __NR_fork
	PERMIT(fork), /* musl's fork() */
#endif
	PERMIT(getpid),
	PERMIT(gettid),
	UNLESS(__NR_setns, 3),
	LOAD_ARGUMENT(1),
	UNLESS(CLONE_NEWUSER, 1),
	ALLOW,
	LOAD_NUMBER,
	UNLESS(__NR_ioctl, 3),
	LOAD_ARGUMENT(1),
	UNLESS(NS_GET_USERNS, 1),
	ALLOW,
	/* no new namespaces, no threads */
	LOAD_NUMBER,
	LOAD_NUMBER,
	UNLESS(__NR_clone, 3),
	LOAD_ARGUMENT(0),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (uint32_t)~(CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | 0xff), 1, 0),
	ALLOW,
};
/* clang-format on */

static const struct sock_filter refuse[] = {REFUSE};

int opener_filter_install(bool forks)
{
	struct sock_filter code[sizeof(always) / sizeof(always[0]) +
				sizeof(for_forks) / sizeof(for_forks[0]) + 1];
	struct sock_fprog program = {.filter = code};

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		code[program.len++] = always[i];
	for (size_t i = 0; forks && i < sizeof(for_forks) / sizeof(for_forks[0]); i++)
		code[program.len++] = for_forks[i];
	code[program.len++] = refuse[0];
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 ? -errno : 0;
}

#else

int opener_filter_install(bool forks)
{
	(void)forks;
	return -ENOSYS;
}

#endif
