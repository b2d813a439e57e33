#include "apps/server/api/school_hearing.h"

#include <string>
#include <utility>
#include <vector>

#include "apps/server/api/sent_chart.h"
#include "apps/server/api/sent_take.h"
#include "book/practised.h"
#include "charts/charts.h"
#include "engine/heard_by.h"
#include "hearing/hear_file.h"
#include "store/chart_text.h"

namespace firstchair::server {
namespace {

constexpr double kMostHours = 1;  // of a take that is handed in

Result<school_api::Heard> recording_heard(const school_api::Wanted& wanted, const judge::Norms& norms,
                                          const io::Cage& cage) {
  SessionConfig config;
  config.norms = norms;
  config.source.name = wanted.name;
  config.ask_chart_played = true;
  config.bpm = wanted.bpm;
  config.chart = wanted.chart;
  hearing::hear_with(hearing::kUsualEar, config);
  const std::string ear = heard_by(config);
  std::vector<std::string> warnings;
  Result<Take> take = hearing::hear_file(
      wanted.file, wanted.name, std::move(config), {.click = {}, .most_hours = kMostHours, .cage = cage},
      [](const hearing::HearingProgress&) { return true; }, warnings);
  if (!take) return take.error();
  store::Circumstances how{.began_s = wanted.began_s,
                           .mode = Mode::hear,
                           .item = store::item_of(wanted.chart),
                           .title = wanted.chart.title,
                           .engine = FIRSTCHAIR_VERSION,
                           .bpm_asked = wanted.bpm};
  if (take->source.kind == SourceKind::audio) how.weights = ear;
  return school_api::Heard{std::move(*take), std::move(how)};
}

}  // namespace

school_api::Hearing school_hearing(const judge::Norms& norms, const io::Cage& cage) {
  return {
      .page_take = [norms, cage](const std::string& body) -> Result<school_api::Heard> {
        Result<SentTake> sent = read_sent_take(body, norms, cage);
        if (!sent) return sent.error();
        return school_api::Heard{std::move(sent->take), std::move(sent->how)};
      },
      .recording = [norms,
                    cage](const school_api::Wanted& wanted) { return recording_heard(wanted, norms, cage); },
      .chart = [cage](std::span<const std::uint8_t> bytes,
                      const std::string& name) { return sent_chart(cage, bytes, name); },
      .whole =
          [](const Chart& chart, const std::string& item) {
            return !item.empty() && (item == store::item_of(chart) || item == book::item_of_bars(chart, {}));
          }};
}

}  // namespace firstchair::server
