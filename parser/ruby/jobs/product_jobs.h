/* The jobs of the product's own migration library. */
#ifndef STOPGRAPH_PARSER_RUBY_PRODUCT_JOBS_H
#define STOPGRAPH_PARSER_RUBY_PRODUCT_JOBS_H

/* Ruby code that defines them below Gitlab::BackgroundMigration. Static. */
const char *product_jobs_code(void);

#endif
