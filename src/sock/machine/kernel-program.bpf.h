/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the programs that run in the kernel (clang -target bpf) begin with: the kernel's names for
 * numbers, which libbpf's headers need and linux/types.h would bring together with those of libc.
 */
#ifndef SOCKVIEW_SOCK_MACHINE_KERNEL_PROGRAM_BPF_H
#define SOCKVIEW_SOCK_MACHINE_KERNEL_PROGRAM_BPF_H

typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16, __be16, __sum16;
typedef int __s32;
typedef unsigned int __u32, __be32, __wsum;
typedef long long __s64;
typedef unsigned long long __u64, __be64;

#include <bpf/bpf_helpers.h>

#include <bpf/bpf_core_read.h>

#define SEC_(name) __attribute__((section(name), used))

/* Only programs under this licence may call the helpers that read the kernel's memory. */
SEC_("license") char licence[] = "GPL";

#endif
