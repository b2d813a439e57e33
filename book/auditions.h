// The program and the server share the auditions of a book through this file: where they are, and the key of
// whoever directs them.
#pragma once

#include <string>

#include "store/auditions.h"
#include "store/record/minisign.h"

namespace firstchair::book {

// Opens the auditions of the book in `file`; an empty name means the platform's. Errors: usage (there is no
// home folder), those of Auditions::open.
Result<store::Auditions> open_auditions(const std::string& file, bool write);

// Returns the folder beside that book in which what was played in its auditions is kept.
std::string auditions_folder(const std::string& file);

// A key and, where it was made just now, the file that it is in.
struct DirectingKey {
  store::SigningKey key;
  std::string made;
};
// Returns the signing key in `file`, made there when there is none; an empty name means the platform's.
// Errors: those of reading and writing it.
Result<DirectingKey> signing_key(std::string file);
// The same, but a key that is not there is an error, and so is one that another audition's director holds.
// `directs` is the text of the public key that the audition was declared with.
Result<store::SigningKey> directing_key(const std::string& file, const std::string& directs);

// Returns the signature of a sealed record; its trusted comment names the record.
std::string sign_seating(const std::string& record, const store::SigningKey& key);

}  // namespace firstchair::book
