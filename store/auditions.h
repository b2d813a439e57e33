// An audition is kept in the book as its record (record/record.h): lines that are added to and never changed.
// The one thing a record may not tell before its players agree is who they are; names lie beside it.
//
// Every call is one transaction. A line is on the disk, whole, when the call returns, or it is not there.
// Thread: Auditions belong to one thread at a time; every thread opens its own.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "store/book.h"
#include "store/record/record.h"

namespace firstchair::store {

struct KeptAudition {
  std::int64_t id = 0;
  std::string title, declared_hash;  // 64 digits
  std::int64_t declared_s = 0;       // Unix seconds
  std::string key;                   // text of the public key whose owner directs it
};

struct EntrantName {
  std::string blind, name;  // the id in the record, and who that is; 1 to 64 letters
  std::string salt;         // 64 digits, drawn
  bool agrees = false;      // the name may be told when the audition is over

  bool operator==(const EntrantName&) const = default;
};

class Auditions {
 public:
  // [setup] Opens the book and brings it up to date. Errors: those of Book::open; unwritable when the book
  // can only be read and `write` is true.
  static Result<Auditions> open(const BookConfig& config, bool write);
  Auditions(Auditions&&) noexcept;
  Auditions& operator=(Auditions&&) noexcept;
  ~Auditions();

  // Begins an audition with the first line of its record, and returns its id. `audition.id` is not looked at.
  Result<std::int64_t> begin(const KeptAudition& audition, const RecordLine& first);
  Result<std::vector<KeptAudition>> all() const;                  // in order of id
  Result<KeptAudition> audition(std::int64_t id) const;           // not_found
  Result<std::string> record(std::int64_t id) const;              // open: without a seal; not_found
  Result<std::vector<EntrantName>> names(std::int64_t id) const;  // in order of blind

  // Adds lines, and names, to a record that has exactly `after` lines; all of them or none. Returns false,
  // and adds nothing, when it has another number: somebody else was first. Errors: not_found, too_large (256
  // MiB).
  Result<bool> append(std::int64_t id, std::size_t after, std::span<const RecordLine> lines,
                      std::span<const EntrantName> names = {});

 private:
  struct State;
  explicit Auditions(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::store
