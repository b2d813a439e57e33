#include "apps/school/export_chairs.h"

#include <fmt/format.h>

#include <set>

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
    std::string& kept = all.lines[std::to_string(chairs.id)];
    std::set<std::int64_t> appeals;
    std::int64_t appeal = 0;
    std::string_view rest = *record;
    for (std::size_t n = 0; n < lines->size(); ++n) {
      const std::string_view bytes = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(bytes.size() + 1);
      const store::RecordLine& line = (*lines)[n];
      const bool mine = text_in(line.fields, "player") == chairs.blind;
      if (line.type == "appeal" && (++appeal, mine)) appeals.insert(appeal);
      const bool ruled = line.type == "ruling" && appeals.contains(line.fields.value("appeal", 0));
      const bool seats = line.type == "seating" && line.fields.value("decides", false);
      if (mine || ruled) kept += std::string(bytes) + "\n";
      const auto row = [&](const std::string& what, const std::string& text, const std::string& seat) {
        const auto excerpt = static_cast<std::size_t>(line.fields.value("excerpt", 0));
        std::string piece;
        if (excerpt >= 1 && excerpt <= told->pieces.size())
          if (const auto asked = store.assignment_version(school, told->pieces[excerpt - 1].assignment,
                                                          told->pieces[excerpt - 1].version))
            piece = asked->title;
        all.table +=
            fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", chairs.id, school::csv_cell(chairs.title),
                        chairs.blind, chairs.salt, what, school::csv_cell(piece), line.t, n + 1,
                        store::sha256(bytes), school::csv_cell(text), seat);
      };
      constexpr const char* kNoSeat = ",,,,,,";
      if (mine && line.type == "take") row("take", "", kNoSeat);
      if (mine && line.type == "appeal") row("appeal", text_in(line.fields, "text"), kNoSeat);
      if (ruled) row("ruling", text_in(line.fields, "effect"), kNoSeat);
      if (!seats) continue;
      for (const Json& seat : line.fields["order"])
        if (text_in(seat, "player") == chairs.blind)
          row("seat", text_in(seat, "behind"),
              range_in(seat, "chair") + "," + range_in(seat, "chair_interval") + "," +
                  text_in(seat, "score") + "," + range_in(seat, "interval"));
    }
  }
  return all;
}

}  // namespace firstchair::school_api
