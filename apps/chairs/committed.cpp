#include "apps/chairs/committed.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/chairs/record_lines.h"
#include "store/record/bytes.h"

namespace firstchair::audition {
namespace {

using nlohmann::json;

constexpr std::int64_t kLateMs = 2000, kBeginMs = 15000, kEarlyMs = -1000;
constexpr std::size_t kMostCommitted = 512, kMostSettings = 1 << 16;

std::string bars_named(int from, int to) {
  return from == to ? fmt::format("bar {}", from) : fmt::format("bars {} to {}", from, to);
}

}  // namespace

std::string next_commitment(const std::string& before, std::string_view bytes) {
  std::string all = before.empty() ? std::string(64, '0') : before;
  return store::sha256(all.append(bytes));
}

int first_unlike(const std::vector<CommittedBar>& bars, std::string_view input) {
  std::string before;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const auto bytes = static_cast<std::size_t>(bars[i].bytes);
    if (bytes > input.size() || next_commitment(before, input.substr(0, bytes)) != bars[i].hash)
      return std::max(1, static_cast<int>(i));
    input.remove_prefix(bytes);
    before = bars[i].hash;
  }
  return input.empty() || bars.empty() ? 0 : static_cast<int>(bars.size());
}

double bar_ends_ms(const Declaration& declaration, const Attempt& attempt, int bar) {
  const Excerpt& of = declaration.excerpts[attempt.excerpt];
  const MeterChange meter = of.chart.meters.empty() ? MeterChange{} : of.chart.meters.front();
  const double bar_ms = 60'000 / attempt.nonce.bpm * 4 / meter.unit * meter.beats;
  return bar_ms * (attempt.nonce.count_in + bar);
}

std::string not_live(const std::vector<CommittedBar>& bars, int asked) {
  if (bars.empty()) return "no bar was committed while it was played; it counts as sent, not as live";
  std::int64_t usual = kBeginMs;
  for (const CommittedBar& bar : bars) usual = std::min(usual, std::max<std::int64_t>(0, bar.delay_ms));
  int first = 0, last = 0;
  std::int64_t worst = 0;
  bool early = false;
  // Bar 0 is the count-in, and what comes after the last bar is no bar of the excerpt.
  for (int bar = 1; bar <= asked; ++bar) {
    const bool there = bar < static_cast<int>(bars.size());
    const std::int64_t late = there ? bars[static_cast<std::size_t>(bar)].delay_ms - usual : 0;
    const bool before = there && bars[static_cast<std::size_t>(bar)].delay_ms < kEarlyMs;
    if (there && late <= kLateMs && !before) continue;
    if (first == 0) first = bar;
    last = bar;
    early |= before;
    worst = std::max(worst, late);
  }
  if (first == 0) return {};
  const bool one = first == last;
  const std::string what = bars_named(first, last);
  const char *they = one ? "it" : "they", *counts = one ? "it counts" : "they count";
  if (early)
    return fmt::format("{} came before {} could be played; {} as sent, not as live", what, they, counts);
  if (worst == 0)
    return fmt::format("{} {} not committed while {} {} played; {} as sent, not as live", what,
                       one ? "was" : "were", they, one ? "was" : "were", counts);
  return fmt::format("{} came {} s late; {} as sent, not as live", what, (worst + 500) / 1000, counts);
}

store::RecordLine bars_line(const Attempt& attempt, const std::vector<CommittedBar>& bars,
                            const std::string& settings, std::int64_t t) {
  json committed = json::array();
  for (const CommittedBar& bar : bars)
    committed.push_back({{"bytes", bar.bytes}, {"delay_ms", bar.delay_ms}, {"hash", bar.hash}});
  json fields{{"bars", std::move(committed)},
              {"excerpt", attempt.excerpt + 1},
              {"player", attempt.player},
              {"settings", settings}};
  if (attempt.challenge > 0) fields["challenge"] = attempt.challenge, fields["round"] = attempt.round;
  return {t, "bars", std::move(fields)};
}

bool read_bars(const json& fields, std::vector<CommittedBar>& bars, std::string& settings) {
  constexpr std::int64_t kMostBytes = std::int64_t{1} << 30, kMostDelay = std::int64_t{86'400'000};
  const std::string* told = text_of(fields, "settings");
  const auto committed = fields.find("bars");
  if (told == nullptr || told->size() > kMostSettings || committed == fields.end() ||
      !committed->is_array() || committed->size() > kMostCommitted)
    return false;
  settings = *told;
  for (const json& one : *committed) {
    if (!one.is_object()) return false;
    const std::string* hash = text_of(one, "hash");
    const std::optional<std::int64_t> bytes = store::whole_of(one, "bytes", 0, kMostBytes),
                                      delay = store::whole_of(one, "delay_ms", -kMostDelay, kMostDelay);
    if (hash == nullptr || !store::is_sha256(*hash) || !bytes || !delay) return false;
    bars.push_back({.bytes = *bytes, .hash = *hash, .delay_ms = *delay});
  }
  return true;
}

}  // namespace firstchair::audition
