#include "school/keeping.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "school/sounds.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

using nlohmann::json;

std::string line_of(const Erased& one) {
  return json{{"school", one.school}, {"person", one.person}, {"made_s", one.made_s}, {"at_s", one.at_s}}
             .dump() +
         "\n";
}

std::optional<Erased> read_line(const std::string& line) {
  const json read = json::parse(line, nullptr, false);
  if (!read.is_object()) return std::nullopt;
  Erased one;
  for (const auto& [key, field] : {std::pair{"school", &one.school},
                                   {"person", &one.person},
                                   {"made_s", &one.made_s},
                                   {"at_s", &one.at_s}}) {
    const auto found = read.find(key);
    if (found == read.end() || !found->is_number_integer()) return std::nullopt;
    *field = found->get<std::int64_t>();
  }
  return one;
}

}  // namespace

std::string text_of(const Gone& gone) {
  std::string text;
  const auto add = [&](std::int64_t number, const char* one, const char* many) {
    if (number > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, number == 1 ? one : many);
  };
  add(gone.takes, "take", "takes");
  add(gone.submissions, "submission", "submissions");
  add(gone.comments, "comment", "comments");
  add(gone.sounds, "sound", "sounds");
  add(gone.log_lines, "line of the log", "lines of the log");
  add(gone.addresses, "address", "addresses");
  add(gone.sessions, "session", "sessions");
  add(gone.links, "link", "links");
  return text.empty() ? "nothing" : text;
}

Result<Done> ErasedList::add(const Erased& one) const {
  const Error failed{ErrorCode::unwritable, file_, "the list of who was erased cannot be written",
                     "Check its folder and permissions"};
  // Beside PostgreSQL nothing else may have made its folder. What stands in the way is told below.
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::path(file_).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
  const int file = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return failed;
  // One write of a short line to a file that is only added to is whole, whoever else writes.
  const std::string line = line_of(one);
  const bool kept =
      ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
  ::close(file);
  if (!kept) return failed;
  return Done{};
}

Result<std::vector<Erased>> ErasedList::read() const {
  std::vector<Erased> all;
  if (::access(file_.c_str(), F_OK) != 0 && errno == ENOENT) return all;
  std::ifstream file(file_);
  if (!file) return Error{ErrorCode::unreadable, file_, "the list of who was erased cannot be read", {}};
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) continue;
    const auto one = read_line(line);
    if (!one)
      return Error{ErrorCode::malformed, fmt::format("{} line {}", file_, number),
                   "this names nobody who was erased", "Mend the line or take it out"};
    all.push_back(*one);
  }
  return all;
}

Result<int> replay(SchoolStore& store, const Sounds& sounds, const ErasedList& list, std::int64_t now_s) {
  const auto all = list.read();
  if (!all) return all.error();
  int erased = 0;
  for (const Erased& one : *all) {
    const Result<bool> there = store.is_there(one);
    if (!there) return there.error();
    if (!*there) continue;
    const auto gone = store.erase(one.school, one.person, {.role = Role::owner, .at_s = now_s});
    if (!gone) return gone.error();
    ++erased;
    if (const auto dropped = drop_sounds(store, sounds, one.school); !dropped) return dropped.error();
  }
  return erased;
}

Result<Gone> retain(SchoolStore& store, const Sounds& sounds, std::int64_t school, const Act& act) {
  auto gone = store.retain(school, act);
  if (!gone) return gone;
  // A server that was killed between a sound and its row left it to nobody, and no erasure would find it.
  constexpr std::chrono::hours kOnItsWay{24};
  const auto unnamed = store.drop_unnamed(school, sounds.older_than(school, kOnItsWay));
  if (!unnamed) return unnamed.error();
  gone->sounds += *unnamed;
  const auto dropped = drop_sounds(store, sounds, school);
  if (!dropped) return dropped.error();
  return gone;
}

Result<Done> drop_sounds(SchoolStore& store, const Sounds& sounds, std::int64_t school) {
  const auto hashes = store.sounds_to_drop(school);
  if (!hashes) return hashes.error();
  sounds.sweep();
  for (const std::string& hash : *hashes) {
    sounds.drop(school, hash);
    if (!sounds.file(school, hash).empty()) continue;
    if (const auto done = store.sound_dropped(school, hash); !done) return done;
  }
  return Done{};
}

}  // namespace firstchair::school
