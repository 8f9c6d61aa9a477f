/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/cursor.h"

#include <string.h>

void cursor_init(struct cursor *cursor, int rows)
{
	*cursor = (struct cursor){.row = 1, .saved_row = 1, .rows = rows, .bottom = rows};
}

bool cursor_is_settled(const struct cursor *cursor)
{
	return cursor->state == CURSOR_GROUND;
}

static void go_to(struct cursor *cursor, int row)
{
	cursor->row = row < 1 ? 1 : row > cursor->rows ? cursor->rows : row;
}

/* At the bottom of the region the text scrolls, and the cursor stays. */
static void line_feed(struct cursor *cursor)
{
	if (cursor->row != cursor->bottom)
		go_to(cursor, cursor->row + 1);
}

static void take_ground(struct cursor *cursor, unsigned char byte)
{
	if (byte == '\033')
		cursor->state = CURSOR_ESCAPE;
	else if (byte == '\n')
		line_feed(cursor);
	else if (byte > ' ' && byte < 0x7f)
		cursor->printed++;
}

static void take_escape(struct cursor *cursor, unsigned char byte)
{
	cursor->state = CURSOR_GROUND;
	switch (byte) {
	case '[':
		cursor->state = CURSOR_CSI;
		memset(cursor->parameters, 0, sizeof(cursor->parameters));
		cursor->parameter = 0;
		cursor->private = false;
		break;
	case ']':
	case 'P':
		cursor->state = CURSOR_STRING;
		break;
	case '(':
	case ')':
		cursor->state = CURSOR_CHARSET;
		break;
	case 'M':
		go_to(cursor, cursor->row - 1);
		break;
	case 'D':
	case 'E':
		line_feed(cursor);
		break;
	case '7':
		cursor->saved_row = cursor->row;
		break;
	case '8':
		go_to(cursor, cursor->saved_row);
		break;
	}
}

static void finish_csi(struct cursor *cursor, unsigned char final)
{
	int first = cursor->parameters[0];
	int count = first ? first : 1;

	cursor->state = CURSOR_GROUND;
	if (cursor->private)
		return;
	switch (final) {
	case 'H':
	case 'f':
	case 'd':
		go_to(cursor, count);
		break;
	case 'A':
	case 'F':
		go_to(cursor, cursor->row - count);
		break;
	case 'B':
	case 'E':
		go_to(cursor, cursor->row + count);
		break;
	case 'r':
		cursor->bottom = cursor->parameters[1] ? cursor->parameters[1] : cursor->rows;
		go_to(cursor, 1);
		break;
	}
}

static void take_csi(struct cursor *cursor, unsigned char byte)
{
	if (byte >= '0' && byte <= '9') {
		int *parameter = &cursor->parameters[cursor->parameter];

		if (*parameter < 10000)
			*parameter = *parameter * 10 + byte - '0';
	} else if (byte == ';') {
		cursor->parameter += cursor->parameter < CURSOR_PARAMETERS - 1;
	} else if (byte >= '<' && byte <= '?') {
		cursor->private = true;
	} else if (byte >= '@' && byte <= '~') {
		finish_csi(cursor, byte);
	}
}

void cursor_take(struct cursor *cursor, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		switch (cursor->state) {
		case CURSOR_GROUND:
			take_ground(cursor, byte);
			break;
		case CURSOR_ESCAPE:
			take_escape(cursor, byte);
			break;
		case CURSOR_CHARSET:
			cursor->state = CURSOR_GROUND;
			break;
		case CURSOR_CSI:
			take_csi(cursor, byte);
			break;
		case CURSOR_STRING: /* ends with BEL or ESC \ */
			if (byte == '\a' || byte == '\033')
				cursor->state = byte == '\a' ? CURSOR_GROUND : CURSOR_STRING_ESCAPE;
			break;
		case CURSOR_STRING_ESCAPE:
			cursor->state = CURSOR_GROUND;
			break;
		}
	}
}
