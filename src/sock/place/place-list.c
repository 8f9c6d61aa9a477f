/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/place/place-list.h"

static void begin(struct place_list *list, const struct instant *now, bool anew)
{
	(void)now;
	(void)anew;
	((struct place_array *)list)->at = 0;
}

static void next(struct place_list *list, struct place_visit *ret_visit)
{
	struct place_array *array = (struct place_array *)list;

	if (array->at == array->count)
		return;
	ret_visit->turn = PLACE_TURN_READ;
	ret_visit->place = &array->places[array->at++];
	ret_visit->number = ret_visit->place->number;
}

static void end_of_read(struct place_list *list, struct place *place, bool whole)
{
	(void)list;
	(void)place;
	(void)whole;
}

static int no_fd(const struct place_list *list)
{
	(void)list;
	return -1;
}

static void give_up(struct place_list *list)
{
	(void)list;
}

static struct place *acquire(struct place_list *list, uint16_t number, enum place_use use)
{
	const struct place_array *array = (const struct place_array *)list;

	(void)use;
	for (size_t i = 0; i < array->count; i++)
		if (array->places[i].number == number)
			return &array->places[i];
	return NULL;
}

static void release(struct place_list *list, struct place *place)
{
	(void)list;
	(void)place;
}

static const struct place_list_ops array_ops = {
	.begin = begin,
	.next = next,
	.read = end_of_read,
	.fd = no_fd,
	.give_up = give_up,
	.acquire = acquire,
	.release = release,
};

void place_array_init(struct place_array *array, struct place *places, size_t count)
{
	*array = (struct place_array){
		.list.ops = &array_ops,
		.places = places,
		.count = count,
		.at = count,
	};
}
