/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a part of the program prints, as text. */
#ifndef SOCKVIEW_TESTS_SUPPORT_CAPTURE_H
#define SOCKVIEW_TESTS_SUPPORT_CAPTURE_H

struct capture {
	char *output, *errors; /* after capture_end(); freed by capture_done() */
	int files[2], saved[2];
};

/* From here on standard output and error go into files in memory ... */
void capture_begin(struct capture *capture);
/* ... until here. */
void capture_end(struct capture *capture);
void capture_done(struct capture *capture);

#endif
