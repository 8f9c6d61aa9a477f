#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes the pictures of the README again: doc/pictures/*.svg. Run it as root in the root of a built
# tree. It needs tmux, python3, iproute2 and util-linux, and touches nothing outside: the sockets
# are in a network namespace of their own (server.py), the terminal is one of tmux.
set -eu

here=doc/pictures
program=${SOCKVIEW:-$PWD/sockview}
python=${PYTHON:-python3}
dir=$(mktemp -d)
socket=$dir/tmux
trap 'tmux -S "$socket" kill-server 2>/dev/null; rm -rf "$dir"' EXIT

cat > "$dir/inside" <<END
hostname web1
ip link set lo up
echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start
for address in 10.0.0.5 10.0.0.8 10.0.0.9 198.51.100.7 198.51.100.9 198.51.100.23 \\
	203.0.113.40 203.0.113.41 203.0.113.77; do
	ip address add \$address/32 dev lo
done
mkfifo $dir/end
$python $here/server.py < $dir/end &
exec 9> $dir/end
sleep 12
TERM=tmux-256color LC_ALL=C.UTF-8 exec $program --no-config
END

tmux -S "$socket" -f /dev/null new-session -d -x 120 -y 30 \
	"unshare --net --uts --pid --fork --mount-proc sh $dir/inside"
tmux -S "$socket" set -g default-terminal tmux-256color

keys() {
	for key; do
		tmux -S "$socket" send-keys "$key"
		sleep 0.6
	done
}

# picture NAME ROWS: waits for what the keys set off, and takes the first ROWS lines.
picture() {
	sleep 3
	tmux -S "$socket" capture-pane -p -e | sed -n "1,$2p" | $python $here/svg.py > "$dir/new"
	mv "$dir/new" "$here/$1.svg"
	echo "$here/$1.svg"
}

sleep 22
picture table 30
keys F8
picture health 30
keys Escape F7
picture states 30
keys Escape
# One connection of the backup, which is the busiest: found, opened.
keys / b a c k u p Enter Enter
sleep 20
picture details 30
keys Escape F5 p Enter Home
picture groups 30
