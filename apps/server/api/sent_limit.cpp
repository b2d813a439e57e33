#include "apps/server/api/sent_limit.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "apps/server/http/answers.h"
#include "practice/limit_policy.h"

namespace firstchair::server {
namespace {

constexpr double kFar = 1;  // octaves

Error no_form(std::string what) {
  return {ErrorCode::usage, "limit", std::move(what), "Load the page again"};
}

Error refused(std::string what) {
  return {ErrorCode::usage, "limit", std::move(what), "Only a limit of takes of the book is kept"};
}

}  // namespace

Result<SentLimit> read_sent_limit(const std::string& body) {
  const std::optional<nlohmann::json> object = object_of(body);
  if (!object) return no_form("not a JSON object");
  SentLimit sent;
  const auto names = object->find("takes");
  if (names == object->end() || !names->is_array() || names->empty() ||
      names->size() > static_cast<std::size_t>(practice::kMostLimitTakes))
    return no_form("takes must be 1 to 40 names");
  std::set<std::string> known;
  for (const nlohmann::json& name : *names) {
    if (!name.is_string() || !known.insert(name.get<std::string>()).second)
      return no_form("takes must be names, each once");
    sent.takes.push_back(name.get<std::string>());
  }
  const auto octaves = [&](const char* key) {
    return real(*object, key, 0, practice::kLeastOctaves, practice::kMostOctaves);
  };
  const std::optional<double> tempo =
      real(*object, "log2_bpm", 0, practice::kLowestLog2Bpm, practice::kHighestLog2Bpm);
  const std::optional<double> sd = octaves("sd_oct"), slope = octaves("sigma_oct");
  if (!tempo || *tempo == 0 || !sd || *sd == 0 || !slope || *slope == 0)
    return no_form("log2_bpm must be 4 to 9, sd_oct and sigma_oct 0.0001 to 2");
  sent.log2_bpm = *tempo;
  sent.sd_oct = *sd;
  sent.sigma_oct = *slope;
  const std::optional<double> broke = real(*object, "broke", 1, 0, practice::kMostLimitTakes),
                              held = real(*object, "held_bpm", 0, 0, 400);
  if (!broke || !held || *broke != std::floor(*broke))
    return no_form("broke must be 0 to 40, held_bpm 0 to 400");
  sent.broke = static_cast<int>(*broke);
  sent.held_bpm = *held;
  return sent;
}

Result<LimitKept> limit_of(const SentLimit& sent, const store::Book& book, const Player& player) {
  LimitKept limit{.item = {},
                  .began_s = 0,
                  .t50 = sent.log2_bpm,
                  .sd_oct = sent.sd_oct,
                  .sigma_oct = sent.sigma_oct,
                  .takes = static_cast<int>(sent.takes.size()),
                  .broke = sent.broke,
                  .held_bpm = sent.held_bpm};
  double nearest = kFar;
  for (const std::string& name : sent.takes) {
    const Result<std::int64_t> id = book.sent(name);
    if (!id) return id.error();
    if (*id == 0) return refused(name + " is not in the book");
    const Result<store::BookTake> take = book.load(*id);
    if (!take) return take.error();
    const KeptTake& kept = take->kept;
    if (take->circumstances.player != player.id) return refused(name + " is another player's");
    if (kept.mode != Mode::limit || kept.item.empty() || kept.bpm <= 0)
      return refused(name + " is of no search");
    if (limit.item.empty()) {
      limit.item = kept.item;
      limit.began_s = kept.began_s;
    }
    if (kept.item != limit.item) return refused("the takes are of more than one item");
    nearest = std::min(nearest, std::abs(std::log2(kept.bpm) - sent.log2_bpm));
  }
  if (nearest >= kFar) return refused("no take is within an octave of that tempo");
  return limit;
}

Result<std::vector<std::int64_t>> takes_of(const SentLimit& sent, const store::Book& book) {
  std::vector<std::int64_t> ids;
  for (const std::string& name : sent.takes) {
    const Result<std::int64_t> id = book.sent(name);
    if (!id) return id.error();
    ids.push_back(*id);
  }
  return ids;
}

}  // namespace firstchair::server
