/* exports.h is plain C: a C compiler reads it. */
#include "web/exports.h"
