#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints, in one line, what of the things that sockview uses the kernel that runs this has."""
import ctypes
import os
import socket
import struct

AF_INET, IPPROTO_MPTCP, SOCK_DIAG_BY_FAMILY, SOCK_DESTROY = 2, 262, 20, 21
NLM_F_REQUEST, NLM_F_DUMP, NLMSG_ERROR, NLMSG_DONE = 1, 0x300, 2, 3
EPERM, ENOENT, EOPNOTSUPP = 1, 2, 95


def ask(message, flags, protocol, states=0xffffffff, extension=0):
    """The error of the first answer to a request for sockets, 0 if there is none."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4) as wire:
        wire.settimeout(5)
        request = struct.pack("=BBBxI48s", AF_INET, protocol, extension, states, b"\0" * 48)
        header = struct.pack("=IHHII", 16 + len(request), message, NLM_F_REQUEST | flags, 1, 0)
        wire.sendto(header + request, (0, 0))
        answer = wire.recv(65536)
        kind = struct.unpack_from("=H", answer, 4)[0]
        if kind in (NLMSG_ERROR, NLMSG_DONE) and len(answer) >= 20:
            return -struct.unpack_from("=i", answer, 16)[0]
        return 0


def unshares(flags):
    pid = os.fork()
    if pid == 0:
        os._exit(ctypes.CDLL(None).unshare(flags) != 0)
    return os.waitpid(pid, 0)[1] == 0


def lists(protocol):
    return ask(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, protocol) == 0


def makes(family, kind, protocol=0):
    try:
        socket.socket(family, kind, protocol).close()
        return True
    except OSError:
        return False


def shows_bound():
    """Whether a TCP socket that is only bound is in the dump of BOUND_INACTIVE (6.8)."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4) as wire:
            wire.settimeout(5)
            request = struct.pack("=BBBxI48s", AF_INET, socket.IPPROTO_TCP, 0, 1 << 13, b"\0" * 48)
            wire.sendto(struct.pack("=IHHII", 16 + len(request), SOCK_DIAG_BY_FAMILY,
                                    NLM_F_REQUEST | NLM_F_DUMP, 1, 0) + request, (0, 0))
            return struct.unpack_from("=H", wire.recv(65536), 4)[0] == SOCK_DIAG_BY_FAMILY


has = {
    "tcp-diag": lists(socket.IPPROTO_TCP),
    "udp-diag": lists(socket.IPPROTO_UDP),
    # a socket that is not there: a kernel that closes says so, another does not know the request
    "destroy": ask(SOCK_DESTROY, 4, socket.IPPROTO_TCP) in (EPERM, ENOENT),
    "bound": shows_bound(),
    "mptcp": makes(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP),
    "ipv6": makes(socket.AF_INET6, socket.SOCK_STREAM),
    "user-namespaces": unshares(0x10000000),
    "pid-namespaces": unshares(0x10000000 | 0x20000000),
    "bpf": os.path.exists("/sys/kernel/btf/vmlinux"),
}
print(" ".join(name for name, there in has.items() if there))
