/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs in the kernel (clang -target bpf): writes every descriptor of every process, in the order of
 * the processes, as a struct bpf_record for bpf-iterator.c. It also writes descriptors that are not
 * sockets: the owner map has to know how many descriptors a process has, and a read() that finds
 * nothing to write would not return.
 *
 * Of the kernel's structures only the used members are declared, under the kernel's names; the
 * kernel fills in its own offsets when it loads this program (CO-RE).
 */
#include "sock/machine/kernel-program.bpf.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct upid {
	int nr;
};

struct pid {
	unsigned int level;
	struct upid
		numbers[1]; /* one for each namespace, from the first one to the process's own */
};

struct task_struct {
	int pid, tgid;
	__u64 start_boottime;
	struct pid *thread_pid;
};

struct inode {
	unsigned long i_ino;
};

struct file {
	struct inode *f_inode;
};

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	__u32 fd;
	struct file *file;
};

#pragma clang attribute pop

/* As in bpf-iterator.h. */
struct bpf_record {
	__u64 start_ns;
	__u64 inode;
	__u32 pid;
	__u32 fd;
};

/*
 * Writes the number of a process in the pid namespace of the process that reads: the kernel lists
 * only processes of that namespace here.
 */
static void put_pid(const struct task_struct *task, struct bpf_record *record)
{
	const struct task_struct *reader = bpf_get_current_task_btf();
	__u32 level = reader->thread_pid->level, offset;

	record->pid = (__u32)task->tgid;
	if (!level)
		return;
	offset = bpf_core_field_offset(struct pid, numbers) +
		 level * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, nr);
	bpf_probe_read_kernel(
		&record->pid, sizeof(record->pid), (const char *)task->thread_pid + offset);
}

/* /proc/PID/fd is that of the first thread; other threads may have descriptors of their own. */
SEC_("iter/task_file") int owners_list(struct bpf_iter__task_file *context)
{
	const struct task_struct *task = context->task;
	struct file *file = context->file;
	struct bpf_record record;

	if (!task || !file || task->pid != task->tgid)
		return 0;
	put_pid(task, &record);
	record.start_ns = task->start_boottime;
	record.inode = bpf_sock_from_file(file) ? file->f_inode->i_ino : 0;
	record.fd = context->fd;
	bpf_seq_write(context->meta->seq, &record, sizeof(record));
	return 0;
}
