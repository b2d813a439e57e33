// How the calls about assignments find what they speak of, and whether the actor may. It is for this room
// only.
#pragma once

#include "apps/school/call.h"
#include "apps/school/told_json.h"

namespace firstchair::school_api {

struct Found {
  school::Submission submission;
  school::Assignment assignment;  // of today
};

// These return what the number at word 0 of the path names, where the actor may do `verb` to it. Else
// `refused` is the answer: 404 where it is not there, 403 where it is. `person` is whose results are
// concerned.
Result<school::Assignment> assignment_of(Call& call, school::Verb verb, std::int64_t person, Told& refused);
std::optional<std::int64_t> class_in_path(Call& call, school::Verb verb, Told& refused);
Result<Found> submission_of(Call& call, school::Verb verb, Told& refused);

// Whoever sees only what is released to students: students and guardians.
bool sees_as_student(const Call& call, const school::Assignment& assignment);

// This is 409 where a rule of the store forbids it, in words for a person; else it is as refusal() has it.
Told refused_by_rule(const Error& error);
// Returns what the teller wrote as an answer, or its failure.
Told told_by(const Teller& teller, const Json& json, int status = 200);

}  // namespace firstchair::school_api
