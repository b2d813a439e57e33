// The lines of a record, each made from what it tells and read again. It is for this room only.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "apps/chairs/seated.h"
#include "store/record/record.h"

namespace firstchair::audition {

nlohmann::json take_json(const std::string& player, std::size_t excerpt, const PlayedTake& played);
nlohmann::json score_json(const std::string& player, std::size_t excerpt, const chairs::TakeScore& score);
nlohmann::json seating_json(const Seated& seated, const chairs::Seating& seating);
nlohmann::json flags_json(const Seated& seated);

// Returns the SHA-256 of the declaration's text.
std::string declared_hash_of(const Declaration& declaration);

// Returns an error whose place is line `index` + 1.
Error at_line(std::size_t index, std::string what);
// Returns a member that must be a text; null: it is not.
const std::string* text_of(const nlohmann::json& fields, const char* name);
// Returns the take of a line, judged again by this engine. `bpm` is the tempo that was drawn; 0: the
// excerpt's. Errors: malformed, at the line.
Result<PlayedTake> judged_again(const nlohmann::json& fields, const Excerpt& excerpt, double bpm,
                                std::size_t index);
// Returns the take of strokes, judged as judged_again judges those of a line.
PlayedTake judged(const Source& source, std::vector<Hit> hits, const Excerpt& excerpt, double bpm);
// Returns what is different in a line, for a person.
std::string difference(const store::RecordLine& told, const store::RecordLine& computed);
// Says whether two seatings give other chairs, or chairs to others; false for lines of another type.
bool other_chairs(const store::RecordLine& told, const store::RecordLine& computed);

}  // namespace firstchair::audition
