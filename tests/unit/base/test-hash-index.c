/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "base/hash-index.h"

/* Elements are their own hashes, so that the test chooses who collides. */
static uint32_t hash_of(const void *owner, uint32_t element)
{
	const uint32_t *hashes = owner;

	return hashes[element];
}

static uint32_t *find(const struct hash_index *index, const uint32_t *hashes, uint32_t element)
{
	uint32_t *slot = hash_index_first(index, hashes[element]);

	while (*slot != HASH_INDEX_NONE && *slot != element)
		slot = hash_index_next(index, slot);
	return slot;
}

static void add(struct hash_index *index, const uint32_t *hashes, uint32_t element)
{
	assert_int_equal(hash_index_reserve(index, hash_of, hashes), 0);
	hash_index_put(index, find(index, hashes, element), element);
}

static void a_new_one_is_empty(void **state)
{
	struct hash_index index = {0};

	(void)state;
	assert_true(hash_index_is_empty(&index));
	hash_index_clear(&index);
	hash_index_done(&index);
}

static void elements_are_found_while_it_grows(void **state)
{
	static uint32_t hashes[5000];
	struct hash_index index = {0};

	(void)state;
	for (uint32_t i = 0; i < 5000; i++)
		hashes[i] = i * 7 % 1000; /* five of each */
	for (uint32_t i = 0; i < 5000; i++) {
		add(&index, hashes, i);
		assert_true(index.count * 2 <= index.slot_count);
	}
	assert_int_equal(index.count, 5000);
	for (uint32_t i = 0; i < 5000; i++)
		assert_int_equal(*find(&index, hashes, i), i);
	hash_index_clear(&index);
	assert_int_equal(index.count, 0);
	for (uint32_t i = 0; i < 5000; i++)
		assert_int_equal(*find(&index, hashes, i), HASH_INDEX_NONE);
	hash_index_done(&index);
}

static void what_is_expected_finds_room_and_what_was_there_is_found(void **state)
{
	static uint32_t hashes[3000];
	struct hash_index index = {0};
	size_t slot_count;

	(void)state;
	for (uint32_t i = 0; i < 3000; i++)
		hashes[i] = i * 11;
	for (uint32_t i = 0; i < 100; i++)
		add(&index, hashes, i);
	assert_int_equal(hash_index_expect(&index, 3000, hash_of, hashes), 0);
	assert_int_equal(index.count, 100);
	slot_count = index.slot_count;
	for (uint32_t i = 100; i < 3000; i++)
		add(&index, hashes, i);
	assert_int_equal(index.slot_count, slot_count);
	for (uint32_t i = 0; i < 3000; i++)
		assert_int_equal(*find(&index, hashes, i), i);
	assert_int_equal(hash_index_expect(&index, 10, hash_of, hashes), 0);
	assert_int_equal(index.slot_count, slot_count);
	hash_index_done(&index);
}

/* Whatever is removed in whatever order, the displaced ones are still found, also across the end of
 * the slots. */
static void removing_leaves_the_others(void **state)
{
	enum { COUNT = 7 };
	static const uint32_t hashes[COUNT] = {254, 255, 254, 0, 254, 1, 255};

	(void)state;
	for (unsigned removed = 0; removed < 1U << COUNT; removed++) {
		struct hash_index index = {0};

		for (uint32_t i = 0; i < COUNT; i++)
			add(&index, hashes, i);
		assert_int_equal(index.slot_count, 256);
		for (uint32_t i = 0; i < COUNT; i++)
			if (removed & 1U << i)
				hash_index_remove(&index, find(&index, hashes, i), hash_of, hashes);
		for (uint32_t i = 0; i < COUNT; i++)
			assert_int_equal(
				*find(&index, hashes, i), removed & 1U << i ? HASH_INDEX_NONE : i);
		assert_int_equal(index.count, COUNT - (size_t)__builtin_popcount(removed));
		hash_index_done(&index);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_one_is_empty),
		cmocka_unit_test(elements_are_found_while_it_grows),
		cmocka_unit_test(what_is_expected_finds_room_and_what_was_there_is_found),
		cmocka_unit_test(removing_leaves_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
