/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes filters for other tools that match one socket, so that the user can paste them there. */
#ifndef SOCKVIEW_VIEW_DETAIL_CAPTURE_FILTER_H
#define SOCKVIEW_VIEW_DETAIL_CAPTURE_FILTER_H

#include "base/buffer.h"
#include "sock/conn/conn.h"

enum capture_filter_tool {
	CAPTURE_FILTER_SS,        /* also a valid filter of this program */
	CAPTURE_FILTER_TCPDUMP,   /* libpcap: tcpdump, tshark -f, Wireshark's capture filter */
	CAPTURE_FILTER_WIRESHARK, /* Wireshark's display filter */
	CAPTURE_FILTER_TOOLS
};

/* "ss", "tcpdump", "wireshark" */
const char *capture_filter_tool_name(enum capture_filter_tool tool);

/*
 * Appends the filter that matches `conn` or its packets, in both directions, and nothing else as
 * far as the language can express it. A listener matches any peer; ss needs an option for the
 * protocol (-t, -u).
 */
void capture_filter_add(struct buffer *out, enum capture_filter_tool tool, const struct conn *conn);

#endif
