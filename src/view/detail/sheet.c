/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/sheet.h"

void sheet_clear(struct sheet *sheet)
{
	buffer_clear(&sheet->text);
	sheet->item_count = sheet->group_count = 0;
}

void sheet_done(struct sheet *sheet)
{
	buffer_done(&sheet->text);
	sheet->item_count = sheet->group_count = 0;
}

void sheet_group(struct sheet *sheet, const char *title, enum sheet_width width)
{
	struct sheet_group *group;

	/* A group without items is replaced by the next one. */
	if (sheet->group_count && !sheet->groups[sheet->group_count - 1].count)
		sheet->group_count--;
	if (sheet->group_count == SHEET_GROUPS_MAX)
		return;
	group = &sheet->groups[sheet->group_count++];
	*group = (struct sheet_group){.title = title, .width = width, .first = sheet->item_count};
}

struct buffer *sheet_value(struct sheet *sheet, const char *label, enum sheet_mark mark)
{
	if (!sheet->group_count)
		sheet_group(sheet, NULL, SHEET_WIDE);
	if (sheet->item_count < SHEET_ITEMS_MAX) {
		/* of the previous value */
		if (sheet->item_count)
			buffer_char(&sheet->text, '\0');
		sheet->items[sheet->item_count++] =
			(struct sheet_item){label, sheet->text.length, mark};
		sheet->groups[sheet->group_count - 1].count++;
	}
	return &sheet->text;
}

const char *sheet_text(const struct sheet *sheet, const struct sheet_item *item)
{
	return buffer_get(&sheet->text) + item->at;
}
