/* band_exports.h is plain C: a C compiler reads it. */
#include "web/band_exports.h"
