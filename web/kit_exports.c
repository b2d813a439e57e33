/* kit_exports.h is plain C: a C compiler reads it. */
#include "web/kit_exports.h"
