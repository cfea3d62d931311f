/* Trees that are copied instead of packed.
 *
 * libpg_query builds a tree of structs, packs it into a message, and its caller unpacks the message into the very same
 * structs. On the way protobuf-c goes three times through the 240 kinds that a node might be, which costs more than the
 * parsing. But the library packs by two functions of its public header, and calls them by name, so that a program may
 * have its own: the two at the end tell the size of a plain copy of the tree, and make it.
 *
 * A copy is one piece: a head, then the structs. Offsets count from the head. The places that hold a reference are
 * chained, so that taking a copy over is to move it, and to go along the chain.
 *
 * Where the library was linked so that it calls its own functions (statically, or with -Bsymbolic), these two are idle,
 * and a packed message comes. The two cannot be confused: the first byte of a message is a tag, which is never 0. They
 * are weak for the sake of a static library, which has them already. */
#include "parser/sql/handover.h"

#include <stdint.h>
#include <string.h>

struct head {
	uint32_t mark; /* 0 */
	uint32_t last; /* the last place that holds a reference */
};

/* What stands where a pointer will be. */
struct reference {
	uint32_t target;
	uint32_t before; /* the place of the reference before it; 0: none */
};

/* A copy in the making; without memory it is only measured. */
struct copier {
	uint8_t *bytes; /* NULL: measure */
	size_t used;
	uint32_t last;
};

static size_t copy_message(struct copier *copier, const ProtobufCMessage *message);

static size_t copy_bytes(struct copier *copier, const void *bytes, size_t size)
{
	size_t offset = copier->used;

	copier->used += (size + 7) & ~(size_t)7;
	if (copier->bytes)
		memcpy(copier->bytes + offset, bytes, size);
	return offset;
}

static void refer(struct copier *copier, size_t place, size_t target)
{
	struct reference reference = {(uint32_t)target, copier->last};

	if (copier->bytes)
		memcpy(copier->bytes + place, &reference, sizeof(reference));
	copier->last = (uint32_t)place;
}

static size_t size_of_element(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return sizeof(uint64_t);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	default:
		return sizeof(uint32_t); /* short numbers, truth values and enumerations */
	}
}

/* What a member leads to, whose copy lies at `place`. A text that is not set is a constant of the library. */
static void follow(struct copier *copier, const ProtobufCFieldDescriptor *field, const void *member, size_t place)
{
	if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
		const ProtobufCMessage *message = *(const ProtobufCMessage *const *)member;
		if (message)
			refer(copier, place, copy_message(copier, message));
	} else if (field->type == PROTOBUF_C_TYPE_STRING) {
		const char *text = *(const char *const *)member;
		if (text && text != field->default_value)
			refer(copier, place, copy_bytes(copier, text, strlen(text) + 1));
	} else if (field->type == PROTOBUF_C_TYPE_BYTES) {
		const ProtobufCBinaryData *data = member;
		if (data->data)
			refer(copier, place + offsetof(ProtobufCBinaryData, data),
			      copy_bytes(copier, data->data, data->len));
	}
}

static void copy_list(struct copier *copier, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
		      size_t place)
{
	const char *start = (const char *)message;
	size_t count = *(const size_t *)(const void *)(start + field->quantifier_offset);
	const char *items = *(const char *const *)(const void *)(start + field->offset);
	size_t size = size_of_element(field->type);

	if (!count)
		return;
	size_t list = copy_bytes(copier, items, count * size);
	refer(copier, place, list);
	for (size_t i = 0; i < count; i++)
		follow(copier, field, items + i * size, list + i * size);
}

/* Is this member of a choice the one that is chosen? */
static bool is_chosen(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return *(const uint32_t *)(const void *)((const char *)message + field->quantifier_offset) == field->id;
}

/* `offset`: of the copy of the message. */
static void copy_member(struct copier *copier, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
			size_t offset)
{
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		copy_list(copier, message, field, offset + field->offset);
	else if (!(field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) || is_chosen(message, field))
		follow(copier, field, (const char *)message + field->offset, offset + field->offset);
}

/* A node is nothing but a choice: what it holds is found without looking at the other kinds. */
static size_t copy_message(struct copier *copier, const ProtobufCMessage *message)
{
	const ProtobufCMessageDescriptor *descriptor = message->descriptor;
	size_t offset = copy_bytes(copier, message, descriptor->sizeof_message);

	if (descriptor == &pg_query__node__descriptor) {
		unsigned kind = (unsigned)((const PgQuery__Node *)message)->node_case;
		const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(descriptor, kind);
		if (field)
			copy_member(copier, message, field, offset);
		return offset;
	}
	for (unsigned i = 0; i < descriptor->n_fields; i++)
		copy_member(copier, message, &descriptor->fields[i], offset);
	return offset;
}

/* --- taking over --- */

static void *allocate(void *arena, size_t size)
{
	return arena_alloc(arena, size);
}

static void release(void *arena, void *memory)
{
	(void)arena;
	(void)memory;
}

bool handover_is_direct(const char *message, size_t length)
{
	return length > sizeof(struct head) && message[0] == '\0';
}

PgQuery__ParseResult *handover_take(struct arena *arena, const char *message, size_t length)
{
	struct head head;

	if (!handover_is_direct(message, length)) {
		ProtobufCAllocator allocator = {.alloc = allocate, .free = release, .allocator_data = arena};
		return pg_query__parse_result__unpack(&allocator, length, (const uint8_t *)message);
	}
	char *bytes = arena_alloc_unset(arena, length);
	memcpy(bytes, message, length);
	memcpy(&head, bytes, sizeof(head));
	for (uint32_t place = head.last; place;) {
		struct reference reference;
		memcpy(&reference, bytes + place, sizeof(reference));
		const char *target = bytes + reference.target;
		memcpy(bytes + place, &target, sizeof(target));
		place = reference.before;
	}
	return (PgQuery__ParseResult *)(void *)(bytes + sizeof(head));
}

/* --- the library's functions --- */

#if UINTPTR_MAX > UINT32_MAX /* a reference has room in a pointer */
__attribute__((weak)) size_t pg_query__parse_result__get_packed_size(const PgQuery__ParseResult *message)
{
	struct copier copier = {.used = sizeof(struct head)};

	copy_message(&copier, &message->base);
	return copier.used;
}

__attribute__((weak)) size_t pg_query__parse_result__pack(const PgQuery__ParseResult *message, uint8_t *out)
{
	struct copier copier = {.bytes = out, .used = sizeof(struct head)};

	copy_message(&copier, &message->base);
	struct head head = {.last = copier.last};
	memcpy(out, &head, sizeof(head));
	return copier.used;
}
#endif
