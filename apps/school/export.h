// An export is everything that a school has of one person, as one zip: for the person, for a guardian, for a
// change of schools.
//
//   person.json              who it is, classes, consent, limits
//   book.jsonl               every take with its strokes and judgement (firstchair book import reads it)
//   submissions.csv          what was handed in, with how it stood
//   comments.csv             comments on it
//   chairs.csv, chairs/      chairs of classes: takes with receipts, seats, own lines of the records
//   log.csv                  lines of the log about the person
//   sound/SUBMISSION.ENDING  what was recorded and is kept still
#pragma once

#include <cstdint>
#include <string>

#include "school/sounds.h"
#include "school/store.h"

namespace firstchair::school_api {

// Writes the zip to `file`, which is there only when this succeeds; files beside it, for as long as it works,
// begin with its name. Any thread with a store of its own. Errors: those of the store; unwritable.
Result<Done> export_person(school::SchoolStore& store, const school::Sounds& sounds, std::int64_t school,
                           std::int64_t person, std::int64_t now_s, const std::string& file);

}  // namespace firstchair::school_api
