/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "app/system/cage.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "app/system/filter-code.h"

/* The leak checker of AddressSanitizer starts a process and traces its parent. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

/* Only where the list was tried. */
#if defined(OWN_ARCH) && !defined(SANITIZED) && !defined(WITHOUT_CAGE) && \
	(defined(__x86_64__) || defined(__aarch64__))
#define CAGE 1
#endif

#ifdef CAGE

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The newest system call that this list could name. What is newer does not exist: the C library
 * then does without it. */
#define NEWEST 462

#ifdef STRICT_CAGE
#define FORBID BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#else
#define FORBID REFUSE
#endif

/* Those that the older headers lack have the same number everywhere. */
#define PIDFD_SEND_SIGNAL 424
#define PIDFD_OPEN 434
#define CLONE3 435
#define OPENAT2 437
#define PIDFD_GETFD 438
#define FACCESSAT2 439
#define EPOLL_PWAIT2 441

/* Calls that do no harm, or none that could be told from what the program does; often used ones
 * first. */
static const uint16_t permitted[] = {
	/* the sockets, their owners, and what the kernel tells besides */
	__NR_sendto, __NR_recvmsg, __NR_openat, __NR_read, __NR_close, __NR_readlinkat,
	__NR_newfstatat, __NR_getdents64, __NR_write, __NR_pread64, __NR_lseek, __NR_fstat, OPENAT2,
	__NR_getxattr, __NR_statx, __NR_fstatfs, __NR_statfs, __NR_faccessat, FACCESSAT2, __NR_kcmp,
	PIDFD_OPEN, __NR_fcntl, __NR_dup, __NR_dup3, __NR_readv, __NR_writev, __NR_pwrite64,
	__NR_getcwd,
	/* waiting, and the time */
	__NR_ppoll, __NR_pselect6, __NR_epoll_create1, __NR_epoll_ctl, __NR_epoll_pwait,
	EPOLL_PWAIT2, __NR_timerfd_create, __NR_timerfd_settime, __NR_clock_gettime,
	__NR_clock_getres, __NR_clock_nanosleep, __NR_nanosleep, __NR_gettimeofday,
	__NR_restart_syscall,
	/* memory, threads; mmap, mprotect and clone: below */
	__NR_brk, __NR_munmap, __NR_mremap, __NR_madvise, __NR_futex, __NR_exit, __NR_exit_group,
	__NR_set_robust_list, __NR_rseq, __NR_membarrier, __NR_eventfd2, __NR_sched_yield,
	__NR_sched_getaffinity, __NR_getcpu, __NR_gettid, __NR_getrandom,
	/* signals to itself; tgkill: below */
	__NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_rt_sigpending,
	__NR_rt_sigtimedwait, __NR_sigaltstack, __NR_signalfd4,
	/* who it is, and where */
	__NR_getpid, __NR_getppid, __NR_getpgid, __NR_getsid, __NR_getuid, __NR_geteuid,
	__NR_getgid, __NR_getegid, __NR_getresuid, __NR_getresgid, __NR_getgroups, __NR_capget,
	__NR_uname, __NR_sysinfo, __NR_getrusage, __NR_times, __NR_umask,
	/* names of users and hosts, the log; socket: below */
	__NR_connect, __NR_bind, __NR_sendmsg, __NR_sendmmsg, __NR_recvfrom, __NR_recvmmsg,
	__NR_getsockname, __NR_getpeername, __NR_getsockopt, __NR_setsockopt, __NR_shutdown,
	/* of a file that is open */
	__NR_fsync, __NR_fdatasync, __NR_ftruncate, __NR_fallocate, __NR_flock, __NR_fchmod,
#ifdef __x86_64__
	/* the older spellings, which the C library uses, or another one does */
	__NR_poll, __NR_open, __NR_stat, __NR_lstat, __NR_access, __NR_readlink, __NR_select,
	__NR_epoll_wait, __NR_dup2, __NR_getpgrp, __NR_time, __NR_eventfd, __NR_signalfd,
#endif
#ifndef __GLIBC__
	__NR_tkill, /* the raise() of musl */
#endif
};

static const uint16_t to_signal[] = {PIDFD_SEND_SIGNAL};

static const uint16_t to_close[] = {PIDFD_GETFD};

static const uint16_t to_replace[] = {
	__NR_renameat2,
	__NR_unlinkat,
	__NR_mkdirat,
	__NR_renameat,
#ifdef __x86_64__
	__NR_rename,
	__NR_unlink,
	__NR_mkdir,
#endif
};

/* No process, no namespaces: threads. */
#define NEW_KINDS                                                                      \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | \
		CLONE_NEWPID | CLONE_NEWNET)

#define TYPE_MASK (~(uint32_t)(SOCK_CLOEXEC | SOCK_NONBLOCK))
#define ITER_CREATE 33 /* BPF_ITER_CREATE */

/* The struct termios2 of newer C libraries. */
#define TCGETS2_NUMBER 0x802c542aU
#define TCSETS2_NUMBER 0x402c542bU
#define TCSETSW2_NUMBER 0x402c542cU
#define TCSETSF2_NUMBER 0x402c542dU

/* clang-format off */
static const struct sock_filter head[] = {
	LOAD_ARCH,
	IF(OWN_ARCH, 1),
	FORBID,
	LOAD_NUMBER,
};

