#include "bench/chairs/whole_cost.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "apps/chairs/seating_record.h"
#include "bench/memory.h"
#include "engine/judge/norms.h"
#include "engine/session.h"
#include "testing/judge/playing_drummer.h"

namespace firstchair::bench {
namespace {

constexpr int kPlayers = 40, kExcerpts = 4, kBars = 32;

double seconds_since(std::clock_t from) {
  return static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
}

Take heard(const Chart& chart, double spread_ms, std::uint64_t seed) {
  testing::PlayingDrummer drummer;
  drummer.hand_ms = drummer.foot_ms = drummer.shared_ms = spread_ms;
  const testing::Performance played = testing::perform_unjudged(drummer, chart, 1, seed);
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.chart = chart;
  config.bpm = drummer.bpm;
  config.norms = judge::default_norms();
  Result<Session> session = Session::make(config);
  if (!session) return {};
  session->push(played.take.hits);
  return session->finish();
}

}  // namespace

std::string whole_cost_rows() {
  const Chart chart = testing::plain_rock_chart(kBars);
  audition::Declaration declaration;
  for (int e = 0; e < kExcerpts; ++e) declaration.excerpts.push_back({chart, 100, kBars, 1});
  std::vector<audition::Entrant> players;
  for (int p = 0; p < kPlayers; ++p) {
    audition::Entrant player{fmt::format("P{}", p), {}};
    for (int e = 0; e < kExcerpts; ++e) {
      const int take = p * kExcerpts + e;
      player.takes.emplace_back(audition::PlayedTake{
          heard(chart, 8 + p % 12, 5000 + static_cast<unsigned>(take)), fmt::format("{:064x}", take)});
    }
    players.push_back(std::move(player));
  }
  const std::clock_t seating = std::clock();
  const Result<audition::Seated> seated = audition::seat_players(declaration, players);
  if (!seated) return fmt::format("| {} | |\n", seated.error().line());
  const double seat = seconds_since(seating);
  const std::string record = audition::seating_record(*seated, players, 1764374400, "");
  const std::clock_t verifying = std::clock();
  const Result<audition::Verified> verified = audition::verify_record(record);
  const double verify = seconds_since(verifying);
  return fmt::format(
      "| seating of {} players by {} takes of {} bars, strokes kept: scores, musts, hints, chairs | {:.2f} s "
      "|\n| `verify` of their record of {:.1f} MB, {} takes judged again | {} |\n| memory of this program "
      "with all of them | {:.0f} MB |\n",
      kPlayers, kExcerpts, kBars, seat, static_cast<double>(record.size()) / 1e6,
      verified ? verified->takes : 0, verified ? fmt::format("{:.1f} s", verify) : verified.error().line(),
      rss_kb(::getpid()) / 1024);
}

}  // namespace firstchair::bench
