/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/mask.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/text.h"

struct mask_entry {
	const char *word;
	char *name;
	size_t length;
	unsigned number; /* 0: it has not appeared yet */
	size_t same_as;  /* index of the entry that has the number: this one, or another spelling */
};

void mask_done(struct mask *mask)
{
	for (size_t i = 0; i < mask->count; i++)
		free(mask->entries[i].name);
	free(mask->entries);
	hash_index_done(&mask->index);
	*mask = (struct mask){0};
}

static bool is_word_byte(char byte)
{
	unsigned char at = (unsigned char)byte;

	return (at >= '0' && at <= '9') || (at >= 'a' && at <= 'z') || (at >= 'A' && at <= 'Z') ||
	       at == '_' || at >= 0x80;
}

/* A number by itself is no name: it would hide figures. */
static bool has_letter(const char *text)
{
	while (*text && (!is_word_byte(*text) || (*text >= '0' && *text <= '9')))
		text++;
	return *text;
}

/* -------- names -------- */

static uint32_t hash_of(const void *owner, uint32_t entry)
{
	const struct mask *mask = owner;

	return hash_bytes(mask->entries[entry].name, mask->entries[entry].length);
}

/* Returns the slot of this name, or the free slot for it. */
static uint32_t *find_slot(const struct mask *mask, const char *name)
{
	uint32_t *slot = hash_index_first(&mask->index, hash_bytes(name, strlen(name)));

	while (*slot != HASH_INDEX_NONE && strcmp(mask->entries[*slot].name, name) != 0)
		slot = hash_index_next(&mask->index, slot);
	return slot;
}

static bool is_known(const struct mask *mask, const char *name)
{
	return !hash_index_is_empty(&mask->index) && *find_slot(mask, name) != HASH_INDEX_NONE;
}

/* Adds a spelling of entry `same_as` (SIZE_MAX: of itself), unless it is there already. Returns its
 * index; mask->count, if there is no memory. */
static size_t add_entry(struct mask *mask, const char *word, const char *name, size_t same_as)
{
	void *entries = mask->entries;
	uint32_t *slot;

	if (hash_index_reserve(&mask->index, hash_of, mask) < 0 ||
		alloc_try_grow(&entries, &mask->capacity, mask->count + 1, sizeof(*mask->entries)) <
			0) {
		mask->starved = true;
		return mask->count;
	}
	mask->entries = entries;
	slot = find_slot(mask, name);
	if (*slot != HASH_INDEX_NONE)
		return *slot;
	mask->entries[mask->count] = (struct mask_entry){
		.word = word,
		.name = alloc_copy(name),
		.length = strlen(name),
		.same_as = same_as == SIZE_MAX ? mask->count : same_as,
	};
	hash_index_put(&mask->index, slot, (uint32_t)mask->count);
	return mask->count++;
}

void mask_name(struct mask *mask, const char *word, const char *name)
{
	struct buffer other = {0};
	size_t entry;

	if (!has_letter(name) || is_known(mask, name))
		return;
	entry = add_entry(mask, word, name, SIZE_MAX);
	text_add_shown(&other, name, TEXT_UTF8);
	add_entry(mask, word, buffer_get(&other), entry);
	buffer_clear(&other);
	text_add_shown(&other, name, TEXT_ASCII);
	add_entry(mask, word, buffer_get(&other), entry);
	buffer_clear(&other);
	text_add_json(&other, name);
	other.data[other.length - 1] = '\0'; /* without its quotation marks */
	add_entry(mask, word, buffer_get(&other) + 1, entry);
	buffer_done(&other);
}

/* The next number of this word. */
static unsigned next_number(const struct mask *mask, const char *word)
{
	unsigned number = 1;

	for (size_t i = 0; i < mask->count; i++)
		if (mask->entries[i].number && mask->entries[i].same_as == i &&
			strcmp(mask->entries[i].word, word) == 0)
			number++;
	return number;
}

static void add_mask(struct mask *mask, size_t index, struct buffer *out)
{
	struct mask_entry *entry;

	if (index >= mask->count) { /* no memory for it */
		buffer_char(out, '?');
		return;
	}
	entry = &mask->entries[mask->entries[index].same_as];
	if (!entry->number)
		entry->number = next_number(mask, entry->word);
	buffer_printf(out, "%s-%u", entry->word, entry->number);
}

/* True if the `length` bytes at `at` stand by themselves. `before` is the byte before them. */
static bool is_whole(const char *at, size_t length, char before)
{
	return !(is_word_byte(*at) && is_word_byte(before)) &&
	       !(is_word_byte(at[length - 1]) && is_word_byte(at[length]));
}

