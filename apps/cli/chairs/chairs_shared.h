// Several of the chairs' commands share what is here: the key, the declaration, the book, the files that come
// out.
#pragma once

#include <string>
#include <vector>

#include "apps/chairs/going_audition.h"
#include "apps/cli/chairs/chairs_command.h"
#include "engine/core/take.h"
#include "store/record/minisign.h"

namespace firstchair::cli {

// Returns the signing key in `file`, made there when there is none; an empty name means the platform's.
// Errors: those of reading and writing it.
Result<store::SigningKey> signing_key(std::string file);
// The same, but a key that is not there is an error, and so is one that another audition's director holds.
Result<store::SigningKey> directing_key(const std::string& file, const audition::Audition& audition);

// Bars of an excerpt are options.bars, else 0. Errors: those of find_chart.
Result<audition::Declaration> declaration_of(const AskedOptions& options, bool any_tempo);

// Hears the take in `file`; `bpm` is the tempo asked, 0: any. Errors: those of hear_take; unsupported
// (something else was played).
Result<Take> hear_excerpt(const std::string& file, const std::string& kit, ear::VoicesMode voices,
                          const Chart& chart, double bpm);
// Returns the SHA-256 of a file. Errors: those of io::read_file.
Result<std::string> hash_of_file(const std::string& file);

// Opens the auditions of a book; an empty name means the platform's. Errors: those of Auditions::open.
Result<store::Auditions> open_auditions(const std::string& book, bool write);

// Writes seating.jsonl, its signature, the public key and the sheet into a folder. Errors: unwritable.
Result<Done> write_seating(const std::string& folder, const std::string& record, const std::string& html,
                           const store::SigningKey& key, bool force);

// Prints one line on standard output, which a terminal takes for nothing else.
void say(const std::string& line);

}  // namespace firstchair::cli
