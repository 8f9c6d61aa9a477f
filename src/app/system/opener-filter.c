/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/opener-filter.h"

#include <endian.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__) && defined(__LP64__)
#define OWN_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define OWN_ARCH AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && __BYTE_ORDER == __LITTLE_ENDIAN
#define OWN_ARCH AUDIT_ARCH_PPC64LE
#elif defined(__loongarch64)
#define OWN_ARCH AUDIT_ARCH_LOONGARCH64
#elif defined(__arm__) && defined(__ARM_EABI__)
#define OWN_ARCH AUDIT_ARCH_ARM
#endif

#ifdef OWN_ARCH

#define LOW_HALF (__BYTE_ORDER == __LITTLE_ENDIAN ? 0 : 4)
#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define LOAD_ARGUMENT(n) LOAD(offsetof(struct seccomp_data, args) + 8 * (n) + LOW_HALF)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

/* Steps over `skipped` instructions unless the loaded word is `value`. */
#define UNLESS(value, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skipped)
#define IF(value, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, skipped, 0)

/* One system call, whatever its arguments. */
#define PERMIT(name) UNLESS(__NR_##name, 1), ALLOW

/* clang-format off */
static const struct sock_filter always[] = {
	LOAD(offsetof(struct seccomp_data, arch)),
	IF(OWN_ARCH, 1),
	REFUSE,
	LOAD(offsetof(struct seccomp_data, nr)),
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
	LOAD(offsetof(struct seccomp_data, nr)),
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
	LOAD(offsetof(struct seccomp_data, nr)),
	UNLESS(__NR_ioctl, 3),
	LOAD_ARGUMENT(1),
	UNLESS(NS_GET_USERNS, 1),
	ALLOW,
	/* no new namespaces, no threads */
	LOAD(offsetof(struct seccomp_data, nr)),
	LOAD(offsetof(struct seccomp_data, nr)),
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