static const struct sock_filter tail[] = {
	/* No code in memory that can be written. */
	IF(__NR_mprotect, 1),
	UNLESS(__NR_mmap, 5),
	LOAD_ARGUMENT(2),
	MASK(PROT_WRITE | PROT_EXEC),
	UNLESS(PROT_WRITE | PROT_EXEC, 1),
	FORBID,
	ALLOW,
	/* What the program asks the kernel and a directory service by, and no raw packets. */
	UNLESS(__NR_socket, 18),
	LOAD_ARGUMENT(0),
	UNLESS(AF_UNIX, 1),
	ALLOW,
	UNLESS(AF_NETLINK, 5),
	LOAD_ARGUMENT(2),
	IF(NETLINK_SOCK_DIAG, 2),
	IF(NETLINK_ROUTE, 1),
	FORBID,
	ALLOW,
	IF(AF_INET, 2),
	IF(AF_INET6, 1),
	FORBID,
	LOAD_ARGUMENT(1),
	MASK(TYPE_MASK),
	IF(SOCK_STREAM, 2),
	IF(SOCK_DGRAM, 1),
	FORBID,
	ALLOW,
	/* The C library falls back to clone(), whose flags can be looked at. */
	UNLESS(CLONE3, 1),
	FAIL_WITH(ENOSYS),
	UNLESS(__NR_clone, 5),
	LOAD_ARGUMENT(0),
	MASK(CLONE_THREAD | NEW_KINDS),
	IF(CLONE_THREAD, 1),
	FORBID,
	ALLOW,
	/* The terminal and its queues, but no typing into it; the names of interfaces. */
	UNLESS(__NR_ioctl, 20),
	LOAD_ARGUMENT(1),
	IF(FIONREAD, 17),
	IF(TIOCGWINSZ, 16),
	IF(TCGETS, 15),
	IF(TCSETS, 14),
	IF(TCSETSW, 13),
	IF(TCSETSF, 12),
	IF(TCFLSH, 11),
	IF(TCXONC, 10),
	IF(TCSBRK, 9),
	IF(TIOCOUTQ, 8),
	IF(TIOCGPGRP, 7),
	IF(TCGETS2_NUMBER, 6),
	IF(TCSETS2_NUMBER, 5),
	IF(TCSETSW2_NUMBER, 4),
	IF(TCSETSF2_NUMBER, 3),
	IF(SIOCGIFNAME, 2),
	IF(SIOCGIFINDEX, 1),
	FORBID,
	ALLOW,
	/* Only one's own limits. */
	UNLESS(__NR_prlimit64, 4),
	LOAD_ARGUMENT(0),
	IF(0, 1),
	FORBID,
	ALLOW,
	/* A list of owners is begun anew; what loads a program there is told that it may not. */
	UNLESS(__NR_bpf, 4),
	LOAD_ARGUMENT(0),
	IF(ITER_CREATE, 1),
	REFUSE,
	ALLOW,
	/* The C library asks by these whether it may name its memory; names are not needed. */
	UNLESS(__NR_prctl, 1),
	REFUSE,
	UNLESS_ABOVE(NEWEST, 1),
	FAIL_WITH(ENOSYS),
	FORBID,
};
/* clang-format on */

/* Each permitted call is two instructions. */
#define LENGTH                                                                        \
	(COUNT_OF(head) + COUNT_OF(tail) + 10 +                                       \
		2 * (COUNT_OF(permitted) + COUNT_OF(to_signal) + COUNT_OF(to_close) + \
			    COUNT_OF(to_replace)))

static void add(struct sock_fprog *program, const struct sock_filter *code, size_t count)
{
	for (size_t i = 0; i < count; i++)
		program->filter[program->len++] = code[i];
}

static void permit(struct sock_fprog *program, const uint16_t *calls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct sock_filter code[] = {UNLESS(calls[i], 1), ALLOW};

		add(program, code, COUNT_OF(code));
	}
}

/* raise(), abort(): signals to this very process. */
static void permit_raise(struct sock_fprog *program)
{
	const struct sock_filter code[] = {
		UNLESS(__NR_tgkill, 4),
		LOAD_ARGUMENT(0),
		UNLESS((uint32_t)getpid(), 1),
		ALLOW,
		FORBID,
	};

	add(program, code, COUNT_OF(code));
}

/* Signal 0, which asks whether a process lives, and does nothing to it. */
static void permit_question(struct sock_fprog *program)
{
	static const struct sock_filter code[] = {
		UNLESS(PIDFD_SEND_SIGNAL, 4),
		LOAD_ARGUMENT(1),
		IF(0, 1),
		FORBID,
		ALLOW,
	};

	add(program, code, COUNT_OF(code));
}

int cage_enter(unsigned purposes)
{
	struct sock_filter code[LENGTH];
	struct sock_fprog program = {.filter = code};
	/* All threads: one may still wait for a name server. No code of others runs in here, so the
	 * slow way of the processor against that (which older kernels choose) is not needed. */
	unsigned flags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
	long failed;

	add(&program, head, COUNT_OF(head));
	permit(&program, permitted, COUNT_OF(permitted));
	if (purposes & CAGE_TO_SIGNAL)
		permit(&program, to_signal, COUNT_OF(to_signal));
	if (purposes & CAGE_TO_CLOSE)
		permit(&program, to_close, COUNT_OF(to_close));
	if (purposes & CAGE_TO_REPLACE)
		permit(&program, to_replace, COUNT_OF(to_replace));
	permit_raise(&program);
	permit_question(&program);
	add(&program, tail, COUNT_OF(tail));
	failed = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
	if (failed < 0 && errno == EINVAL) /* before Linux 4.17 */
		failed = syscall(
			SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
	if (!failed)
		return 0;
	if (failed > 0)
		return -ESRCH; /* a thread that has a filter of its own */
	return errno == EINVAL ? -ENOSYS : -errno;
}

bool cage_is_built(void)
{
	return true;
}

#else

int cage_enter(unsigned purposes)
{
	(void)purposes;
	return -ENOSYS;
}

bool cage_is_built(void)
{
	return false;
}

#endif
