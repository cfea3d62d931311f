/* Text files of this folder that the program carries: reports/embed.py makes C source of them while it is built. Styles
 * and scripts come with the base64 of their SHA-256, as a content security policy names them. */
#ifndef STOPGRAPH_EMBEDDED_H
#define STOPGRAPH_EMBEDDED_H

extern const char embedded_dark_css[];
extern const char embedded_page_html[];

extern const char embedded_page_css[], embedded_page_css_sha256[];
extern const char embedded_picture_css[], embedded_picture_css_sha256[];

extern const char embedded_evidence_js[], embedded_evidence_js_sha256[];
extern const char embedded_graph_js[], embedded_graph_js_sha256[];
extern const char embedded_main_js[], embedded_main_js_sha256[];
extern const char embedded_model_js[], embedded_model_js_sha256[];
extern const char embedded_tables_js[], embedded_tables_js_sha256[];
extern const char embedded_timeline_js[], embedded_timeline_js_sha256[];

#endif
