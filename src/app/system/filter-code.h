/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pieces that filters of system calls are written with, by hand (seccomp(2), bpf(4)). */
#ifndef SOCKVIEW_APP_SYSTEM_FILTER_CODE_H
#define SOCKVIEW_APP_SYSTEM_FILTER_CODE_H

#include <endian.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers of system calls mean something on one architecture only. */
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

#define LOW_HALF (__BYTE_ORDER == __LITTLE_ENDIAN ? 0 : 4)
#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define LOAD_NUMBER LOAD(offsetof(struct seccomp_data, nr))
#define LOAD_ARCH LOAD(offsetof(struct seccomp_data, arch))
#define LOAD_ARGUMENT(n) LOAD(offsetof(struct seccomp_data, args) + 8 * (n) + LOW_HALF)
#define MASK(bits) BPF_STMT(BPF_ALU | BPF_AND | BPF_K, bits)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define FAIL_WITH(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define REFUSE FAIL_WITH(EPERM)

/* Steps over `skipped` instructions unless the loaded word is `value`. */
#define UNLESS(value, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skipped)
#define IF(value, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, skipped, 0)
#define IF_ABOVE(value, skipped) BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, value, skipped, 0)
#define UNLESS_ABOVE(value, skipped) BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, value, 0, skipped)

/* One system call, whatever its arguments. */
#define PERMIT(name) UNLESS(__NR_##name, 1), ALLOW

#endif
