/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One socket in the filter languages of other tools, to be pasted there. */
#ifndef SOCKVIEW_VIEW_DETAIL_CAPTURE_FILTER_H
#define SOCKVIEW_VIEW_DETAIL_CAPTURE_FILTER_H

#include "base/buffer.h"
#include "sock/conn/conn.h"

enum capture_filter_tool {
	CAPTURE_FILTER_SS,        /* also a filter of this program */
	CAPTURE_FILTER_TCPDUMP,   /* libpcap: tcpdump, tshark -f, Wireshark while it captures */
	CAPTURE_FILTER_WIRESHARK, /* the filter of its display */
	CAPTURE_FILTER_TOOLS
};

/* "ss", "tcpdump", "wireshark" */
const char *capture_filter_tool_name(enum capture_filter_tool tool);

/*
 * Appends the filter that lets through `conn` or its packets, of both directions, and nothing else
 * as far as the language goes. A listener's peers may be anybody; ss is to be asked for the
 * protocol by an option (-t, -u).
 */
void capture_filter_add(struct buffer *out, enum capture_filter_tool tool, const struct conn *conn);

#endif
