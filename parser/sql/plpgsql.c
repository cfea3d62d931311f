/* CREATE FUNCTION and DO: what one call does.
 *
 * libpg_query gives PL/pgSQL as JSON whose expressions are SQL texts. They are parsed like any statement, inside a
 * scope that knows the function's variables: NEW and OLD are tables of that name, a record filled by SELECT INTO or FOR
 * is the query that fills it, a variable remembers the columns that its values came from. Every statement of the body
 * counts, with what its branches and the returns before it say (reached.c). EXECUTE of a literal is read, of anything else it is unresolved. */
#include "parser/sql/folding.h"
#include "parser/sql/query.h"
#include "parser/sql/reached.h"
#include "parser/sql/retry.h"

#include "analyzer/base/cleanup.h"

#include <jansson.h>
#include <string.h>

/* Nested blocks of a body; jansson and libpg_query recurse over them. */
#define MAX_BLOCKS 400u

DEFINE_CLEANUP(json_t *, json_decref)

struct body {
	struct reader *reader;
	struct scope scope;
	struct query variables;
	struct reached reached; /* by the next statement */
};

static const char unparsed[] = "a statement of the function body does not parse";

/* Parses `text` and reads it in the scope of reader->outer; what it returns, never NULL. */
static struct query *read_text(struct reader *reader, const char *text)
{
	struct query *query = ARENA_NEW(reader->scratch, struct query);
	const char *outer_text = reader->text;
	struct reading reading;

	if (!reader_accepts(reader, text, strlen(text)))
		return query;
	if (!retry_parse(reader->scratch, text, &reading)) {
		reader_unresolved(reader, unparsed);
		return query;
	}
	if (reading.loss)
		reader_unresolved(reader, reading.loss);
	reader->text = reading.text;
	for (size_t i = 0; i < reading.tree.count; i++) {
		const node_t *node = reading.tree.statements[i];

		reader->root = node;
		switch (node->node_case) {
		case PG_QUERY__NODE__NODE_SELECT_STMT:
		case PG_QUERY__NODE__NODE_INSERT_STMT:
		case PG_QUERY__NODE__NODE_UPDATE_STMT:
		case PG_QUERY__NODE__NODE_DELETE_STMT:
			query = query_node(reader, reader->outer, node);
			break;
		default:
			reader_statement(reader, node);
		}
	}
	reader->text = outer_text;
	return query;
}

static bool is_statement(const char *text)
{
	struct scanner scanner = {text, strlen(text), 0};
	struct token token = scan_token(&scanner);

	return token_in(&scanner, token, "SELECT WITH INSERT UPDATE DELETE VALUES MERGE CALL TABLE");
}

static struct query *read_expression(struct reader *reader, const char *text)
{
	return read_text(reader, is_statement(text) ? text : str_printf(reader->scratch, "SELECT %s", text));
}

static const char *expression_of(const json_t *holder)
{
	return json_string_value(json_object_get(json_object_get(holder, "PLpgSQL_expr"), "query"));
}

/* --- targets --- */

static void emit_row_write(struct reader *reader, const char *row, const char *column, const struct query *value)
{
	const struct sink sources = {.role = READ_VALUE};
	struct column_refs refs = {0};
	struct sink sink = sources;
	struct effect *effect;

	sink.values = &refs;
	vec_each(struct output, output, &value->outputs)
		columns_add_refs(reader, &output->refs, &sink);
	reader_emit_reads(reader);
	effect = reader_emit(reader, EFFECT_WRITE, OBJECT_ROWS, row);
	names_add(reader->arena, &effect->columns, column);
	effect->sources = refs;
	effect->writes_null = value->outputs.count == 1 && value->outputs.items[0].is_null;
	effect->filters = value->filters;
}

static struct output *variable_named(struct body *body, const char *name)
{
	vec_each(struct output, output, &body->variables.outputs) {
		if (str_equal(output->name, name))
			return output;
	}
	return NULL;
}

/* `name` ("new.c", "v", "r") receives the columns of `value`. */
static void assign(struct body *body, const char *name, const struct query *value)
{
	struct reader *reader = body->reader;
	char *folded = sql_name(reader->arena, name);
	char *dot = strchr(folded, '.');
	struct output *variable;

	if (dot) {
		*dot = '\0';
		if (str_equal(folded, "new"))
			emit_row_write(reader, "NEW", dot + 1, value);
		return;
	}
	for (struct relation *record = body->scope.relations; record; record = record->next) {
		if (str_equal(record->alias, folded) && record->query)
			*record->query = *value;
	}
	variable = variable_named(body, folded);
	if (!variable)
		return;
	vec_each(struct output, output, &value->outputs)
		columns_add_refs(reader, &output->refs, &(struct sink){&variable->refs, NULL, .role = READ_VALUE});
}

