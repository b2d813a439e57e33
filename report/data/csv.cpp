// events.csv: one row a match, in the order of the pulse; docs/formats/events.md. No text from outside gets
// in, so nothing needs quoting.
#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {

std::string events_csv(const Take& take) {
  using report::id_of;
  std::string out =
      "kind,time_ms,target_ms,error_ms,local_error_ms,passage,bar,beat,tick,line,written,heard,dynamic,"
      "ornament,hand,"
      "strength,level_db,sigma_ms,timed,unison\n";
  const auto to = std::back_inserter(out);
  const std::vector<Bar> bars = bars_of(take.chart);
  const auto& local = take.verdict.local_error_ms;
  const auto real = [&](double value, int decimals) {
    if (std::isfinite(value)) out += report::number(value, decimals);
    out += ',';
  };
  for (std::size_t i = 0; i < take.alignment.matches.size(); ++i) {
    const Match& m = take.alignment.matches[i];
    const Hit* hit = m.hit >= 0 ? &take.hits[static_cast<std::size_t>(m.hit)] : nullptr;
    const Note* note = m.note >= 0 ? &take.chart.notes[static_cast<std::size_t>(m.note)] : nullptr;
    const Bar& bar = bar_at(bars, m.tick);
    const double nothing = std::nan("");
    fmt::format_to(to, "{},", id_of(m.kind));
    real(hit ? 1000 * report::seconds(take, static_cast<double>(hit->frame)) : nothing, 2);
    real(1000 * report::seconds(take, m.target), 2);
    real(hit ? m.error_ms : nothing, 2);
    real(i < local.size() ? local[i] : nothing, 2);
    fmt::format_to(to, "{},{},", m.passage, bar.number);
    real(bar.beat_at(m.tick), 4);
    fmt::format_to(to, "{},{},{},{},", m.tick, id_of(report::line_of(take, m)),
                   note ? id_of(note->voice) : "", hit ? id_of(hit->voice) : "");
    fmt::format_to(to, "{},{},{},", note ? id_of(note->dynamic) : "", note ? id_of(note->ornament) : "",
                   note ? id_of(note->hand) : "");
    real(hit ? static_cast<double>(hit->strength) : nothing, 1);
    real(hit ? static_cast<double>(hit->level_db) : nothing, 2);
    real(hit ? static_cast<double>(hit->sigma_ms) : nothing, 3);
    fmt::format_to(to, "{},{}\n", hit ? (hit->timed ? "1" : "0") : "", hit ? (hit->unison ? "1" : "0") : "");
  }
  return out;
}

}  // namespace firstchair::report
