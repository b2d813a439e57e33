// What was played beside what was asked: whether it is that at all, and how it stands to every demand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/school/hearing.h"
#include "school/assignments.h"

namespace firstchair::school_api {

// `limit`: the player's breaking tempo of what was asked; nothing: it was not measured.
std::vector<assign::Answered> answers_of(const std::vector<assign::Demand>& demands, double asked_bpm,
                                         const Take& take, const std::optional<assign::Limit>& limit = {});
// Says why a take is not what was asked, for a person; empty: it is. `whole`: it is the whole chart that was
// asked, how often ever it was played.
std::string not_as_asked(const school::Assignment& asked, bool whole, const Heard& heard);

}  // namespace firstchair::school_api