/* The target of INTO and FOR: a record, or a row of names. */
static void assign_target(struct body *body, const json_t *target, const struct query *value)
{
	const json_t *row = json_object_get(target, "PLpgSQL_row");
	const json_t *fields = json_object_get(row, "fields");
	const char *name;

	for (size_t i = 0; i < json_array_size(fields); i++) {
		struct query column = {.filters = value->filters, .rest = value->rest};

		name = json_string_value(json_object_get(json_array_get(fields, i), "name"));
		if (i < value->outputs.count)
			vec_push(body->reader->scratch, &column.outputs, value->outputs.items[i]);
		if (name)
			assign(body, name, &column);
	}
	name = json_string_value(json_object_get(json_object_get(target, "PLpgSQL_rec"), "refname"));
	if (name)
		assign(body, name, value);
}

/* --- statements --- */

/* "NEW.c := value" or "v = value". */
static void read_assign(struct body *body, const json_t *statement)
{
	const char *text = expression_of(json_object_get(statement, "expr"));
	struct scanner scanner = {text, text ? strlen(text) : 0, 0};
	struct token token;

	if (!text)
		return;
	do
		token = scan_token(&scanner);
	while (token.kind != TOKEN_END && !token_is(&scanner, token, ":=") && !token_is(&scanner, token, "="));
	if (token.kind == TOKEN_END) {
		reader_unresolved(body->reader, unparsed);
		return;
	}
	assign(body, str_copy_n(body->reader->scratch, text, strcspn(text, " \t\r\n:=[")),
	       read_expression(body->reader, text + token.end));
}

static void read_execute(struct body *body, const char *text)
{
	const char *known = folded_text(body->reader, text);

	if (known)
		read_text(body->reader, known);
	else
		reader_unresolved(body->reader, "EXECUTE of a statement that is computed at run time");
}

static void walk(struct body *body, const json_t *json);

static void walk_values(struct body *body, const json_t *object, const char *except)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		if (!str_in(key, except))
			walk(body, value);
	}
}

static void read_into(struct body *body, const json_t *statement)
{
	const char *text = expression_of(json_object_get(statement, "sqlstmt"));
	struct query *query = read_text(body->reader, text ? text : "");

	assign_target(body, json_object_get(statement, "target"), query);
}

static void read_for(struct body *body, const json_t *statement)
{
	const char *text = expression_of(json_object_get(statement, "query"));

	if (text)
		assign_target(body, json_object_get(statement, "var"), read_expression(body->reader, text));
	walk_values(body, statement, "query var");
}

/* RETURN NEW gives the row back: nothing new is read. */
static void read_return(struct body *body, const json_t *statement)
{
	const char *text = expression_of(json_object_get(statement, "expr"));

	if (text && strpbrk(text, " .("))
		walk_values(body, statement, "");
}

static bool ends_with_return(const json_t *statements)
{
	size_t count = json_array_size(statements);

	return count && json_object_get(json_array_get(statements, count - 1), "PLpgSQL_stmt_return");
}

/* The condition of an IF or ELSIF, parsed by itself; NULL when it does not parse. */
static const node_t *condition_of(struct body *body, const json_t *branch)
{
	const char *text = expression_of(json_object_get(branch, "cond"));
	const PgQuery__SelectStmt *select = NULL;
	struct reading reading;

	if (!text || !reader_accepts(body->reader, text, strlen(text)))
		return NULL;
	text = is_statement(text) ? text : str_printf(body->reader->scratch, "SELECT %s", text);
	if (retry_parse(body->reader->scratch, text, &reading) && reading.tree.count == 1 &&
	    reading.tree.statements[0]->node_case == PG_QUERY__NODE__NODE_SELECT_STMT)
		select = reading.tree.statements[0]->select_stmt;
	return select && select->n_target_list == 1 ? select->target_list[0]->res_target->val : NULL;
}

/* One branch after another: each is entered when its condition holds and those before do not. What follows the IF is
 * reached past the first branch if that one returned. */
static void read_if(struct body *body, const json_t *statement)
{
	const json_t *elsifs = json_object_get(statement, "elsif_list");
	struct reached behind = body->reached;
	const json_t *branch = statement;
	struct reached after = behind;

	for (size_t i = 0; branch; i++) {
		const json_t *statements = json_object_get(branch, i ? "stmts" : "then_body");
		const node_t *condition = condition_of(body, branch);
		walk(body, json_object_get(branch, "cond"));
		body->reached = behind;
		reached_within(body->reader, &body->reached, condition);
		walk(body, statements);
		reached_behind(body->reader, &behind, condition);
		if (!i && ends_with_return(statements))
			after = behind;
		branch = json_object_get(json_array_get(elsifs, i), "PLpgSQL_if_elsif");
	}
	body->reached = behind;
	walk(body, json_object_get(statement, "else_body"));
	body->reached = after;
}

