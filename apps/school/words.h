// These are the sentences that a school's page shows: the page words nothing itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "school/grades.h"

namespace firstchair::school_api {

std::string when_text(std::int64_t unix_s);  // local time: "12 March 18:00"
// Returns when something is tried again: "we try again at 14:20", "we are trying again now".
std::string again_text(std::int64_t due_s, bool running);
// Returns "hat spread 1.21 of the norm (1.05 to 1.40), asked at most 1.33: met".
std::string answer_text(const assign::Demand& demand, const assign::Answered& answer);
// Returns how near a student is: "1 of 2 takes running", "passed late".
std::string near_text(const school::Grade& grade, const assign::PassRule& rule);
// Returns what comes next: "due 12 March 18:00; 1 of 2 takes running; 3 of 5 attempts used".
std::string due_text(const school::Grade& grade, const school::Assignment& assignment, bool released,
                     std::int64_t now_s);
std::string when_shown(const school::Assignment& assignment);  // "results come on 12 March 18:00"

// Why a take is kept and not handed in, with its end: "kept in your book, not handed in".
std::string closed_text(std::int64_t closed_s);
std::string tempo_text(double played_bpm, double asked_bpm);
std::string not_handed_in(std::string_view why);

}  // namespace firstchair::school_api
