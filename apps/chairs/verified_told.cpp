#include "apps/chairs/verified_told.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "apps/chairs/seating_record.h"
#include "apps/chairs/sheet.h"
#include "report/text/words.h"

namespace firstchair::audition {

std::string verified_told(std::string_view record) {
  using nlohmann::json;
  const auto text = [](const json& told) {
    return told.dump(-1, ' ', false, json::error_handler_t::replace);
  };
  const Result<Verified> verified = verify_record(record);
  if (!verified)
    return text({{"ok", false},
                 {"said", {verified.error().line()}},
                 {"head", ""},
                 {"takes", 0},
                 {"differences", json::array()},
                 {"sheet", nullptr}});
  std::vector<std::string> said;
  const std::size_t others = verified->differences.size();
  if (others > 0) {
    said.push_back(fmt::format("Judged by {} ({}), this is {} ({}): {} differ, {}.", verified->engine,
                               verified->signature, FIRSTCHAIR_VERSION, engine_signature(),
                               report::count(others, "line"),
                               verified->chairs_differ ? "and chairs change" : "no chair changes"));
  } else {
    said.push_back(fmt::format("Everything is as told: {} judged again, record {}.",
                               report::count(static_cast<std::size_t>(verified->takes), "take"),
                               verified->head.substr(0, 16)));
  }
  said.insert(said.end(), verified->remarks.begin(), verified->remarks.end());
  const bool seated = !verified->seated.players.empty();
  return text({{"ok", true},
               {"said", said},
               {"head", verified->head},
               {"takes", verified->takes},
               {"differences", verified->differences},
               {"sheet", seated ? json::parse(sheet_json(verified->seated, verified->head), nullptr, false)
                                : json()}});
}

}  // namespace firstchair::audition
