// This file reads single files of a zip archive. Nothing is extracted to disk.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

struct zip;

namespace firstchair::charts {

class Archive {
 public:
  // `kind` names the file in errors: ".mxl". The bytes must outlive the archive. Errors: malformed.
  static Result<Archive> open(std::span<const std::uint8_t> bytes, std::string_view kind);

  std::uint64_t size() const;                        // how many files it has
  std::string_view name(std::uint64_t index) const;  // may be empty
  std::optional<std::uint64_t> find(const char* name) const;
  // Returns the first file whose name ends so; the ending is in lower case, the name in any.
  std::optional<std::uint64_t> find_ending(std::string_view ending) const;
  // Unpacks a file. The stated size is only what the archive says, so the bytes are counted too. Errors:
  // malformed, too_large, and unsupported for a file with a password.
  Result<std::vector<std::uint8_t>> unpack(std::uint64_t index, std::size_t limit) const;

 private:
  struct Discard {
    void operator()(zip* archive) const;
  };
  Archive(zip* archive, std::string_view kind) : archive_(archive), kind_(kind) {}
  Error damaged() const;

  std::unique_ptr<zip, Discard> archive_;
  std::string kind_;
};

}  // namespace firstchair::charts
