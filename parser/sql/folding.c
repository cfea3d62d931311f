/* Literals, || and the first argument of format() are followed; what is between them becomes a placeholder, which stands for
 * a name or a value that is not known. */
#include "parser/sql/folding.h"

#include <string.h>

/* What is known of a text that is put together: literals as they are, a placeholder for everything else. */
struct folding {
	struct strbuf text;
	unsigned unknowns;
	bool has_literal;
};

static void fold_unknown(struct folding *folding)
{
	strbuf_printf(&folding->text, "%s%u", SQL_PLACEHOLDER_PREFIX, ++folding->unknowns);
}

/* format(): %I, %L, %s and %1$I are unknown, %% is a percent sign. */
static void fold_format(struct folding *folding, const char *format)
{
	for (const char *c = format; *c; c++) {
		size_t end = 1 + strspn(c + 1, "0123456789$-*");

		if (*c != '%' || !c[end]) {
			strbuf_putc(&folding->text, *c);
			continue;
		}
		if (c[1] == '%')
			strbuf_putc(&folding->text, '%');
		else
			fold_unknown(folding);
		c += end;
	}
}

static void fold_text(struct folding *folding, const node_t *node)
{
	const char *constant = constant_text(node);
	const PgQuery__FuncCall *call = NULL;

	if (constant) {
		strbuf_puts(&folding->text, constant);
		folding->has_literal = true;
		return;
	}
	if (node && node->node_case == PG_QUERY__NODE__NODE_A_EXPR && node->a_expr->n_name == 1 &&
	    str_equal(name_string(node->a_expr->name[0]), "||")) {
		fold_text(folding, node->a_expr->lexpr);
		fold_text(folding, node->a_expr->rexpr);
		return;
	}
	if (node && node->node_case == PG_QUERY__NODE__NODE_FUNC_CALL)
		call = node->func_call;
	if (call && call->n_args && str_equal(name_string(call->funcname[call->n_funcname - 1]), "format"))
		constant = constant_text(call->args[0]);
	if (constant) {
		fold_format(folding, constant);
		folding->has_literal = true;
	} else {
		fold_unknown(folding);
	}
}

const char *folded_text(struct reader *reader, const char *expression)
{
	struct folding folding = {.text = strbuf_new(reader->scratch)};
	const char *text = str_printf(reader->scratch, "SELECT %s", expression ? expression : "");
	struct sql_tree tree;

	if (reader_accepts(reader, text, strlen(text)) && tree_parse(reader->scratch, text, &tree) && tree.count == 1 &&
	    tree.statements[0]->node_case == PG_QUERY__NODE__NODE_SELECT_STMT &&
	    tree.statements[0]->select_stmt->n_target_list == 1)
		fold_text(&folding, tree.statements[0]->select_stmt->target_list[0]->res_target->val);
	return folding.has_literal ? strbuf_finish(&folding.text) : NULL;
}
