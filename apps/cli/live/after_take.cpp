#include "apps/cli/live/after_take.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <thread>

#include "engine/judge/own_time.h"
#include "engine/teacher/feedback.h"
#include "io/files/files.h"
#include "practice/against_click.h"
#include "report/report.h"
#include "report/text/drill_text.h"
#include "report/text/teacher_text.h"
#include "report/text/text.h"
#include "report/text/words.h"
#include "store/outcome.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto kLongestQuestion = std::chrono::seconds(20);

// Of clocks that surely part: both bounds have one sign.
std::string drift_text(const io::Drift& drift) {
  return fmt::format(
      "The microphone's clock counts {:.1f} ppm ({:.1f} to {:.1f}) {} than the click's; corrected.",
      std::abs(drift.ppm), std::min(std::abs(drift.low), std::abs(drift.high)),
      std::max(std::abs(drift.low), std::abs(drift.high)), drift.ppm > 0 ? "faster" : "slower");
}

}  // namespace

Result<Done> AfterTake::tell(const live::LiveResult& result, const practice::DrillPlan& plan,
                             const RoundTrip& trip, bool numbers, const std::string& ear) {
  if (result.written.failure) terminal_.line(report::plain(result.written.failure->line()));
  if (result.written.lost > 0)
    terminal_.line(fmt::format("{} frames of sound were lost: the disk was too slow.", result.written.lost));
  if (result.unheard > 0)
    terminal_.line(fmt::format("{} frames of sound came too fast to be heard: the machine was too slow.",
                               result.unheard));
  if (result.drift.parts()) terminal_.line(drift_text(result.drift));
  if (options_.timing) terminal_.line(timing_text(result));
  if (result.take.hits.empty()) {
    terminal_.line(report::plain(fmt::format("No stroke was heard. Take: {}", result.written.folder)));
    return Done{};
  }
  const fs::path folder = result.written.folder;
  if (auto done = io::write_file((folder / "take.json").string(), report::take_json(result.take, ear), true);
      !done)
    return done.error();
  if (auto done = io::write_file((folder / "take.html").string(), report::take_html(result.take, ear), true);
      !done)
    return done.error();
  if (numbers && numbers_now(result.take)) {
    if (options_.question && !terminal_.plain() && !asked_to_end()) ask(result.take.verdict);
    if (!options_.free && !result.other_groove) tell_practice(result.strokes, plan, trip);
    terminal_.line(
        report::summary(result.take, {.colour = !terminal_.plain(), .width = terminal_.columns()}));
    terminal_.line(report::plain(fmt::format("Page: {}", (folder / "take.html").string())));
  }
  return Done{};
}

bool AfterTake::numbers_now(const Take& take) {
  KeptTake kept;
  store::set_outcome(take, kept);
  const int nth = takes_++;
  if (options_.every_take || teacher::tells(nth, kept.z)) return true;
  terminal_.line(fmt::format("Spread {} of the norm: numbers after every {} takes, the next after {} more.",
                             report::number(kept.z, 2), teacher::told_every(kept.z),
                             teacher::told_every(kept.z) - nth % teacher::told_every(kept.z)));
  return false;
}

void AfterTake::ask(const Verdict& verdict) {
  const Metric* lean = teacher::asked_about(verdict);
  if (lean == nullptr) return;
  terminal_.line(fmt::format("{}: early, late or even within 10 ms? e, l, n; any other key: no answer.",
                             report::capital(name_of(lean->line))));
  const auto until = std::chrono::steady_clock::now() + kLongestQuestion;
  while (!asked_to_end() && std::chrono::steady_clock::now() < until) {
    const char key = terminal_.key();
    if (key == 0) {
      std::this_thread::sleep_for(kTurn);
      continue;
    }
    if (const auto said = teacher::said_of(std::string_view(&key, 1)))
      terminal_.line(report::answer_text(lean->line, lean->value, lean->low, lean->high, *said));
    return;
  }
}

void AfterTake::tell_practice(const std::vector<DrillStroke>& told, const practice::DrillPlan& plan,
                              const RoundTrip& trip) {
  const std::vector<DrillStroke> strokes = practice::settled(told);
  if (plan.click.gap_off > 0)
    terminal_.line(report::own_time_text(judge::own_time(practice::returns_of(strokes, plan), trip.sd_ms),
                                         plan.click.gap_off));
  const std::string text =
      report::endurance_text(judge::endurance(practice::in_order(strokes, plan.click.rate)));
  if (!text.empty()) terminal_.line(text);
}

}  // namespace firstchair::cli
