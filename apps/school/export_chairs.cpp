#include "apps/school/export_chairs.h"

#include <fmt/format.h>

#include <set>
#include <utility>
#include <vector>

#include "school/csv.h"
#include "store/record/bytes.h"
#include "store/record/record.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

std::string text_in(const Json& fields, const char* name) {
  const auto at = fields.find(name);
  return at == fields.end() ? "" : at->is_string() ? at->get<std::string>() : at->dump();
}

std::string range_in(const Json& seat, const char* name) {
  const Json pair = seat.value(name, Json::array());
  const auto one = [](const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
  };
  return pair.size() == 2 ? one(pair[0]) + "," + one(pair[1]) : ",";
}

// What a record's lines say of one player, as rows and as the lines themselves.
class OwnLines {
 public:
  OwnLines(const school::OwnChairs& chairs, std::vector<std::string> titles)
      : chairs_(chairs), titles_(std::move(titles)) {}

  void read(const store::RecordLine& line, std::string_view bytes, ChairsExported& all) {
    ++n_;
    const bool mine = text_in(line.fields, "player") == chairs_.blind;
    if (line.type == "appeal" && (++appeal_, mine)) appeals_.insert(appeal_);
    const bool ruled = line.type == "ruling" && appeals_.contains(line.fields.value("appeal", 0));
    if (mine || ruled) all.lines[std::to_string(chairs_.id)] += std::string(bytes) + "\n";
    const auto row = [&](const char* what, const std::string& text, const std::string& seat = ",,,,,,") {
      all.table +=
          fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", chairs_.id, school::csv_cell(chairs_.title),
                      chairs_.blind, chairs_.salt, what, school::csv_cell(piece_of(line)), line.t, n_,
                      store::sha256(bytes), school::csv_cell(text), seat);
    };
    if (mine && line.type == "take") row("take", "");
    if (mine && line.type == "appeal") row("appeal", text_in(line.fields, "text"));
    if (ruled) row("ruling", text_in(line.fields, "effect"));
    if (line.type != "seating" || !line.fields.value("decides", false)) return;
    for (const Json& seat : line.fields["order"])
      if (text_in(seat, "player") == chairs_.blind)
        row("seat", text_in(seat, "behind"),
            range_in(seat, "chair") + "," + range_in(seat, "chair_interval") + "," + text_in(seat, "score") +
                "," + range_in(seat, "interval"));
  }

 private:
  std::string piece_of(const store::RecordLine& line) const {
    const auto excerpt = static_cast<std::size_t>(line.fields.value("excerpt", 0));
    return excerpt >= 1 && excerpt <= titles_.size() ? titles_[excerpt - 1] : std::string();
  }

  const school::OwnChairs& chairs_;
  std::vector<std::string> titles_;  // of the pieces
  std::set<std::int64_t> appeals_;   // own ones, by their number in the record
  std::int64_t appeal_ = 0, n_ = 0;  // of those read
};

}  // namespace

Result<ChairsExported> export_chairs(school::SchoolStore& store, std::int64_t school, std::int64_t person) {
  ChairsExported all;
  all.table =
      "chairs,title,letters,salt,what,piece,at_s,line,receipt,text,chair_first,chair_last,chair_low,"
      "chair_high,score,score_low,score_high\r\n";
  const auto own = store.chairs_of_person(school, person);
  if (!own) return own.error();
  for (const school::OwnChairs& chairs : *own) {
    const auto told = store.chairs(school, chairs.id);
    const auto record = store.chairs_record(school, chairs.id);
    if (!told) return told.error();
    if (!record) return record.error();
    const auto lines = store::read_open_record(*record);
    if (!lines) return lines.error();
    std::vector<std::string> titles;
    for (const school::Piece& piece : told->pieces) {
      const auto asked = store.assignment_version(school, piece.assignment, piece.version);
      titles.push_back(asked ? asked->title : std::string());
    }
    all.lines[std::to_string(chairs.id)];  // also of whoever has no line yet
    OwnLines mine(chairs, std::move(titles));
    std::string_view rest = *record;
    for (const store::RecordLine& line : *lines) {
      const std::string_view bytes = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(bytes.size() + 1);
      mine.read(line, bytes, all);
    }
  }
  return all;
}

}  // namespace firstchair::school_api