static bool walk_statement(struct body *body, const char *kind, const json_t *statement)
{
	if (str_equal(kind, "PLpgSQL_stmt_assign")) {
		read_assign(body, statement);
	} else if (str_equal(kind, "PLpgSQL_stmt_execsql")) {
		read_into(body, statement);
	} else if (str_equal(kind, "PLpgSQL_stmt_fors")) {
		read_for(body, statement);
	} else if (str_equal(kind, "PLpgSQL_stmt_if")) {
		read_if(body, statement);
	} else if (str_equal(kind, "PLpgSQL_stmt_return")) {
		read_return(body, statement);
	} else if (str_equal(kind, "PLpgSQL_stmt_dynexecute") || str_equal(kind, "PLpgSQL_stmt_dynfors")) {
		read_execute(body, expression_of(json_object_get(statement, "query")));
		walk_values(body, statement, "query");
	} else if (str_equal(kind, "PLpgSQL_expr")) {
		const char *text = json_string_value(json_object_get(statement, "query"));

		if (text)
			read_expression(body->reader, text);
	} else {
		return false;
	}
	reader_emit_reads(body->reader);
	return true;
}

/* A loop may never be entered: what is known in it is not known behind it. */
static void walk_member(struct body *body, const char *key, const json_t *value)
{
	struct reached outside = body->reached;
	size_t from = body->reader->effects->count;

	if (!walk_statement(body, key, value))
		walk(body, value);
	if (str_starts_with(key, "PLpgSQL_stmt_"))
		reached_tell(body->reader, &outside, from);
	if (!str_in(key, "PLpgSQL_stmt_if PLpgSQL_stmt_block body") || json_object_get(value, "exceptions"))
		body->reached = outside;
}

static void walk(struct body *body, const json_t *json)
{
	const char *key;
	json_t *value;
	size_t i;

	if (json_is_array(json)) {
		json_array_foreach(json, i, value) walk(body, value);
	} else if (json_is_object(json)) {
		json_object_foreach((json_t *)(uintptr_t)json, key, value)
		{
			walk_member(body, key, value);
		}
	}
}

/* --- functions --- */

static void declare(struct body *body, const json_t *datum)
{
	struct reader *reader = body->reader;
	const char *name = json_string_value(json_object_get(json_object_get(datum, "PLpgSQL_rec"), "refname"));
	const char *plain = json_string_value(json_object_get(json_object_get(datum, "PLpgSQL_var"), "refname"));

	if (str_in(name, "new old")) {
		scope_add(reader, &body->scope, str_copy(reader->scratch, name), *name == 'n' ? "NEW" : "OLD", NULL);
		return;
	}
	name = name ? name : plain;
	if (!name)
		return;
	name = str_copy(reader->scratch, name);
	scope_add(reader, &body->scope, name, NULL, ARENA_NEW(reader->scratch, struct query));
	if (plain)
		vec_push(reader->scratch, &body->variables.outputs, (struct output){.name = name});
}

