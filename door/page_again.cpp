#include "door/page_again.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/ear/file_weights.h"
#include "engine/heard_by.h"
#include "practice/chart_order.h"

namespace firstchair::door {
namespace {

constexpr std::size_t kBlock = 1 << 12;  // less than a second: the ear keeps a small number of clicks in mind

}  // namespace

std::vector<Hit> hits_told(std::string_view lines) {
  std::vector<Hit> hits;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    Hit hit;
    const auto [at, failed] = std::from_chars(line.data(), line.data() + line.size(), hit.frame);
    const auto digits = static_cast<std::size_t>(at - line.data());
    if (failed != std::errc() || digits >= line.size() || line[digits] != ' ') continue;
    const std::optional<Voice> voice = voice_from_id(line.substr(digits + 1));
    if (!voice) continue;
    hit.voice = *voice;
    hits.push_back(hit);
  }
  return hits;
}

Result<PageAgain> PageAgain::make(const Chart& chart, const PageDrillSettings& settings,
                                  const judge::Norms& norms) {
  if (settings.kind != SourceKind::audio)
    return Error{ErrorCode::usage, {}, "an e-kit's drill has no sound to hear again", {}};
  Result<practice::DrillPlan> plan = practice::plan_drill(chart, settings.range, settings.click);
  if (!plan) return plan.error();
  const Result<practice::ClickTrain> train = practice::ClickTrain::make(plan->click);
  if (!train) return train.error();
  SessionConfig config = drill_session(settings, *plan, norms);
  config.which_ear = ear::WhichEar::file;
  config.weights = ear::file_ear_weights();
  Result<Session> session = Session::make(config);
  if (!session) return session.error();
  return PageAgain(std::move(*plan), settings, std::move(config), std::move(*session), *train);
}

PageAgain::PageAgain(practice::DrillPlan plan, PageDrillSettings settings, SessionConfig config,
                     Session session, const practice::ClickTrain& train)
    : plan_(std::move(plan)),
      settings_(std::move(settings)),
      config_(std::move(config)),
      session_(std::move(session)),
      announcer_(train, settings_.round_trip, plan_.bar_lines.front()),
      ear_(heard_by(config_)) {}

Result<Done> PageAgain::know(const ear::KitSound& kit) {
  config_.kit_sound = kit;
  Result<Session> session = Session::make(config_);
  if (!session) return session.error();
  session_ = std::move(*session);
  return Done{};
}

void PageAgain::push(std::span<const float> sound) {
  const auto second = static_cast<Frames>(plan_.click.rate);
  while (!sound.empty()) {
    const std::span<const float> block = sound.first(std::min(kBlock, sound.size()));
    sound = sound.subspan(block.size());
    if (settings_.click_heard) {
      for (const practice::AnnouncedClick& click : announcer_.push(heard_ + second + 1))
        session_.expect_click(click.expected);
    }
    session_.push(block);
    heard_ += static_cast<Frames>(block.size());
  }
}

Take PageAgain::finish() {
  Take take = session_.finish();
  if (played_other_groove(settings_, plan_, config_.norms, take.hits)) {
    config_.source = take.source;
    config_.chart.reset();
    config_.bpm = 0;
    take = judge_strokes(config_, std::move(take.hits));
  }
  practice::tell_in_chart(take, plan_);
  return take;
}

}  // namespace firstchair::door
