#include "apps/school/export.h"

#include <fmt/format.h>
#include <zip.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "apps/school/export_chairs.h"
#include "apps/school/words.h"
#include "school/csv.h"
#include "store/exchange.h"
#include "store/packing.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr int kAtOnce = 200;

Error unwritable(const std::string& file) {
  return {ErrorCode::unwritable, file, "the export cannot be written", "Make room, or name another place"};
}

// A Zip is made file by file and written at its end.
class Zip {
 public:
  explicit Zip(const std::string& file)
      : file_(file), zip_(zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr)) {}
  ~Zip() {
    if (zip_ != nullptr) zip_discard(zip_);
  }
  Zip(const Zip&) = delete;
  Zip& operator=(const Zip&) = delete;

  void add_text(const std::string& name, std::string text) {
    texts_.push_back(std::move(text));
    put(name, zip_ ? zip_source_buffer(zip_, texts_.back().data(), texts_.back().size(), 0) : nullptr, true);
  }
  // `packed`: the bytes are worth packing.
  void add_file(const std::string& name, const std::string& from, bool packed) {
    put(name, zip_ ? zip_source_file(zip_, from.c_str(), 0, -1) : nullptr, packed);
  }
  Result<Done> close() {
    if (!good_ || zip_ == nullptr || zip_close(zip_) != 0) return unwritable(file_);
    zip_ = nullptr;
    return Done{};
  }

 private:
  void put(const std::string& name, zip_source_t* source, bool packed) {
    if (source == nullptr) good_ = false;
    if (!good_) return;
    const zip_int64_t at = zip_file_add(zip_, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (at < 0) zip_source_free(source);
    good_ = at >= 0 && zip_set_file_compression(zip_, static_cast<zip_uint64_t>(at),
                                                packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) == 0;
  }

  std::string file_;
  zip_t* zip_;
  bool good_ = true;
  std::deque<std::string> texts_;  // stay until the zip is written
};

// The takes as a book's text, which is checked as a whole when it is read.
Result<Done> write_book(school::SchoolStore& store, std::int64_t school, const school::Person& person,
                        const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  std::int64_t records = 0;
  std::uint64_t printed = 0;
  const auto put = [&](const std::string& line) {
    out << line << '\n';
    ++records;
    printed = store::exchange::follow(printed, store::packing::fingerprint(line));
  };
  const std::string name = full_name(person);
  put(store::exchange::header_line());
  put(store::exchange::player_line(name));
  for (std::int64_t after = 0;;) {
    const auto takes = store.takes_of(school, person.id, {.after = after, .limit = kAtOnce});
    if (!takes) return takes.error();
    for (const school::OwnTake& one : *takes) {
      const auto take = store.take(school, one.id);
      if (!take) return take.error();
      store::PackedTake packed = store::pack_take(take->take, take->how);
      packed.key = store::take_key(packed, name);
      const auto line = store::exchange::take_line(name, packed);
      if (!line)
        return Error{ErrorCode::malformed, "the database", fmt::format("take {} is damaged", one.id), {}};
      put(*line);
    }
    if (takes->empty()) break;
    after = takes->back().id;
  }
  const auto limits = store.limits_of(school, person.id);
  if (!limits) return limits.error();
  for (const LimitKept& one : *limits) put(store::exchange::limit_line(name, one));
  out << store::exchange::end_line(records, printed) << '\n';
  out.close();
  if (!out) return unwritable(file);
  return Done{};
}

std::string ending_of(const std::string& type) {
  static const std::map<std::string, std::string> kEndings{
      {"audio/wav", "wav"},   {"audio/x-wav", "wav"}, {"audio/ogg", "ogg"}, {"audio/flac", "flac"},
      {"audio/webm", "webm"}, {"audio/mpeg", "mp3"},  {"audio/mp4", "m4a"}};
  const auto found = kEndings.find(type.substr(0, type.find(';')));
  return found == kEndings.end() ? "sound" : found->second;
}

std::string_view word_of(school::SubmissionState state) {
  switch (state) {
    case school::SubmissionState::waiting:
      return "waiting";
    case school::SubmissionState::heard:
      return "heard";
    case school::SubmissionState::failed:
      return "failed";
    case school::SubmissionState::taken_out:
      break;
  }
  return "taken_out";
}

