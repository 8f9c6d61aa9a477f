/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Captures as text what a part of the program prints. */
#ifndef SOCKVIEW_TESTS_SUPPORT_CAPTURE_H
#define SOCKVIEW_TESTS_SUPPORT_CAPTURE_H

struct capture {
	char *output, *errors; /* after capture_end(); freed by capture_done() */
	int files[2], saved[2];
};

/* Redirects standard output and error into files in memory ... */
void capture_begin(struct capture *capture);
/* ... and ends the redirection. */
void capture_end(struct capture *capture);
void capture_done(struct capture *capture);

#endif
