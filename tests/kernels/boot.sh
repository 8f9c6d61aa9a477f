# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# How tests/kernels/run boots $kernel with $work/init as its first process. What the kernel prints goes to
# $work/console.

# The whole run may take so many seconds.
limit=${SOCKVIEW_KERNEL_LIMIT-1800}

boot_uml() {
	# the directory of its control socket is ours, too; it ends by a signal when it is told to halt
	timeout -k 10 "$limit" "$kernel" mem=512M rootfstype=hostfs rootflags=/ rw "init=$work/init" \
		"uml_dir=$work" con=null con0=fd:0,fd:1 quiet </dev/null >"$work/console" 2>&1 || true
}

# the modules that the root file system needs, those first that others need
boot_modules() {
	for module in virtio_pci 9pnet_virtio 9p; do
		modprobe -S "$release" --show-depends "$module" 2>/dev/null
	done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
}

# A kernel of a distribution has the host's file system as modules: an initramfs brings them.
make_initramfs() {
	busybox=$(command -v busybox) || skip "no busybox here (Debian: busybox-static)"
	mkdir -p "$work/ram/bin" "$work/ram/root" "$work/ram/dev" "$work/ram/proc"
	cp "$busybox" "$work/ram/bin/busybox"
	{
		echo '#!/bin/busybox sh'
		boot_modules | while read -r module; do
			name=${module##*/}
			case $name in
			*.xz) xz -dc "$module" >"$work/ram/${name%.xz}" && name=${name%.xz} ;;
			*.zst) zstd -qdc "$module" >"$work/ram/${name%.zst}" && name=${name%.zst} ;;
			*) cp "$module" "$work/ram/$name" ;;
			esac
			echo "/bin/busybox insmod /$name"
		done
		echo "/bin/busybox mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 host /root"
		echo "exec /bin/busybox switch_root /root $work/init"
	} >"$work/ram/init"
	chmod +x "$work/ram/init"
	(cd "$work/ram" && find . | cpio -o -H newc --quiet) >"$work/initramfs"
}

boot_qemu() {
	command -v qemu-system-x86_64 >/dev/null || skip "no qemu-system-x86_64 here (Debian: qemu-system-x86)"
	release=${kernel##*/vmlinuz-}
	make_initramfs
	accelerator=tcg
	[ ! -w /dev/kvm ] || accelerator=kvm
	timeout -k 10 "$limit" qemu-system-x86_64 -accel "$accelerator" -m 1024 -nographic -no-reboot \
		-kernel "$kernel" -initrd "$work/initramfs" \
		-append "console=ttyS0 quiet panic=-1" -nic none \
		-virtfs local,path=/,mount_tag=host,security_model=none,multidevs=remap \
		</dev/null >"$work/console" 2>&1 || true
}