/* What every trigger function knows of its call. */
static void declare_call(struct body *body)
{
	static const char *const names[] = {"tg_argv",  "tg_level",   "tg_name",       "tg_nargs",        "tg_op",
					    "tg_relid", "tg_relname", "tg_table_name", "tg_table_schema", "tg_when"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		vec_push(body->reader->scratch, &body->variables.outputs, (struct output){.name = names[i]});
}

static void read_function_json(struct reader *reader, const json_t *function)
{
	struct body *body = ARENA_NEW(reader->scratch, struct body);
	const json_t *datums = json_object_get(function, "datums");
	const struct scope *outer = reader->outer;
	json_t *datum;
	size_t i;

	body->reader = reader;
	body->scope.parent = outer;
	body->scope.variables = &body->variables;
	declare_call(body);
	json_array_foreach(datums, i, datum) declare(body, datum);
	reader->outer = &body->scope;
	walk(body, json_object_get(function, "action"));
	reader->outer = outer;
}

/* Every nested block starts with one of these words. */
static bool has_too_many_blocks(const char *text)
{
	struct scanner scanner = {text, strlen(text), 0};
	unsigned count = 0;

	for (struct token token; (token = scan_token(&scanner)).kind != TOKEN_END;)
		count += token_in(&scanner, token, "BEGIN IF LOOP CASE");
	return count > MAX_BLOCKS || scan_depth(text, strlen(text)) > 4 * SQL_MAX_DEPTH ||
	       scan_words(text, strlen(text)) > SQL_MAX_WORDS;
}

/* `text` is the whole statement: the library wants to see it, too. */
static void read_plpgsql(struct reader *reader, const char *text, const char *source)
{
	const char *error = NULL;
	char *answer;
	json_t *function;
	size_t i;

	if (has_too_many_blocks(source)) {
		reader_unresolved(reader, "the function body is too long or nested too deeply");
		return;
	}
	answer = tree_plpgsql(reader->scratch, text, &error);
	if (!answer) {
		reader_unresolved(reader, "the function body does not parse");
		return;
	}
	_cleanup_(json_decref) json_t *json = json_loads(answer, 0, NULL);

	if (!json)
		reader_unresolved(reader, "the function body could not be read");
	json_array_foreach(json, i, function) read_function_json(reader, json_object_get(function, "PLpgSQL_function"));
}

static const node_t *option(size_t count, node_t *const *options, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (options[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM &&
		    str_equal(options[i]->def_elem->defname, name))
			return options[i]->def_elem->arg;
	}
	return NULL;
}

static const char *option_text(size_t count, node_t *const *options, const char *name)
{
	const node_t *argument = option(count, options, name);

	if (argument && argument->node_case == PG_QUERY__NODE__NODE_LIST && argument->list->n_items)
		argument = argument->list->items[0];
	return name_string(argument);
}

/* LANGUAGE sql: the parameters are variables. */
static void read_sql_body(struct reader *reader, const PgQuery__CreateFunctionStmt *create, const char *source)
{
	struct query variables = {0};
	struct scope scope = {.parent = reader->outer, .variables = &variables};
	const struct scope *outer = reader->outer;

	for (size_t i = 0; i < create->n_parameters; i++) {
		const char *name = create->parameters[i]->function_parameter->name;

		if (name && *name)
			vec_push(reader->scratch, &variables.outputs, (struct output){.name = name});
	}
	reader->outer = &scope;
	if (source)
		read_text(reader, source);
	else
		reader_statement(reader, create->sql_body);
	reader_emit_reads(reader);
	reader->outer = outer;
}

static void read_body(struct reader *reader, const PgQuery__CreateFunctionStmt *create)
{
	const char *language = option_text(create->n_options, create->options, "language");
	const char *source = option_text(create->n_options, create->options, "as");

	if (source && str_equal(language, "plpgsql"))
		read_plpgsql(reader, reader->text, source);
	else if (create->sql_body || (source && str_equal(language, "sql")))
		read_sql_body(reader, create, source);
	else if (!str_in(language, "c internal"))
		reader_unresolved(reader, "the language of the function is not known");
}

static void create_function(struct reader *reader, const PgQuery__CreateFunctionStmt *create)
{
	const char *name = name_list(reader, create->n_funcname, create->funcname, 0);
	struct effects *body = ARENA_NEW(reader->arena, struct effects);
	struct effects *outer = reader->effects;
	struct effect *effect;

	if (reader->bodies < 4) {
		reader->bodies++;
		reader->effects = body;
		read_body(reader, create);
		reader->effects = outer;
		reader->bodies--;
	} else {
		reader_unresolved(reader, "functions are nested too deeply");
	}
	effect = reader_emit(reader, EFFECT_CREATE, OBJECT_FUNCTION, NULL);
	effect->name = name;
	effect->body = body;
}

static void read_do(struct reader *reader, const PgQuery__DoStmt *block)
{
	const char *source = option_text(block->n_args, block->args, "as");
	const char *language = option_text(block->n_args, block->args, "language");

	if (!source || (language && !str_equal(language, "plpgsql")))
		reader_unresolved(reader, "the language of the block is not known");
	else
		read_plpgsql(reader, reader->text, source);
}

bool function_read(struct reader *reader, const node_t *node)
{
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT:
		create_function(reader, node->create_function_stmt);
		return true;
	case PG_QUERY__NODE__NODE_DO_STMT:
		read_do(reader, node->do_stmt);
		return true;
	case PG_QUERY__NODE__NODE_LIST: /* BEGIN ATOMIC ... END */
		for (size_t i = 0; i < node->list->n_items; i++)
			reader_statement(reader, node->list->items[i]);
		return true;
	case PG_QUERY__NODE__NODE_RETURN_STMT:
		expression_read(reader, reader->outer, node->return_stmt->returnval,
				&(struct sink){NULL, NULL, .role = READ_VALUE});
		return true;
	default:
		return false;
	}
}