/* Finds the longest name at this place; mask->count: there is none. */
static size_t name_at(const struct mask *mask, const char *at, char before)
{
	size_t best = mask->count;

	for (size_t i = 0; i < mask->count; i++) {
		const struct mask_entry *entry = &mask->entries[i];

		if (entry->name[0] != *at || strncmp(entry->name, at, entry->length) != 0 ||
			!is_whole(at, entry->length, before))
			continue;
		if (best == mask->count || entry->length > mask->entries[best].length)
			best = i;
	}
	return best;
}

/* -------- addresses -------- */

static const char *ipv4_word(const unsigned char *bytes)
{
	if (bytes[0] == 127)
		return "loopback";
	if (bytes[0] == 169 && bytes[1] == 254)
		return "link";
	if (bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) ||
		(bytes[0] == 192 && bytes[1] == 168) ||
		(bytes[0] == 100 && (bytes[1] & 0xc0) == 64))
		return "private";
	return bytes[0] >= 224 ? "multicast" : "public";
}

static const char *ipv6_word(const unsigned char *bytes)
{
	static const unsigned char loopback[16] = {[15] = 1}, mapped[12] = {[10] = 255, [11] = 255};

	if (memcmp(bytes, loopback, sizeof(loopback)) == 0)
		return "loopback";
	if (memcmp(bytes, mapped, sizeof(mapped)) == 0)
		return ipv4_word(bytes + 12);
	if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80)
		return "link";
	if ((bytes[0] & 0xfe) == 0xfc)
		return "private";
	return bytes[0] == 0xff ? "multicast" : "public";
}

/* The length of the address that the bytes at `at` are, and its word; 0: they are none. */
static size_t parse_address(const char *at, size_t length, const char **ret_word)
{
	static const unsigned char any[16];
	unsigned char bytes[16] = {0};
	char text[INET6_ADDRSTRLEN];

	if (length < 2 || length >= sizeof(text))
		return 0;
	memcpy(text, at, length);
	text[length] = '\0';
	if (inet_pton(AF_INET, text, bytes) == 1)
		*ret_word = ipv4_word(bytes);
	else if (inet_pton(AF_INET6, text, bytes) == 1)
		*ret_word = ipv6_word(bytes);
	else
		return 0;
	if (memcmp(bytes, any, sizeof(any)) == 0)
		*ret_word = NULL;
	return length;
}

/* The longest address that begins at this place. An address without brackets may be followed by a
 * colon and a port. */
static size_t address_at(const char *at, char before, const char **ret_word)
{
	size_t most = strspn(at, "0123456789abcdefABCDEF:.");

	if (is_word_byte(before) || before == '.' || most < 2)
		return 0;
	if (before == ':' && memchr(at, '.', most) == NULL)
		return 0; /* the rest of something else; but 8080:10.0.0.5:80 has an address */
	for (size_t length = most < INET6_ADDRSTRLEN ? most : INET6_ADDRSTRLEN - 1; length >= 2;
		length--) {
		char after = at[length];
		bool ends = !is_word_byte(after) || !is_word_byte(at[length - 1]);

		if (ends && parse_address(at, length, ret_word))
			return length;
	}
	return 0;
}

static void add_address(
	struct mask *mask, const char *word, const char *at, size_t length, struct buffer *out)
{
	char text[INET6_ADDRSTRLEN];

	if (!word) {
		buffer_add(out, at, length);
		return;
	}
	memcpy(text, at, length);
	text[length] = '\0';
	add_mask(mask, add_entry(mask, word, text, SIZE_MAX), out);
}

void mask_text(struct mask *mask, const char *text, struct buffer *out)
{
	char before = ' ';

	while (*text) {
		size_t name = name_at(mask, text, before), length;
		const char *word = NULL;

		length = address_at(text, before, &word);
		if (length) {
			add_address(mask, word, text, length, out);
		} else if (name < mask->count) {
			length = mask->entries[name].length;
			add_mask(mask, name, out);
		} else {
			length = 1;
			buffer_char(out, *text);
		}
		text += length;
		before = text[-1];
	}
}

/* The length of the string at `at`, which is its first quotation mark, with both marks. */
static size_t string_length(const char *at)
{
	size_t length = 1;

	while (at[length] && at[length] != '"')
		length += at[length] == '\\' && at[length + 1] ? 2 : 1;
	return at[length] ? length + 1 : length;
}

void mask_json(struct mask *mask, const char *text, struct buffer *out)
{
	struct buffer value = {0};

	while (*text) {
		size_t other = strcspn(text, "\""), length;

		buffer_add(out, text, other);
		text += other;
		if (!*text)
			break;
		length = string_length(text);
		if (text[length] == ':') {
			buffer_add(out, text, length);
		} else {
			buffer_clear(&value);
			buffer_add(&value, text, length);
			mask_text(mask, buffer_get(&value), out);
		}
		text += length;
	}
	buffer_done(&value);
}
