/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <inttypes.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "support/random.h"

static void a_buffer_without_content_is_the_empty_text(void **state)
{
	struct buffer buffer = {0};

	(void)state;
	assert_string_equal(buffer_get(&buffer), "");
	buffer_clear(&buffer);
	assert_string_equal(buffer_get(&buffer), "");
	buffer_done(&buffer);
	assert_null(buffer.data);
}

static void what_is_added_stands_in_order(void **state)
{
	struct buffer buffer = {0};

	(void)state;
	buffer_text(&buffer, "port ");
	buffer_number(&buffer, 443);
	buffer_char(&buffer, ':');
	buffer_repeat(&buffer, ' ', 3);
	buffer_repeat(&buffer, 'x', 0);
	buffer_add(&buffer, "abcdef", 3);
	buffer_printf(&buffer, "%s-%d", "end", 1);
	assert_string_equal(buffer_get(&buffer), "port 443:   abcend-1");
	assert_int_equal(buffer.length, strlen(buffer_get(&buffer)));
	buffer_clear(&buffer);
	assert_int_equal(buffer.length, 0);
	assert_string_equal(buffer_get(&buffer), "");
	buffer_done(&buffer);
}

static void numbers_are_written_to_their_last_digit(void **state)
{
	static const uint64_t numbers[] = {0, 9, 10, 99, 100, UINT32_MAX, UINT64_C(1) << 53,
		(UINT64_C(1) << 53) + 1, INT64_MAX, UINT64_MAX - 1, UINT64_MAX};
	struct buffer buffer = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		char expected[32];

		snprintf(expected, sizeof(expected), "%" PRIu64, numbers[i]);
		buffer_clear(&buffer);
		buffer_number(&buffer, numbers[i]);
		assert_string_equal(buffer_get(&buffer), expected);
	}
	buffer_done(&buffer);
}

static void a_formatted_text_of_any_length_fits(void **state)
{
	char expected[2000];

	(void)state;
	for (int length = 0; length < 1500; length++) {
		struct buffer buffer = {0};

		buffer_printf(&buffer, "%*d", length, 7);
		snprintf(expected, sizeof(expected), "%*d", length, 7);
		assert_string_equal(buffer_get(&buffer), expected);
		buffer_printf(&buffer, "%s", "!");
		assert_int_equal(buffer.length, strlen(expected) + 1);
		buffer_done(&buffer);
	}
}

static void any_mixture_of_additions_equals_a_plain_copy(void **state)
{
	uint64_t seed = random_seed();
	static char model[400000];
	struct buffer buffer = {0};
	size_t length = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char piece[17];
		uint32_t size = random_below(&seed, sizeof(piece));

		for (uint32_t at = 0; at < size; at++)
			piece[at] = (char)('a' + random_below(&seed, 26));
		if (random_below(&seed, 2)) {
			buffer_add(&buffer, piece, size);
			memcpy(model + length, piece, size);
		} else {
			buffer_repeat(&buffer, 'z', size);
			memset(model + length, 'z', size);
		}
		length += size;
		assert_int_equal(buffer.length, length);
		assert_true(buffer.capacity > buffer.length);
		assert_int_equal(buffer.data[length], '\0');
	}
	assert_memory_equal(buffer.data, model, length);
	buffer_done(&buffer);
}

static void bytes_that_are_zero_are_kept(void **state)
{
	struct buffer buffer = {0};

	(void)state;
	buffer_add(&buffer, "a\0b", 3);
	assert_int_equal(buffer.length, 3);
	assert_memory_equal(buffer.data, "a\0b", 4);
	buffer_done(&buffer);
}

/* Cookies are counted up: the low bits of their hashes must not stand in each other's way. */
static void consecutive_keys_are_spread_over_a_table(void **state)
{
	enum { SLOTS = 1 << 14, KEYS = SLOTS / 2 };
	static unsigned char used[SLOTS];
	size_t collisions = 0;

	(void)state;
	for (uint64_t key = 1; key <= KEYS; key++) {
		unsigned char *slot = &used[hash_u64(key) & (SLOTS - 1)];

		collisions += *slot;
		*slot = 1;
	}
	/* Chance alone makes about 1,750 of them. */
	assert_true(collisions < 2500);
}

static void a_hash_depends_on_every_byte(void **state)
{
	unsigned char bytes[36] = {0};
	uint32_t before = hash_bytes(bytes, sizeof(bytes));

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = 1;
		assert_int_not_equal(hash_bytes(bytes, sizeof(bytes)), before);
		bytes[i] = 0;
	}
	assert_int_equal(hash_bytes(bytes, sizeof(bytes)), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_buffer_without_content_is_the_empty_text),
		cmocka_unit_test(what_is_added_stands_in_order),
		cmocka_unit_test(numbers_are_written_to_their_last_digit),
		cmocka_unit_test(a_formatted_text_of_any_length_fits),
		cmocka_unit_test(any_mixture_of_additions_equals_a_plain_copy),
		cmocka_unit_test(bytes_that_are_zero_are_kept),
		cmocka_unit_test(consecutive_keys_are_spread_over_a_table),
		cmocka_unit_test(a_hash_depends_on_every_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
