/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes from the terminal, in pieces and with pauses (support/typing.h), through the decoder to
 * the whole program: nothing is closed and no signal is sent but by an answer to a question that
 * was there to be read, the decoder comes to rest, and what is drawn is a screen.
 *
 * With libFuzzer it makes up its own inputs; without, it takes a text for each kind of thing that a
 * terminal sends, and puts a pause before each of its bytes, cuts its end off there, and joins it
 *to each of the others:
 *
 *	clang -g -O1 -DFUZZER -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -DHAVE_CONFIG_H \
 *		-I. -Isrc -Itests -o fuzz-keys tests/fuzz/fuzz-keys.c \
 *		tests/support/{session,typing,tree,proc-tree,fake-kernel,answer,script-wire}.c \
 *		$(ls src/{app,ui,view,sock,base}/[a-z]*.c | grep -v /main.c) \
 *		-lncursesw -lmnl -lcmocka -lpthread
 */
#include "support/fuzz.h"
#include "support/unit.h"

#include <locale.h>
#include <unistd.h>

#include "support/session.h"
#include "support/typing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *count, char ***arguments);

/* Beyond what the kernel ever gives: no process can be meant. */
#define NOBODY 4200000

#define READING_US 300000

#define LENGTH_MAX 512

struct reader {
	struct session session;
	int64_t asked_us; /* when the open question was asked; or a key last came to it */
	bool begun;       /* something is in its line */
};

static bool is_asked(const struct reader *reader)
{
	return reader->session.app.answers && reader->session.app.answers->ignores;
}

/* Is this the yes to what is asked? */
static bool is_yes(const struct reader *reader, const struct key_event *event, int64_t now_us)
{
	const struct dialog *dialog = &reader->session.app.dialog;

	if (!is_asked(reader) || event->pasted)
		return false;
	if (dialog->typed)
		return event->key == KEY_RETURN && reader->begun &&
		       strcmp(dialog->input.text, reader->session.app.close_dialog.word) == 0;
	return (event->key == 'y' || event->key == 'Y') && now_us - reader->asked_us >= READING_US;
}

/* What the question is, told by what is on the screen for it. */
static void follow_question(
	struct reader *reader, const char *before, const struct key_event *event, int64_t now_us)
{
	const struct dialog *dialog = &reader->session.app.dialog;
	bool other = strcmp(before, buffer_get(&dialog->text)) != 0;
	bool character = event->key < KEY_SPECIAL;

	if (!is_asked(reader))
		return;
	if (other || (character && !dialog->typed))
		reader->asked_us = now_us;
	if (other || !dialog->input.length) {
		reader->begun = false;
	} else if (!reader->begun) {
		must(now_us - reader->asked_us >= READING_US, "a line is begun when it was read");
		reader->begun = true;
	}
}

static void take(const struct key_event *event, int64_t now_us, void *context)
{
	struct reader *reader = context;
	struct session *session = &reader->session;
	struct app *app = &session->app;
	struct buffer before = {0};
	bool yes;

	/* That one would ask the network for names. */
	if (event->key == '#' && !dialog_is_open(&app->dialog))
		return;
	if (now_us > session->now.mono_us)
		session_pass(session, (now_us - session->now.mono_us) / 1000);
	must(!app->close_run.running, "a run ends where there is time");
	yes = is_yes(reader, event, now_us);
	if (is_asked(reader))
		buffer_text(&before, buffer_get(&app->dialog.text));
	screen_key(app, event, &session->now);
	must(!app->close_run.running || yes, "nothing is closed without a yes");
	follow_question(reader, buffer_get(&before), event, now_us);
	buffer_done(&before);
	session_pass(session, 0);
	app->quit = false;
}

static void check_screen(struct app *app)
{
	screen_draw(app);
	must(app->grid.cursor_row >= 0 && app->grid.cursor_row < app->grid.rows,
		"the cursor's row");
	for (int i = 0; i < app->grid.rows * app->grid.columns; i++) {
		const struct grid_cell *cell = &app->grid.cells[i];

		must(cell->width == 0 || (unsigned char)cell->bytes[0] >= ' ', "a cell");
	}
}