Result<Json> person_json(school::SchoolStore& store, std::int64_t school, const school::Person& person,
                         std::int64_t now_s) {
  const auto facts = store.facts(school);
  const auto memberships = store.memberships_of(school, person.id, now_s);
  const auto consented = store.consented(school, person.id);
  if (!facts) return facts.error();
  if (!memberships) return memberships.error();
  if (!consented) return consented.error();
  Json classes = Json::array();
  for (const school::Membership& held : *memberships) {
    Json one{{"role", school::id_of(held.role)}, {"from_s", held.from_s}};
    if (held.klass != 0) {
      const auto klass = store.klass(school, held.klass);
      if (!klass) return klass.error();
      one["class"] = klass->title;
    }
    classes.push_back(std::move(one));
  }
  const auto login = store.login_of_person(school, person.id);
  if (!login && login.error().code != ErrorCode::not_found) return login.error();
  Json json{{"school", facts->name},
            {"id", person.id},
            {"name", person.name},
            {"given", person.given},
            {"email", person.email},
            {"birth_year", nullptr},
            {"login", nullptr},
            {"classes", classes},
            {"consent_needed", facts->consent == school::Consent::guardian},
            {"consent_given", *consented},
            {"roster_id", person.source_id},
            {"exported_s", now_s}};
  if (person.birth_year) json["birth_year"] = *person.birth_year;
  if (login) json["login"] = login->subject;
  return json;
}

// What was handed in, the comments on it and its sound.
Result<Done> add_handed_in(Zip& zip, school::SchoolStore& store, const school::Sounds& sounds,
                           std::int64_t school, std::int64_t person) {
  const auto all = store.submissions_of(school, person);
  if (!all) return all.error();
  std::string table =
      "submission,assignment,version,state,began_s,came_s,take,sound,why,demand,standing,value,low,high\r\n";
  std::string comments = "submission,bar,beat,at_s,text\r\n";
  for (const school::Submission& one : *all) {
    const auto asked = store.assignment_version(school, one.assignment, one.version);
    if (!asked) return asked.error();
    const std::string recording = sounds.file(school, one.sound);
    const std::string sound =
        recording.empty() ? "" : fmt::format("sound/{}.{}", one.id, ending_of(one.sound_type));
    if (!recording.empty()) zip.add_file(sound, recording, one.sound_type.find("wav") != std::string::npos);
    const std::string begin =
        fmt::format("{},{},{},{},{},{},{},{},{},", one.id, school::csv_cell(asked->title), one.version,
                    word_of(one.state), one.began_s, one.came_s, one.take ? std::to_string(*one.take) : "",
                    sound, school::csv_cell(one.why));
    if (one.answers.empty()) table += begin + ",,,,\r\n";
    for (std::size_t i = 0; i < one.answers.size() && i < asked->demands.size(); ++i)
      table += begin + fmt::format("{},{},{:.6g},{:.6g},{:.6g}\r\n", school::id_of(asked->demands[i].kind),
                                   school::id_of(one.answers[i].standing), one.answers[i].value,
                                   one.answers[i].low, one.answers[i].high);
    const auto said = store.comments(school, one.id);
    if (!said) return said.error();
    for (const school::Comment& comment : *said)
      comments += fmt::format("{},{},{},{},{}\r\n", one.id, comment.bar, comment.beat, comment.at_s,
                              school::csv_cell(comment.text));
  }
  zip.add_text("submissions.csv", std::move(table));
  zip.add_text("comments.csv", std::move(comments));
  return Done{};
}

Result<std::string> log_table(school::SchoolStore& store, std::int64_t school, std::int64_t person) {
  std::string table = "n,at_s,actor,role,verb,detail\r\n";
  for (std::int64_t after = 0;;) {
    const auto lines = store.log(
        school, {.thing = fmt::format("person {}", person), .page = {.after = after, .limit = kAtOnce}});
    if (!lines) return lines.error();
    for (const school::Noted& line : *lines)
      table += fmt::format("{},{},{},{},{},{}\r\n", line.n, line.act.at_s, line.act.person,
                           school::id_of(line.act.role), line.verb, school::csv_cell(school::told_of(line)));
    if (lines->empty()) return table;
    after = lines->back().n;
  }
}

}  // namespace

Result<Done> export_person(school::SchoolStore& store, const school::Sounds& sounds, std::int64_t school,
                           std::int64_t person, std::int64_t now_s, const std::string& file) {
  const auto who = store.person(school, person);
  if (!who) return who.error();
  const std::string book = file + ".book";
  const auto done = [&]() -> Result<Done> {
    if (const auto written = write_book(store, school, *who, book); !written) return written;
    Zip zip(file);
    const auto self = person_json(store, school, *who, now_s);
    if (!self) return self.error();
    zip.add_text("person.json", self->dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    zip.add_file("book.jsonl", book, true);
    if (const auto added = add_handed_in(zip, store, sounds, school, person); !added) return added;
    auto chairs = export_chairs(store, school, person);
    if (!chairs) return chairs.error();
    zip.add_text("chairs.csv", std::move(chairs->table));
    for (auto& [id, lines] : chairs->lines)
      zip.add_text(fmt::format("chairs/{}.jsonl", id), std::move(lines));
    auto log = log_table(store, school, person);
    if (!log) return log.error();
    zip.add_text("log.csv", std::move(*log));
    return zip.close();
  }();
  std::error_code ignored;
  fs::remove(book, ignored);
  if (!done) fs::remove(file, ignored);
  return done;
}

}  // namespace firstchair::school_api
