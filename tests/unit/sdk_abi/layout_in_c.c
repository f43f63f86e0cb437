/* The same layout as a C11 compiler sees it; compiling this file is the test. */
#include <assert.h>
#include <stddef.h>

#include "fairlead/check_config.h"
#include "fairlead/dynamic_catalog.h"
#include "fairlead/events.h"
#include "fairlead/http.h"
#include "fairlead/plugin.h"
#include "fairlead/reactor.h"

#define SIZE(type, bytes) static_assert(sizeof(type) == (bytes), #type);
#define FIELD(type, field, offset) static_assert(offsetof(type, field) == (offset), #type "." #field);
#include "layout.inc"
