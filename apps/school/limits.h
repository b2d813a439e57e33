// Breaking tempi of students: kept with the takes they were found in, and told where an assignment asks for
// one.
#pragma once

#include <optional>
#include <string>

#include "apps/school/call.h"
#include "engine/assign/demand.h"

namespace firstchair::school_api {

// Returns the newest limit that a person has of what is asked: of the whole of `chart`, as a page calls it.
// Nothing: there is none. Errors: those of the store.
Result<std::optional<assign::Limit>> limit_of(school::SchoolStore& store, const Hearing& hearing,
                                              std::int64_t school, std::int64_t person, const Chart& chart);

// These answer routes: a take of a search goes into the own book, and the limit that was found with it.
Told keep_own_take(Call& call);
Told keep_own_limit(Call& call);

}  // namespace firstchair::school_api
