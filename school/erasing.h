// What is here takes somebody out of a school's database, inside a transaction. It is for this room only.
#pragma once

#include "school/keeping.h"
#include "school/working.h"

namespace firstchair::school {

// Lists a sound as to be dropped, where no submission has it; false: one has.
bool drop_unused(Working& work, const std::string& hash);
// Deletes submissions that a statement chooses ("SELECT id FROM submissions WHERE school = $1 AND ...") with
// their comments, and lists their sound as to be dropped.
Gone erase_submissions(Working& work, const std::string& chosen, const sql::Values& values);
// The same of takes, their strokes and judgements, and of charts that nothing else has.
std::int64_t erase_takes(Working& work, const std::string& chosen, const sql::Values& values);

// Takes exports away that a condition chooses, with their jobs, and lists their files as to be dropped.
void end_exports(Working& work, const std::string& which, const sql::Values& values);

}  // namespace firstchair::school
