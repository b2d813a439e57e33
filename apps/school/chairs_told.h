// How chairs of a class are found and told: to teachers with every name, to a student the own chair alone. It
// is for this room only.
#pragma once

#include "apps/school/assigned.h"
#include "apps/school/class_chairs.h"

namespace firstchair::school_api {

inline constexpr int kAppealHours = 72;     // from a take on, where nothing else is declared
inline constexpr std::size_t kDigits = 16;  // of a hash, on a receipt

// Both return the chairs of the path as they stand now, for whoever may do `verb` in their class; `held` asks
// that they hold chairs. Null: `refused` is the answer.
Going seen(Call& call, school::Verb verb, Told& refused);
Going held(Call& call, Told& refused);

Result<Json> json_of(Call& call, const GoingChairs& going);
Told told_chairs(Call& call, const GoingChairs& going, int status = 200);
Told told_now(Call& call, std::int64_t id, int status = 200);  // as they stand after a change

}  // namespace firstchair::school_api
