/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the first line of a socket's details says. */
#include "support/unit.h"

#include "support/rows.h"
#include "view/detail/detail-verdict.h"

static struct sheet sheet;

/* The first line of a socket that is listed so for five seconds. */
static const char *first_line(const char *listing)
{
	struct rows rows;
	uint32_t row;

	rows_init(&rows, 0);
	rows_refresh(&rows, 0, "");
	rows_refresh(&rows, 1000, listing);
	rows_refresh(&rows, 5000, listing);
	row = rows_find(&rows, 1);
	sheet_clear(&sheet);
	sheet_group(&sheet, NULL, SHEET_WIDE);
	detail_add_verdict(&sheet, &rows.context, row, &rows.track.rows[row].conn);
	rows_done(&rows);
	return sheet.item_count ? sheet_text(&sheet, &sheet.items[0]) : "";
}

static void each_state_says_what_matters(void **state)
{
	static const struct {
		const char *line, *text;
	} cases[] = {
		{"CLOSE_WAIT 10.0.0.5:80 10.0.0.9:41210",
			"The peer has closed; this program has not for 5.0s."},
		{"CLOSE_WAIT 10.0.0.5:80 10.0.0.9:41210 inode=-",
			"The peer has closed, and no program has accepted the connection for "
			"5.0s."},
		{"FIN_WAIT2 10.0.0.5:80 10.0.0.9:41210",
			"This program has closed its half; the peer has not closed for 5.0s, and "
			"nothing ends that by itself."},
		{"FIN_WAIT2 10.0.0.5:80 10.0.0.9:41210 inode=-",
			"This side has closed; the kernel has waited for the peer to close for "
			"5.0s, and will give up soon."},
		{"ESTABLISHED 10.0.0.5:80 10.0.0.9:41210 inode=-",
			"The connection waits for 5.0s to be accepted by the program."},
		{"SYN_SENT 10.0.0.5:80 10.0.0.9:41210",
			"The peer has not answered connect() for 5.0s."},
		/* of these, figures say more */
		{"ESTABLISHED 10.0.0.5:80 10.0.0.9:41210", ""},
		{"LISTEN 0.0.0.0:80 0.0.0.0:0", ""},
	};
	char listing[128];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		snprintf(listing, sizeof(listing), "1 tcp %s\n", cases[i].line);
		assert_string_equal(first_line(listing), cases[i].text);
	}
	assert_string_equal(first_line("1 udp UNCONN 0.0.0.0:53 0.0.0.0:0\n"), "");
}

static void check_end(struct conn conn, const char *why)
{
	sheet_clear(&sheet);
	sheet_group(&sheet, NULL, SHEET_WIDE);
	detail_add_end(&sheet, &conn, 4700);
	assert_int_equal(sheet.item_count, 2);
	assert_non_null(strstr(sheet_text(&sheet, &sheet.items[0]), "Closed 4.7s ago"));
	assert_string_equal(sheet_text(&sheet, &sheet.items[1]), why);
}

static void an_end_says_why(void **state)
{
	(void)state;
	check_end((struct conn){.proto = CONN_TCP, .state = CONN_LAST_ACK},
		"The peer had closed first, then this side: a regular end.");
	check_end((struct conn){.proto = CONN_TCP,
			  .state = CONN_ESTABLISHED,
			  .timer = CONN_TIMER_RETRANSMIT,
			  .retransmits = 9},
		"The peer had not answered 9 retransmissions: probably given up (ETIMEDOUT).");
	check_end((struct conn){.proto = CONN_TCP,
			  .state = CONN_ESTABLISHED,
			  .timer = CONN_TIMER_RETRANSMIT,
			  .retransmits = 1},
		"It was open: a reset ended it, or the peer closed and this program did so at "
		"once.");
	check_end((struct conn){.proto = CONN_UDP, .state = CONN_CLOSED},
		"The program has closed it, or has ended.");
}

static int tear_down(void **state)
{
	(void)state;
	sheet_done(&sheet);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_state_says_what_matters),
		cmocka_unit_test(an_end_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, tear_down);
}
