#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A small web server's sockets, for the pictures: nginx, an api that leaks, postgres, a backup, churn.

Started by make.sh in a network namespace of its own. Each role is a process with its own name and,
if it may, user. It ends when its input is closed.
"""
import os
import pwd
import signal
import socket
import sys
import time

NGINX, API, DATABASE = ("10.0.0.5", 443), ("10.0.0.5", 8080), ("10.0.0.5", 5432)
CLIENTS = ["198.51.100.%d" % n for n in (7, 9, 23)] + ["203.0.113.%d" % n for n in (40, 41, 77)]


def role(name, user, work):
    """Runs `work` in a process of this name."""
    if os.fork():
        return
    with open("/proc/self/comm", "w") as comm:
        comm.write(name)
    try:
        os.setuid(pwd.getpwnam(user).pw_uid)
    except (KeyError, PermissionError, OSError):
        pass
    work()
    os._exit(0)


def listen(address, backlog=511):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    listener.listen(backlog)
    return listener


def connect(source, address):
    for _ in range(50):
        one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        one.bind((source, 0))
        try:
            one.connect(address)
            return one
        except ConnectionRefusedError:
            one.close()
            time.sleep(0.1)
    sys.exit("no server at %s" % (address,))


def nginx():
    """Answers each request with ten times as many bytes; a client that closes is closed."""
    listener, peers = listen(NGINX), []
    listener.setblocking(False)
    while True:
        try:
            peer = listener.accept()[0]
            peer.setblocking(False)
            peers.append(peer)
        except BlockingIOError:
            pass
        for peer in list(peers):
            try:
                asked = peer.recv(65536)
                if asked:
                    peer.send(b"y" * min(len(asked) * 10, 60000))
                else:
                    peers.remove(peer)
                    peer.close()
            except BlockingIOError:
                pass
            except OSError:
                peers.remove(peer)
        time.sleep(0.02)


def api():
    """Accepts and never closes: the leak."""
    listener, kept = listen(API, 128), []
    while True:
        kept.append(listener.accept()[0])


def postgres():
    listener, kept = listen(DATABASE, 244), []
    while True:
        kept.append(listener.accept()[0])


def tomcat():
    kept = listen(("10.0.0.5", 8009), 5)
    signal.pause()
    kept.close()


def sshd():
    listener = listen(("0.0.0.0", 22), 128)
    kept = [connect("10.0.0.9", ("10.0.0.5", 22)), listener.accept()[0]]
    signal.pause()
    del kept


def named():
    sockets = []
    for address in ("10.0.0.5", "127.0.0.1"):
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.bind((address, 53))
        sockets.append(one)
    signal.pause()


def app():
    """Uses the database."""
    sessions = [connect("10.0.0.5", DATABASE) for _ in range(3)]
    while True:
        for session in sessions:
            session.send(b"select 1")
        time.sleep(0.5)


def browsers():
    """Some that stay and ask, others that come and go."""
    stay = [connect(source, NGINX) for source in CLIENTS]
    while True:
        for number, one in enumerate(stay):
            one.send(b"x" * (300 * number + 40))
            one.setblocking(False)
            try:
                one.recv(1 << 20)
            except BlockingIOError:
                pass
            one.setblocking(True)
        connect(CLIENTS[int(time.time()) % len(CLIENTS)], NGINX).close()
        time.sleep(0.4)


def monitor():
    """Asks the api once a second, and goes: each time the api is left with a CLOSE_WAIT."""
    for _ in range(12):
        connect("10.0.0.9", API).close()
    while True:
        one = connect("10.0.0.9", API)
        one.send(b"GET /health\r\n")
        one.close()
        time.sleep(2)


def impatient():
    """More clients than tomcat's queue has room for."""
    waiting = []
    for _ in range(8):
        one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        one.setblocking(False)
        try:
            one.connect(("10.0.0.5", 8009))
        except BlockingIOError:
            pass
        waiting.append(one)
        time.sleep(0.05)
    signal.pause()


def backup():
    one = connect("10.0.0.8", NGINX)
    while True:
        one.send(b"z" * 5000)
        one.recv(1 << 20)
        time.sleep(0.05)


os.setpgid(0, 0)
role("nginx", "www-data", nginx)
role("api", "nobody", api)
role("postgres", "postgres", postgres)
role("tomcat", "nobody", tomcat)
role("sshd", "root", sshd)
role("named", "bind", named)
time.sleep(0.5)
role("app", "nobody", app)
role("chrome", "root", browsers)
role("monitor", "root", monitor)
role("curl", "root", impatient)
role("backup", "backup", backup)
sys.stdin.read()
os.killpg(0, signal.SIGTERM)
