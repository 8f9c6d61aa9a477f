/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "ui/term/keys.h"

static void check_round_trip(uint32_t key)
{
	struct buffer name = {0};

	key_add_name(&name, key);
	if (key_from_name(buffer_get(&name)) != key)
		fail_msg("key %#x is called '%s', which is %#x", key, buffer_get(&name),
			key_from_name(buffer_get(&name)));
	for (const char *at = buffer_get(&name); *at; at++)
		assert_true((unsigned char)*at >= 0x20);
	buffer_done(&name);
}

/* Alone and with Alt. */
static void check_both(uint32_t key)
{
	check_round_trip(key);
	check_round_trip(KEY_ALT | key);
}

static void the_name_of_every_key_leads_back_to_it(void **state)
{
	(void)state;
	for (uint32_t key = 1; key < 0x7f; key++)
		check_both(key);
	for (uint32_t key = 0xa0; key < 0x20000; key++)
		if (key < 0xd800 || key > 0xdfff)
			check_both(key);
	for (uint32_t key = KEY_CURSOR_UP; key <= KEY_WHEEL_DOWN; key++)
		check_both(key);
	for (uint32_t number = 1; number <= 24; number++)
		check_both(KEY_FUNCTION + number);
}

static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{"a", 'a'},
	{"A", 'A'},
	{"-", '-'},
	{"F", 'F'},
	{"f", 'f'},
	{"?", '?'},
	{"\xc3\xa9", 0xe9},
	{"F1", KEY_FUNCTION + 1},
	{"f10", KEY_FUNCTION + 10},
	{"F24", KEY_FUNCTION + 24},
	{"Ctrl-C", 3},
	{"ctrl-c", 3},
	{"CTRL-Z", 26},
	{"Ctrl-\\", 28},
	{"Ctrl-I", KEY_TABULATOR},
	{"Ctrl-M", KEY_RETURN},
	{"Ctrl-[", KEY_ESCAPE},
	{"PgUp", KEY_PAGE_UP},
	{"pgdn", KEY_PAGE_DOWN},
	{"ENTER", KEY_RETURN},
	{"Esc", KEY_ESCAPE},
	{"Space", ' '},
	{"Alt-j", KEY_ALT | 'j'},
	{"alt-J", KEY_ALT | 'J'},
	{"Alt-Up", KEY_ALT | KEY_CURSOR_UP},
	{"Alt-F4", KEY_ALT | (KEY_FUNCTION + 4)},
	{"Alt--", KEY_ALT | '-'},
	{"Alt-Ctrl-X", KEY_ALT | 24},
	{"", KEY_NOTHING},
	{"ab", KEY_NOTHING},
	{"F0", KEY_NOTHING},
	{"F25", KEY_NOTHING},
	{"F5x", KEY_NOTHING},
	{"F99999999999999999999", KEY_NOTHING},
	{"Ctrl-", KEY_NOTHING},
	{"Ctrl-1", KEY_NOTHING},
	{"Ctrl-@", KEY_NOTHING}, /* NUL is no key */
	{"Ctrl-Up", KEY_NOTHING},
	{"Ctrl-CC", KEY_NOTHING},
	{"Alt-", KEY_NOTHING},
	{"Alt-Alt-x", KEY_NOTHING},
	{"Alt-nonsense", KEY_NOTHING},
	{"\xff", KEY_NOTHING},
	{"\xc3", KEY_NOTHING},
	{"Up ", KEY_NOTHING},
};

static void keys_are_named_as_users_write_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (key_from_name(names[i].name) != names[i].key)
			fail_msg("'%s' is %#x, not %#x", names[i].name,
				key_from_name(names[i].name), names[i].key);
}

static void names_are_written_in_their_one_form(void **state)
{
	struct buffer text = {0};
	static const uint32_t keys[] = {KEY_FUNCTION + 9, 'k', 3, KEY_ALT | 'j', KEY_PAGE_UP,
		KEY_RETURN, KEY_SPACE, KEY_ALT | KEY_CURSOR_UP, KEY_ALT | 24};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		key_add_name(&text, keys[i]);
		buffer_char(&text, ' ');
	}
	assert_string_equal(
		buffer_get(&text), "F9 k Ctrl-C Alt-j PgUp Enter Space Alt-Up Alt-Ctrl-X ");
	buffer_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_name_of_every_key_leads_back_to_it),
		cmocka_unit_test(keys_are_named_as_users_write_them),
		cmocka_unit_test(names_are_written_in_their_one_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
