// What schools and students who agreed give to research: their takes and strokes under drawn names, as JSON
// lines and CSV. docs/formats/research.md says what stands in which column.
//
//   FOLDER/about.json     when, how much, which engine
//   FOLDER/takes.jsonl    a take a line
//   FOLDER/strokes.csv    a stroke or a missed note a row
//
// No name, no address, no moment, no text that a person wrote is in it. A drawn name follows from a secret of
// the school: it is the same in every export of that school, and says nothing without its database.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "school/store.h"

namespace firstchair::school_api {

struct Researched {
  std::int64_t schools = 0, students = 0, takes = 0, strokes = 0;
};

// Makes `folder`, which only its user may look into. A school that did not agree gives nothing; one of
// `schools` that is not there is an error. Errors: usage (the folder is there), unwritable, not_found, those
// of the store.
Result<Researched> export_research(school::SchoolStore& store, const std::vector<std::int64_t>& schools,
                                   std::int64_t now_s, const std::string& folder);

}  // namespace firstchair::school_api