static void start(struct session *session)
{
	session_start(session, "", 24, 100);
	session->hasty = true;
	session_process(session, NOBODY, "api", 3, 1);
	session_process(session, NOBODY, "api", 4, 2);
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	session_add(session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.2:80", "10.0.0.9:1002");
	session_add(session, 3, CONN_TCP, CONN_LISTEN, "10.0.0.3:22", "0.0.0.0:0");
	session_add(session, 4, CONN_UDP, CONN_CLOSED, "[fc00::1]:53", "[::]:0");
	session_refresh(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct key_decoder decoder;
	struct reader reader = {0};
	int64_t now_us;

	start(&reader.session);
	key_decoder_init(&decoder);
	decoder.mouse = true;
	now_us = reader.session.now.mono_us;
	typing_feed(&decoder, (const char *)data, size < LENGTH_MAX ? size : LENGTH_MAX, &now_us,
		take, &reader);
	must(decoder.length == 0 && decoder.mode == DECODING_KEYS, "the decoder comes to rest");
	check_screen(&reader.session.app);
	session_end(&reader.session);
	return 0;
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("XDG_CONFIG_HOME", "/proc/no-settings", 1);
	setenv("XDG_STATE_HOME", "/dev/null", 1);
	unsetenv("SSH_CONNECTION");
	return 0;
}

#ifndef FUZZER

static const char *const texts[] = {
	"ky",
	"k" PAUSE "y",
	"\033[20~" LONG_PAUSE "y",
	"k" LONG_PAUSE "p" LONG_PAUSE "2\r",
	"Gk" LONG_PAUSE "22\r",
	"  k" LONG_PAUSE "2\r",
	"k" LONG_PAUSE "t" LONG_PAUSE "y",
	"k" LONG_PAUSE "d" LONG_PAUSE "y",
	"t\033[Bk" LONG_PAUSE "y",
	"\033[200~risky business\ny\n\033[201~",
	"\033[14~\033[200~sport = 80\n\033[201~\r",
	"d\033Or\r/a\r\033OS\025\033" PAUSE "\033[[A\033[6~",
	"\033[<0;5;5M\033[<0;5;5m\033[M #$\033[<65;3;3M\033[32;90;24M",
	"\033]11;rgb:ky/ky\033\\\033P>|ky\033\\\033[?64;1c\033[I\033[107u\033[27;1;121~",
	"\033" PAUSE "[14~\033" PAUSE "Or\xc3\xa9\xff\x9b\x31\x34~",
};

static void run(const struct buffer *text)
{
	LLVMFuzzerTestOneInput((const uint8_t *)text->data, text->length);
}

static size_t run_cut(const char *text, size_t at)
{
	static const char *const pauses[] = {"", PAUSE, LONG_PAUSE};
	struct buffer cut = {0};

	for (size_t i = 0; i < COUNT_OF(pauses); i++) {
		buffer_clear(&cut);
		buffer_add(&cut, text, at);
		buffer_text(&cut, pauses[i]);
		buffer_text(&cut, i ? text + at : "");
		run(&cut);
	}
	buffer_done(&cut);
	return COUNT_OF(pauses);
}

int main(int count, char **arguments)
{
	size_t runs = 0;

	LLVMFuzzerInitialize(&count, &arguments);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		for (size_t at = 0; at < strlen(texts[i]); at++)
			runs += run_cut(texts[i], at);
		for (size_t other = 0; other < COUNT_OF(texts); other++, runs++) {
			struct buffer both = {0};

			buffer_printf(&both, "%s%s", texts[i], texts[other]);
			run(&both);
			buffer_done(&both);
		}
	}
	printf("%zu runs\n", runs);
	return 0;
}

#endif
