#include "book/auditions.h"

#include <sys/stat.h>

#include <filesystem>

#include "book/keep.h"
#include "io/files/files.h"
#include "io/files/folders.h"
#include "store/record/record.h"

namespace firstchair::book {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostKey = 4096;

Result<std::string> key_file(std::string file) {
  if (!file.empty()) return file;
  const std::string data = io::data_folder();
  if (data.empty())
    return Error{ErrorCode::usage, "--key", "there is no home folder for a signing key", "Name a file"};
  return data + "/seating.key";
}

Result<store::SigningKey> read_key(const std::string& file) {
  const Result<std::vector<std::uint8_t>> bytes = io::read_file(file, kMostKey);
  if (!bytes) return bytes.error();
  Result<store::SigningKey> key = store::read_signing_key(std::string(bytes->begin(), bytes->end()));
  if (!key) key.error().place = file;
  return key;
}

}  // namespace

std::string auditions_folder(const std::string& file) {
  return (file.empty() ? fs::path(io::data_folder()) : fs::path(file).parent_path()) / "auditions";
}

Result<store::Auditions> open_auditions(const std::string& file, bool write) {
  const Result<std::string> book = book_file(file);
  if (!book) return book.error();
  return store::Auditions::open({.file = *book, .create = write}, write);
}

Result<DirectingKey> signing_key(std::string file) {
  Result<std::string> named = key_file(std::move(file));
  if (!named) return named.error();
  file = std::move(*named);
  std::error_code failed;
  if (!fs::exists(file, failed)) {
    Result<store::SigningKey> key = store::make_signing_key();
    if (!key) return key.error();
    fs::create_directories(fs::path(file).parent_path(), failed);
    if (auto done = io::write_file(file, store::signing_key_text(*key), false); !done) return done.error();
    ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
    return DirectingKey{*key, file};
  }
  Result<store::SigningKey> key = read_key(file);
  if (!key) return key.error();
  return DirectingKey{*key, {}};
}

Result<store::SigningKey> directing_key(const std::string& file, const std::string& directs) {
  const Result<std::string> named = key_file(file);
  if (!named) return named.error();
  Result<store::SigningKey> key = read_key(*named);
  if (key && store::public_key_text(key->open) != directs)
    return Error{ErrorCode::usage, *named, "is not the key that this audition was declared with",
                 "Name it with --key"};
  return key;
}

std::string sign_seating(const std::string& record, const store::SigningKey& key) {
  return store::sign(record, key, "seating, record " + store::head_of(record).substr(0, 16));
}

}  // namespace firstchair::book
