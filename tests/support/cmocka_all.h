/* cmocka with the four headers that it wants to see first. */
#ifndef STOPGRAPH_TESTS_CMOCKA_ALL_H
#define STOPGRAPH_TESTS_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
