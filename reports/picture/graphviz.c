/* All of graphviz: its dot algorithm places the boxes, bends the arrows and finds room for their labels. It gets sizes
 * and no text: it would otherwise ask a plug-in for fonts, whose answer differs from machine to machine, and read
 * escapes in what comes out of migrations. Only the algorithm is linked; plug-ins that are installed are not looked
 * for. */
#include "reports/picture/layout.h"

#include "analyzer/base/cleanup.h"

#include <graphviz/gvc.h>
#include <math.h>

/* The plug-in's only symbol; no header declares it. */
extern gvplugin_library_t gvplugin_dot_layout_LTX_library;

DEFINE_CLEANUP(GVC_t *, gvFreeContext)
DEFINE_CLEANUP(Agraph_t *, agclose)

/* What it says while it works ("edge labels are ignored", "memory") has no reader: the layout works or not. */
static int say_nothing(char *text)
{
	(void)text;
	return 0;
}

/* graphviz takes values of attributes as changeable strings and copies them. */
static void set(void *object, const char *name, const char *value)
{
	agsafeset(object, (char *)name, (char *)value, (char *)"");
}

static void set_inches(void *object, struct arena *arena, const char *name, int pixels)
{
	/* whole thousandths: a decimal point that no locale changes */
	int thousandths = (int)(pixels * 1000.0 / POINTS_PER_INCH);

	set(object, name, str_printf(arena, "%d.%03d", thousandths / 1000, thousandths % 1000));
}

/* An empty table is a label that has a size and no font. */
static void set_label(Agraph_t *graph, Agedge_t *edge, struct arena *arena, struct layout_size size)
{
	const char *table = str_printf(arena,
				       "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLPADDING=\"0\" CELLSPACING=\"0\" "
				       "FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\"><TR><TD></TD></TR></TABLE>",
				       size.width, size.height);
	char *label = agstrdup_html(graph, (char *)table);

	set(edge, "label", label);
	agstrfree(graph, label);
}

static Agraph_t *new_graph(void)
{
	Agraph_t *graph = agopen((char *)"picture", Agdirected, NULL);

	set(graph, "rankdir", "LR");
	set(graph, "nodesep", "0.17");
	set(graph, "ranksep", "0.35");
	agattr(graph, AGNODE, (char *)"shape", (char *)"box");
	agattr(graph, AGNODE, (char *)"fixedsize", (char *)"true");
	agattr(graph, AGNODE, (char *)"label", (char *)"");
	agattr(graph, AGEDGE, (char *)"arrowhead", (char *)"none");
	agattr(graph, AGEDGE, (char *)"label", (char *)"");
	return graph;
}

static void add_nodes(Agraph_t *graph, struct layout *layout, const struct layout_group *group, Agnode_t **nodes)
{
	for (size_t i = 0; i < group->nodes.count; i++) {
		size_t number = group->nodes.items[i];
		const struct layout_size *size = &layout->node_sizes[number];
		nodes[number] = agnode(graph, str_printf(layout->arena, "%zu", number), 1);
		set_inches(nodes[number], layout->arena, "width", size->width);
		set_inches(nodes[number], layout->arena, "height", size->height);
	}
}

static struct layout_point point_of(const Agraph_t *graph, pointf at)
{
	return (struct layout_point){(int)lround(at.x - GD_bb(graph).LL.x), (int)lround(GD_bb(graph).UR.y - at.y)};
}

static void read_arrow(const Agraph_t *graph, Agedge_t *edge, struct layout *layout, size_t number)
{
	const splines *curves = ED_spl(edge);

	for (int i = 0; curves && i < curves->size; i++) {
		for (int point = 0; point < curves->list[i].size; point++)
			vec_push(layout->arena, &layout->arrows[number], point_of(graph, curves->list[i].list[point]));
	}
	if (ED_label(edge))
		layout->labels[number] = point_of(graph, ED_label(edge)->pos);
}

int graphviz_layout(const struct picture *picture, struct layout *layout, struct layout_group *group)
{
	lt_symlist_t plugins[] = {{"gvplugin_dot_layout_LTX_library", &gvplugin_dot_layout_LTX_library}, {NULL, NULL}};
	_cleanup_(gvFreeContext) GVC_t *context = gvContextPlugins(plugins, 0);
	_cleanup_(agclose) Agraph_t *graph = new_graph();
	Agnode_t **nodes = ARENA_ARRAY(layout->arena, Agnode_t *, picture->nodes.count);
	Agedge_t **edges = ARENA_ARRAY(layout->arena, Agedge_t *, group->arrows.count);

	agseterrf(say_nothing);
	add_nodes(graph, layout, group, nodes);
	for (size_t i = 0; i < group->arrows.count; i++) {
		const struct picture_arrow *arrow = &picture->arrows.items[group->arrows.items[i]];
		const struct layout_size *label = &layout->label_sizes[group->arrows.items[i]];
		edges[i] = agedge(graph, nodes[arrow->from], nodes[arrow->to], NULL, 1);
		if (label->width)
			set_label(graph, edges[i], layout->arena, *label);
	}
	int status = gvLayout(context, graph, "dot");
	if (status == 0) {
		for (size_t i = 0; i < group->nodes.count; i++) {
			size_t number = group->nodes.items[i];
			layout->nodes[number] = point_of(graph, ND_coord(nodes[number]));
		}
		for (size_t i = 0; i < group->arrows.count; i++)
			read_arrow(graph, edges[i], layout, group->arrows.items[i]);
		group->size = (struct layout_size){(int)ceil(GD_bb(graph).UR.x - GD_bb(graph).LL.x),
						   (int)ceil(GD_bb(graph).UR.y - GD_bb(graph).LL.y)};
	}
	gvFreeLayout(context, graph);
	return status ? -1 : 0;
}
