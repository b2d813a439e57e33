// This file helps the tests: it plays attempts of an audition as a page does.
#pragma once

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/chairs/committed.h"
#include "apps/server/api/sent_take_test.h"
#include "apps/server/http/server_test.h"
#include "testing/chance.h"

namespace firstchair::server {

// A PlayedInput is what a page records of an e-kit, bar by bar.
struct PlayedInput {
  std::vector<std::string> bars;  // bar 0 is the count-in
  std::string all() const {
    std::string text;
    for (const std::string& bar : bars) text += bar;
    return text;
  }
};

// Plays what was opened, with errors of that SD.
inline PlayedInput play_opened(const nlohmann::json& opened, const Chart& chart, double sd_ms,
                               std::uint64_t seed) {
  const std::string text = opened["settings"];
  const door::PageDrillSettings settings = *door::parse_drill_settings(text, chart);
  const practice::DrillPlan plan = *practice::plan_drill(chart, settings.range, settings.click);
  testing::Chance chance(seed);
  std::vector<std::pair<Frames, int>> notes;
  for (const Note& note : plan.chart.notes) {
    const double at = plan.bar_lines.front() + settings.click.rate * (static_cast<double>(note.tick) * 60 /
                                                                          plan.click.bpm / kTicksPerQuarter +
                                                                      0.001 * sd_ms * chance.normal());
    notes.emplace_back(std::llround(at), note.voice == Voice::kick    ? 36
                                         : note.voice == Voice::snare ? 38
                                                                      : 42);
  }
  std::sort(notes.begin(), notes.end());
  PlayedInput input;
  input.bars.resize(plan.bar_lines.size() + 1);
  for (const auto& [frame, number] : notes) {
    std::size_t bar = 0;
    while (bar < plan.bar_lines.size() && static_cast<double>(frame) >= plan.bar_lines[bar]) ++bar;
    const int velocity = 70 + static_cast<int>(std::lround(6 * chance.normal()));
    input.bars[bar] += fmt::format("{},{},{}\n", frame, number, std::clamp(velocity, 1, 127));
  }
  return input;
}

class ChairsTest : public ServerTest {
 protected:
  nlohmann::json post(const std::string& target, const nlohmann::json& body, int status = 200,
                      const std::string& verb = "POST") {
    const std::string answer = ask(verb, target, body.is_null() ? std::string() : body.dump());
    EXPECT_EQ(status_of(answer), status) << target << " " << body << "\n" << answer;
    return nlohmann::json::parse(body_of(answer), nullptr, false);
  }
  nlohmann::json wish(int excerpts = 1) const {
    nlohmann::json one{
        {"chart", base64(charts::write_chart(charts::ChartFormat::tab, chart_))}, {"bpm", 100}, {"bars", 16}};
    return {{"title", "Spring"},
            {"excerpts", std::vector<nlohmann::json>(static_cast<std::size_t>(excerpts), one)},
            {"source", "midi"}};
  }
  std::string at(const std::string& what, int audition = 1) const {
    return fmt::format("/api/chairs/{}{}", audition, what);
  }
  std::string enter(const std::string& name, int audition = 1) {
    return post(at("/entrants", audition), {{"name", name}, {"agrees", true}})["player"];
  }
  nlohmann::json open(const std::string& player, int audition = 1, int excerpt = 1) {
    return post(at("/attempts", audition), {{"player", player}, {"excerpt", excerpt}, {"device", "kit"}});
  }
  // Commits to every bar and hands the recording in; returns what the server says.
  nlohmann::json finish(const nlohmann::json& opened, const PlayedInput& input, int audition = 1,
                        int status = 200) {
    const std::string attempt = at(fmt::format("/attempts/{}", opened["attempt"].get<int>()), audition);
    std::string hash;
    for (std::size_t bar = 0; bar < input.bars.size(); ++bar) {
      hash = audition::next_commitment(hash, input.bars[bar]);
      post(attempt + "/bars", {{"bar", bar}, {"bytes", input.bars[bar].size()}, {"hash", hash}});
    }
    const std::string answer = ask("PUT", attempt + "/input", input.all());
    EXPECT_EQ(status_of(answer), status) << answer;
    return nlohmann::json::parse(body_of(answer), nullptr, false);
  }
  void play(const std::string& player, double sd_ms, int audition = 1) {
    const nlohmann::json opened = open(player, audition);
    finish(opened, play_opened(opened, chart_, sd_ms, ++seed_), audition);
  }
  std::string told(const nlohmann::json& answer) const {
    std::string text;
    for (const nlohmann::json& line : answer["told"]) text += line.get<std::string>() + "\n";
    return text;
  }

  const Chart chart_ = *charts::builtin_chart("rock-8ths");
  std::uint64_t seed_ = 0;
};

}  // namespace firstchair::server
