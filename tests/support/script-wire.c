/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/script-wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static struct script_wire *from_wire(struct wire *wire)
{
	return (struct script_wire *)wire;
}

static char *copy_bytes(const void *bytes, size_t length)
{
	char *copy = alloc_zero(length, 1);

	if (length)
		memcpy(copy, bytes, length);
	return copy;
}

static int script_send(struct wire *wire, const void *bytes, size_t length)
{
	struct script_wire *script = from_wire(wire);

	script->requests = alloc_resize(
		script->requests, script->request_count + 1, sizeof(*script->requests));
	script->requests[script->request_count++] =
		(struct script_request){copy_bytes(bytes, length), length};
	if (script->refusals) {
		script->refusals--;
		return script->refuse_error;
	}
	if (script->responder)
		return script->responder(script, bytes, length);
	return 0;
}

static ssize_t script_receive(struct wire *wire, void *buffer)
{
	struct script_wire *script = from_wire(wire);
	const struct script_step *step;

	if (script->at == script->step_count)
		return -EAGAIN;
	step = &script->steps[script->at];
	if (step->after > script->request_count)
		return -EAGAIN;
	script->at++;
	if (step->error)
		return step->error;
	memcpy(buffer, step->bytes, step->length);
	return (ssize_t)step->length;
}

static void script_close(struct wire *wire)
{
	from_wire(wire)->closed++;
}

static const struct wire_ops script_ops = {
	.send = script_send,
	.receive = script_receive,
	.close = script_close,
};

void script_init(struct script_wire *script)
{
	*script = (struct script_wire){.wire = {.ops = &script_ops, .fd = -1}};
}

void script_done(struct script_wire *script)
{
	for (size_t i = 0; i < script->step_count; i++)
		free(script->steps[i].bytes);
	for (size_t i = 0; i < script->request_count; i++)
		free(script->requests[i].bytes);
	free(script->steps);
	free(script->requests);
}

static void add_step(struct script_wire *script, struct script_step step)
{
	step.after = script->group;
	script->steps = alloc_resize(script->steps, script->step_count + 1, sizeof(step));
	script->steps[script->step_count++] = step;
}

void script_on_request(struct script_wire *script)
{
	script->group++;
}

void script_deliver(struct script_wire *script, const struct answer *answer)
{
	script_deliver_bytes(script, buffer_get(&answer->bytes), answer->bytes.length);
}

void script_deliver_bytes(struct script_wire *script, const void *bytes, size_t length)
{
	add_step(
		script, (struct script_step){.bytes = copy_bytes(bytes, length), .length = length});
}

void script_fail(struct script_wire *script, int error)
{
	add_step(script, (struct script_step){.error = error});
}

void script_refuse(struct script_wire *script, int error, unsigned count)
{
	script->refuse_error = error;
	script->refusals = count;
}
