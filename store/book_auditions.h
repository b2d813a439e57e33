// This file writes the auditions of a book as lines of its text, and takes them over from one.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "store/exchange.h"
#include "store/sqlite.h"

namespace firstchair::store {

// Puts every audition of the book: a line that names it, and one for every line of its record. Errors:
// malformed (a record is damaged), the database's.
Result<Done> put_auditions(const sqlite::Database& database, const std::string& file,
                           const std::function<void(const std::string&)>& put);

// Takes the auditions among the records of a text over. One that is there already with more lines, or as
// many, stays; one with fewer gets the rest. Belongs inside a transaction. Errors: malformed (a record does
// not hold; it went on otherwise in this book), the database's.
Result<Done> take_over_auditions(const sqlite::Database& database, std::span<const exchange::Record> records);

}  // namespace firstchair::store
